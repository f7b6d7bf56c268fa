from typing import Any

from django.db.models import QuerySet

from samplan.foundation.core.documents.model import Document
from samplan.foundation.core.documents.snapshot import from_json
from samplan.foundation.people.models import County
from samplan.insight.analysis.queries import compile_round, own_analyses
from samplan.insight.followup.models import PlanRound
from samplan.work.rounds.models import Round, RoundState
from samplan.work.rounds.queries import progress

from .building import METHOD, SUMMARY, Material, build, part_of
from .models import Publication, Report, ReportText, Snapshot
from .parts import Part


def reports_of(county: County) -> QuerySet[Report]:
    return Report.objects.filter(county=county).select_related("round").prefetch_related("snapshots")


def approved_reports(county: County) -> QuerySet[Report]:
    """Frozen, of rounds that are closed: what those outside the county's work may read."""
    closed = Round.objects.filter(county=county, kind=Round.Kind.FOLLOW_UP).in_state(RoundState.State.CLOSED)
    return reports_of(county).filter(round__in=closed, snapshots__isnull=False).distinct()


def published_reports(county: County) -> QuerySet[Report]:
    """What everybody may read, signed in or not."""
    return reports_of(county).filter(publications__withdrawn_at=None, publications__isnull=False)


def publication_of(report: Report) -> Publication | None:
    return report.publications.filter(withdrawn_at=None).first()


def material_of(report: Report) -> Material:
    followed = PlanRound.objects.filter(round=report.round_id).select_related("edition__plan").first()
    return Material(
        report=report,
        compiled=compile_round(report.round),
        progress=progress(report.round),
        analyses=own_analyses(report.round),
        texts={t.part: t.text for t in report.texts.all()},
        plan_title=followed.edition.title if followed else report.round.title,
        plan_owner=followed.edition.plan.owner_name if followed else "",
    )


def latest_snapshot(report: Report) -> Snapshot | None:
    return report.snapshots.order_by("-number").first()


def document_of(report: Report) -> Document:
    """What the report says: the frozen snapshot once approved, else built of what is there now."""
    snapshot = latest_snapshot(report)
    return from_json(snapshot.document) if snapshot else build(material_of(report))


def document_for_others(report: Report) -> Document | None:
    """The approved report without its links to the county's own pages, for those who can't open them."""
    snapshot = latest_snapshot(report)
    return from_json(_without_links(snapshot.document)) if snapshot else None


def _without_links(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {
            key: _without_links(value)
            for key, value in tree.items()
            if not (key in ("url", "link") and isinstance(value, str) and value.startswith("/"))
        }
    return [_without_links(one) for one in tree] if isinstance(tree, list) else tree


def parts_of(material: Material) -> list[Part]:
    """The report's parts with how complete each is; the editor's page."""
    saved: dict[str, ReportText] = {t.part: t for t in material.report.texts.all()}
    parts = [Part.summary(saved.get(SUMMARY), material.compiled), Part.method(saved.get(METHOD))]
    for number, section in enumerate(material.compiled.sections, 3):
        if section.counted:
            parts.append(Part.section(number, section, saved.get(part_of(section)), material.analyses))
    return parts
