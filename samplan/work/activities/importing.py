"""Turns a reviewed proposal into a plan with its activities. All or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County, Organisation
from samplan.work.plans.actions import NewMeasure, NewNode, NewQuestion, NewTier, create_edition
from samplan.work.plans.actions.gaps import add_missing
from samplan.work.plans.models import Edition, Node
from samplan.work.plans.recognition.proposal import ActivityProposal, NodeProposal, Proposal, Wording
from samplan.work.plans.recognition.references import Reference, lacking

from .actions import NewActivity, create_activities
from .models import ImportDraft

VISION = "målbild"


@transaction.atomic
def save_proposal(
    *,
    proposal: Proposal,
    county: County,
    file_name: str,
    by: Any,
    title: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    owner_name: str = "",
    parties: Iterable[Organisation] = (),
    file_id: int | None = None,
) -> Edition:
    """A new plan in its first edition, as a working draft. What the arguments leave empty is taken from the proposal."""
    created = create_edition(
        county=county,
        title=title or proposal.title or file_name,
        valid_from=valid_from or _day(proposal.valid_from),
        valid_to=valid_to or _day(proposal.valid_to),
        tiers=[NewTier(t.name, t.standard_type, is_target_vision=VISION in t.name.lower()) for t in proposal.tiers],
        nodes=[_node(n) for n in proposal.nodes],
        questions=[NewQuestion(q.node, q.text, q.lines) for q in proposal.questions],
        measures=[NewMeasure(m.node, m.text, m.lines) for m in proposal.measures],
        owner_name=owner_name,
        source_name=file_name,
        source_file_id=file_id,
        parties=[(organisation, "party") for organisation in parties],
        by=by,
    )
    organisations = {o.name: o for o in Organisation.objects.filter(county=county)}
    activities = [_activity(a, created.nodes_by_ref, organisations) for a in proposal.activities]
    create_activities(edition=created.edition, activities=activities, by=by)
    return created.edition


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _body(paragraphs: list[Wording]) -> str:
    return "\n\n".join(p.text for p in paragraphs)


def _node(node: NodeProposal) -> NewNode:
    wordings = [(w.text, w.lines) for w in node.wordings]
    return NewNode(
        node.id, node.tier, node.parent, node.number or "", node.title, _body(node.text), wordings, node.lines
    )


def _activity(
    activity: ActivityProposal, nodes: dict[str, Node], organisations: dict[str, Organisation]
) -> NewActivity:
    actors = [(a.text, organisations.get(a.organisation or "")) for a in activity.actors]
    places = [nodes[ref].pk for ref in activity.nodes if ref in nodes]
    return NewActivity(activity.title, node_ids=places, actors=actors, lines=activity.lines, text=_body(activity.text))


def lacking_in(draft: ImportDraft, proposal: Proposal) -> dict[str, Reference]:
    """What the document points to and does not hold, by the name it uses."""
    return {reference.name: reference for reference in lacking(draft.lines, proposal.account)}


@transaction.atomic
def save_decisions(*, draft: ImportDraft, decisions: dict[str, Any], revision: int) -> bool:
    """Keeps the review so far; False, and nothing written, when somebody else has saved since `revision` was read."""
    changed = ImportDraft.objects.filter(pk=draft.pk, revision=revision, edition=None).update(
        decisions=decisions, revision=F("revision") + 1
    )
    draft.refresh_from_db(fields=["revision", "decisions"])
    return bool(changed)


@transaction.atomic
def drop_draft(*, draft: ImportDraft, by: Any) -> None:
    ImportDraft.objects.filter(pk=draft.pk, edition=None).update(dropped_at=timezone.now())
    record(by=by, verb="activities.import_dropped", subject=draft, county=draft.county.code)


@transaction.atomic
def save_draft(
    *, draft: ImportDraft, proposal: Proposal, by: Any, missing: Iterable[Reference] = (), **facts: Any
) -> Edition:
    """Reads the reviewed draft in, once: a second press gives the plan that was made by the first."""
    held = ImportDraft.objects.select_for_update().select_related("file", "county").get(pk=draft.pk)
    if held.edition is not None:
        return held.edition
    edition = save_proposal(
        proposal=proposal, county=held.county, file_name=held.file.name, file_id=held.file_id, by=by, **facts
    )
    for reference in missing:
        where = _("%(file)s, rad %(line)d") % {"file": held.file.name[:200], "line": reference.line}
        add_missing(edition=edition, kind=reference.kind, title=reference.name, where=where, node=None, by=by)
    held.edition = edition
    held.save(update_fields=["edition"])
    record(by=by, verb="activities.imported", subject=held, county=held.county.code, after={"edition": edition.title})
    return edition
