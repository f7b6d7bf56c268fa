import json
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.documents.snapshot import to_json
from samplan.foundation.core.language import house_language
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.work.rounds.models import Round

from .building import build
from .models import Publication, Report, ReportText, Snapshot
from .queries import latest_snapshot, material_of, parts_of


class Frozen(Exception):
    """The report is approved: what it says no longer changes."""


@transaction.atomic
def start_report(*, round: Round, by: Any) -> Report:
    """One report per round; a second call gives the one that is there."""
    Round.objects.select_for_update().get(pk=round.pk)
    with house_language():
        title = _("Årsrapport %(year)s") % {"year": round.year}
    report, made = Report.objects.get_or_create(
        round=round,
        defaults={
            "county": round.county,
            "title": title,
            "sender": round.county.name,
            "created_by_name": str(by),
        },
    )
    if made:
        record(by=by, verb="reports.started", subject=report, county=round.county.code)
    return report


def _locked(report: Report) -> Report:
    """The report's row, held until the end; Frozen if it is approved."""
    held = Report.objects.select_for_update().select_related("round__county", "county").get(pk=report.pk)
    if latest_snapshot(held):
        raise Frozen
    return held


@transaction.atomic
def save_part(*, report: Report, part: str, text: str, revision: int, data_version: str, by: Any) -> ReportText:
    """`revision` is the one the writer saw (0: nothing written yet). Stale if somebody saved in between."""
    held = _locked(report)
    saved = held.texts.filter(part=part).first()
    if (saved.revision if saved else 0) != revision:
        raise Stale
    before = saved.text if saved else ""
    saved = saved or ReportText(report=held, part=part, revision=0)
    saved.text, saved.revision, saved.data_version = text.strip(), saved.revision + 1, data_version
    saved.saved_at, saved.saved_by_name = timezone.now(), str(by)
    saved.save()
    record(
        by=by,
        verb="reports.part_written",
        subject=held,
        county=held.county.code,
        before={"text": before},
        after={"text": saved.text},
        note=_title_of(held, part),
    )
    return saved


def _title_of(report: Report, part: str) -> str:
    return next((p.title for p in parts_of(material_of(report)) if p.key == part), "")


def mark_of_report(report: Report) -> str:
    return mark_of(report.title, report.sender, report.diary_number)


@transaction.atomic
def edit_report(
    *, report: Report, title: str, sender: str, diary_number: str, by: Any, seen: str | None = None
) -> None:
    """Raises Stale when the facts are not as they were shown (`seen`), and writes nothing. No `seen`: nobody was shown a form."""
    held = _locked(report)
    if seen is not None and mark_of_report(held) != seen:
        raise Stale
    before = {"title": held.title, "sender": held.sender, "diary_number": held.diary_number}
    held.title, held.sender, held.diary_number = title, sender, diary_number
    held.save(update_fields=["title", "sender", "diary_number"])
    after = {"title": title, "sender": sender, "diary_number": diary_number}
    before, after = changes(before, after)
    record(by=by, verb="reports.edited", subject=held, county=held.county.code, before=before, after=after)


@transaction.atomic
def approve_report(*, report: Report, by: Any) -> Snapshot:
    """Freezes the report as it is now. It no longer follows the answers; a correction is a new snapshot."""
    return _freeze(_locked(report), by=by, reason="", number=1)


@transaction.atomic
def correct_report(*, report: Report, reason: str, by: Any) -> Snapshot:
    """A new snapshot of an approved report, built of what is there now, with the reason. The old one is kept."""
    held = Report.objects.select_for_update().select_related("round__county", "county").get(pk=report.pk)
    last = latest_snapshot(held)
    if last is None:
        raise ValueError("a report that is not approved is changed, not corrected")
    return _freeze(held, by=by, reason=reason, number=last.number + 1)


def _freeze(report: Report, *, by: Any, reason: str, number: int) -> Snapshot:
    document = to_json(build(material_of(report)))
    content = json.dumps(document, sort_keys=True, ensure_ascii=False)
    snapshot = Snapshot.objects.create(
        report=report,
        number=number,
        document=document,
        sha256=sha256(content.encode()).hexdigest(),
        approved_at=timezone.now(),
        approved_by_name=str(by),
        approved_by_id=getattr(by, "pk", None),
        reason=reason,
    )
    verb = "reports.corrected" if number > 1 else "reports.approved"
    record(by=by, verb=verb, subject=report, county=report.county.code, after={"sha256": snapshot.sha256}, note=reason)
    return snapshot


class NotApproved(Exception):
    """Only an approved report is published."""


@transaction.atomic
def publish_report(*, report: Report, by: Any) -> Publication:
    """Everybody can read it from now on, and each correction of it. A second call changes nothing."""
    held = Report.objects.select_for_update().select_related("county").get(pk=report.pk)
    if latest_snapshot(held) is None:
        raise NotApproved
    if standing := held.publications.filter(withdrawn_at=None).first():
        return standing
    made = Publication.objects.create(report=held, published_at=timezone.now(), published_by_name=str(by)[:120])
    record(by=by, verb="reports.published", subject=held, county=held.county.code)
    return made


@transaction.atomic
def withdraw_report(*, report: Report, by: Any) -> bool:
    """The open address stops working at once. False when it was not published."""
    held = Report.objects.select_for_update().select_related("county").get(pk=report.pk)
    standing = held.publications.filter(withdrawn_at=None)
    if not standing.update(withdrawn_at=timezone.now(), withdrawn_by_name=str(by)[:120]):
        return False
    record(by=by, verb="reports.withdrawn", subject=held, county=held.county.code)
    return True
