from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core import offers
from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import Organisation

from .. import states
from ..deciding import overlapping
from ..models import Edition, EditionState, Party, Plan
from ..states import NotAllowed, State
from .frozen import lock, lock_editable
from .steps import Deed


def mark_of_edition(edition: Edition) -> str:
    return mark_of(edition.title, edition.valid_from, edition.valid_to, edition.lead, edition.plan.owner_name)


@transaction.atomic
def edit_edition(
    *,
    edition: Edition,
    title: str,
    valid_from: date | None,
    valid_to: date | None,
    lead: str,
    owner_name: str,
    seen: str,
    by: Any,
) -> Edition:
    edition = lock_editable(edition.pk)
    if mark_of_edition(edition) != seen:
        raise Stale
    deed, before = Deed(edition, by), _facts(edition)
    deed.touch(edition, edition.plan)
    edition.title, edition.lead = title, lead
    edition.valid_from, edition.valid_to = valid_from, valid_to
    edition.plan.owner_name = owner_name
    after = _facts(edition)
    if after == before:
        return edition
    edition.save()
    _keep_plan_in_step(edition)
    deed.close("plans.edition_changed", edition.title)
    before, after = changes(before, after)
    record(
        by=by,
        verb="plans.edition_changed",
        subject=edition,
        county=edition.plan.county.code,
        before=before,
        after=after,
    )
    return edition


def _facts(edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title,
        "valid_from": str(edition.valid_from or ""),
        "valid_to": str(edition.valid_to or ""),
        "lead": edition.lead,
        "owner_name": edition.plan.owner_name,
    }


def _keep_plan_in_step(edition: Edition) -> None:
    """A plan with one edition is called what the edition is called."""
    plan = edition.plan
    if plan.editions.count() == 1:
        plan.title = edition.title
    plan.save()


@transaction.atomic
def send_on_referral(*, edition: Edition, by: Any, reason: str = "") -> EditionState:
    return _change_state(lock(edition.pk), State.REFERRAL, today(), by, reason, "plans.referred")


@transaction.atomic
def take_back(*, edition: Edition, by: Any, reason: str) -> EditionState:
    """From referral to working draft."""
    if not reason.strip():
        raise NotAllowed(_("Skriv varför utkastet tas tillbaka."))
    return _change_state(lock(edition.pk), State.WORKING, today(), by, reason, "plans.taken_back")


@transaction.atomic
def adopt(*, edition: Edition, on: date, reason: str, replaces: bool, by: Any) -> EditionState:
    """Freezes the edition. `reason` says who decided and where; `replaces` ends the plan's other adopted editions."""
    Plan.objects.select_for_update().get(pk=edition.plan_id)  # two editions at once: one after the other
    edition = lock(edition.pk)
    if on > today():
        raise NotAllowed(_("Beslutets dag kan inte ligga framåt i tiden."))
    if not edition.nodes.exists():
        raise NotAllowed(_("Planen är tom. Lägg in det som ska antas först."))
    others = [e for e in edition.plan.editions.exclude(pk=edition.pk) if states.latest(e).state == State.ADOPTED]
    if not replaces:
        _refuse_overlap(edition, others)
    row = _change_state(edition, State.ADOPTED, on, by, reason, "plans.adopted")
    offers.collect("adopted", edition, on, by)  # in the same transaction
    for other in others if replaces else []:
        with house_language():
            words = _("Ersatt av %(title)s") % {"title": edition.title}
        _change_state(other, State.SUPERSEDED, on, by, words, "plans.superseded")
    return row


def _refuse_overlap(edition: Edition, adopted: list[Edition]) -> None:
    if other := overlapping(edition, adopted):
        words = _("%(other)s är antagen för samma tid. Välj att den här ersätter den, eller ändra när den här gäller.")
        raise NotAllowed(words % {"other": other.title})


@transaction.atomic
def supersede(*, edition: Edition, on: date, reason: str, by: Any) -> EditionState:
    """Ends an adopted edition that nothing new replaces here (or later than the adoption)."""
    if not reason.strip():
        raise NotAllowed(_("Skriv varför planen inte längre gäller."))
    return _change_state(lock(edition.pk), State.SUPERSEDED, on, by, reason, "plans.superseded")


def _change_state(edition: Edition, to: str, on: date, by: Any, reason: str, verb: str) -> EditionState:
    before = states.latest(edition).state
    states.require_move(edition, to)
    row = EditionState.objects.create(
        edition=edition,
        state=to,
        on=on,
        by_name=str(by or "Samplan"),
        by_id=getattr(by, "pk", None),
        reason=reason,
    )
    record(
        by=by,
        verb=verb,
        subject=edition,
        county=edition.plan.county.code,
        before={"state": before},
        after={"state": to, "on": str(on)},
        note=reason,
    )
    return row


def mark_of_parties(plan: Plan) -> str:
    standing = plan.parties.filter(valid_to=None).order_by("organisation_id", "role")
    return mark_of(
        *(f"{organisation} {role}" for organisation, role in standing.values_list("organisation_id", "role"))
    )


@transaction.atomic
def set_parties(*, plan: Plan, parties: dict[Organisation, str], by: Any, seen: str | None = None) -> None:
    """Who stands behind the plan from today. A party that leaves keeps its row, with an end; a changed role is a new row."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("county").get(pk=plan.pk)
    if seen is not None and mark_of_parties(plan) != seen:
        raise Stale
    standing = {p.organisation: p for p in plan.parties.filter(valid_to=None).select_related("organisation")}
    before = sorted([o.name, str(p.role)] for o, p in standing.items())
    after = sorted([o.name, str(role)] for o, role in parties.items())
    if before == after:
        return
    day = today()
    ended = [p for o, p in standing.items() if parties.get(o) != p.role]
    for party in ended:
        party.valid_to = max(day, party.valid_from or day)
    Party.objects.bulk_update(ended, ["valid_to"])
    Party.objects.bulk_create(
        [
            Party(plan=plan, organisation=organisation, role=role, valid_from=day)
            for organisation, role in parties.items()
            if organisation not in standing or standing[organisation].role != role
        ]
    )
    record(
        by=by,
        verb="plans.parties_changed",
        subject=plan,
        county=plan.county.code,
        before={"parties": before},
        after={"parties": after},
    )
