"""The final report of what has ended: written, handed in, given back or approved. Approved, it stands as it is.

Each deed holds the activity, so that of two at the same moment the second sees what the first did.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.work.activities.actions.changes import lock
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from .. import final_reports
from ..final_reports import PARTS
from ..models import FinalReport


def mark_of_report(report: FinalReport | None) -> str:
    return mark_of(*_texts(report).values(), report.handed_in_at if report else None)


@transaction.atomic
def save_report(*, activity: Activity, seen: str, by: Any, **texts: str) -> FinalReport:
    """A draft, of which any part may still be empty. Raises Stale when it is not as it was shown."""
    activity = lock(activity)
    report = _of(activity)
    if report is None and not final_reports.owes(activity):
        raise NotAllowed(_("Slutrapporten skrivs när aktiviteten är avslutad eller har gått över i ordinarie drift."))
    _require_open(report)
    if mark_of_report(report) != seen:
        raise Stale
    before = _texts(report)
    report = report or FinalReport(activity=activity)
    for name in PARTS:
        setattr(report, name, texts[name])
    if _texts(report) != before:
        report.save()
        _tell_of_draft(activity, by, *changes(before, _texts(report)))
    return report


@transaction.atomic
def hand_in(*, activity: Activity, seen: str, by: Any) -> FinalReport:
    """All four parts are needed. What is handed in is what was read (`seen`)."""
    report = _held(lock(activity))
    _require_open(report)
    if mark_of_report(report) != seen:
        raise Stale
    if final_reports.missing_parts(report):
        raise NotAllowed(_("Alla fyra delarna behövs innan den lämnas in."))
    report.handed_in_at = timezone.now()
    report.handed_in_by_id, report.handed_in_by_name = getattr(by, "pk", None), str(by)[:120]
    report.save(update_fields=["handed_in_at", "handed_in_by_id", "handed_in_by_name"])
    _tell(report.activity, by, "delivery.final_report_handed_in", None, _texts(report))
    return report


@transaction.atomic
def take_back(*, activity: Activity, by: Any) -> FinalReport:
    """Those who wrote it want to change something before anybody approves it."""
    report = _waiting(lock(activity))
    _open_again(report)
    report.save(update_fields=["handed_in_at", "handed_in_by_id", "handed_in_by_name"])
    _tell(report.activity, by, "delivery.final_report_taken_back", None, None)
    return report


@transaction.atomic
def give_back(*, activity: Activity, note: str, seen: str, by: Any) -> FinalReport:
    """The coordinator asks for something more."""
    report = _waiting(lock(activity))
    if mark_of_report(report) != seen:
        raise Stale
    if not note.strip():
        raise NotAllowed(_("Skriv vad som behöver ändras."))
    _open_again(report)
    report.returned_note = note
    report.save(update_fields=["handed_in_at", "handed_in_by_id", "handed_in_by_name", "returned_note"])
    _tell(report.activity, by, "delivery.final_report_given_back", None, {"returned_note": note})
    return report


@transaction.atomic
def approve(*, activity: Activity, on: date, approved_by: str, decision: str, seen: str, by: Any) -> FinalReport:
    """Written in by the coordinator: who approved it, which day. Often long after the end, never before it was handed in."""
    report = _waiting(lock(activity))
    if mark_of_report(report) != seen:
        raise Stale
    if not approved_by.strip():
        raise NotAllowed(_("Skriv vem som godkände den."))
    if report.handed_in_at is not None and on < as_date(report.handed_in_at):
        raise NotAllowed(_("Den kan inte godkännas innan den lämnades in. Välj en senare dag."))
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in godkännandet när det har hänt."))
    report.approved_on, report.approved_by, report.decision = on, approved_by, decision
    report.save(update_fields=["approved_on", "approved_by", "decision"])
    after = {"approved_on": str(on), "approved_by": approved_by, "decision": decision}
    _tell(report.activity, by, "delivery.final_report_approved", None, {k: v for k, v in after.items() if v})
    return report


def _of(activity: Activity) -> FinalReport | None:
    report = FinalReport.objects.filter(activity=activity).first()
    if report is not None:
        report.activity = activity
    return report


def _held(activity: Activity) -> FinalReport:
    report = _of(activity)
    if report is None:
        raise NotAllowed(_("Ingen slutrapport är skriven än."))
    return report


def _require_open(report: FinalReport | None) -> None:
    """It can be written in: neither approved nor waiting for somebody to read it."""
    if report is None:
        return
    if report.approved_on is not None:
        raise NotAllowed(_("Slutrapporten är godkänd och står som den är."))
    if report.handed_in_at is not None:
        raise NotAllowed(_("Slutrapporten är inlämnad. Ta tillbaka den först, om något ska ändras."))


def _waiting(activity: Activity) -> FinalReport:
    report = _held(activity)
    if report.approved_on is not None:
        raise NotAllowed(_("Slutrapporten är godkänd och står som den är."))
    if report.handed_in_at is None:
        raise NotAllowed(_("Slutrapporten är inte inlämnad."))
    return report


def _open_again(report: FinalReport) -> None:
    report.handed_in_at, report.handed_in_by_id, report.handed_in_by_name = None, None, ""


def _texts(report: FinalReport | None) -> dict[str, str]:
    return {name: getattr(report, name) if report else "" for name in PARTS}


def _tell_of_draft(activity: Activity, by: Any, before: Any, after: Any) -> None:
    """What a draft says is the owner's own until it is handed in; of what nobody owns, only that somebody wrote."""
    owner = activity.owner_id
    texts = {"before": before, "after": after, "organisation_id": owner} if owner else {}
    verb = "delivery.final_report_written"
    record(by=by, verb=verb, subject=activity, county=activity.county.code, **texts)


def _tell(activity: Activity, by: Any, verb: str, before: Any, after: Any) -> None:
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after)
