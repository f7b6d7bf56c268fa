"""Plans in force that nobody has followed up for long, or whose owner is gone. It is told with what can be done, never as blame."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.text import fold
from samplan.foundation.people.models import County, Organisation
from samplan.work.activities.models import AdoptionState, Update
from samplan.work.governance.models import Body
from samplan.work.plans import queries as plans
from samplan.work.plans.models import BodyRole, Edition, EditionState, FollowUpQuestion, Plan
from samplan.work.rounds.models import Round, RoundState

MONTHS = 14  # a plan is followed up once a year, and a round takes its time


@dataclass(frozen=True)
class Followed:
    """The latest sign that somebody followed a plan up, and a round that is made but not sent."""

    on: date | None = None
    draft: Round | None = None


@dataclass(frozen=True)
class Dormant:
    edition: Edition
    is_silent: bool  # nothing for MONTHS
    since: date  # the last follow-up, or the day it came into force
    was_followed: bool
    draft: Round | None
    asks: bool  # it has questions to make a round of
    owner_gone: str  # its name; empty: the owner is there, or was never named
    body_owns: bool  # a body was said to own it

    @property
    def plan(self) -> Plan:
        return self.edition.plan

    @property
    def awaits_follow_up(self) -> bool:
        """For the county's coordinators. A local plan is its organisation's own, and a round that is made is told of already."""
        return self.is_silent and self.draft is None and self.plan.organisation_id is None


def dormant_in(county: County) -> list[Dormant]:
    """In a fixed number of queries, however many plans the county has."""
    return _look([row.edition for row in plans.plans_in(county) if row.edition])


def dormancy_of(edition: Edition) -> Dormant | None:
    """Nothing is said of an edition that is not the one in force."""
    newest = plans.current(plans.editions_of(edition.plan), today())
    if newest is None or newest.pk != edition.pk:
        return None
    return next(iter(_look([newest])), None)


def _look(current: Iterable[Any]) -> list[Dormant]:
    editions = [edition for edition in current if _in_force(edition)]
    if not editions:
        return []
    by_plan = {plan.pk: plan for plan in Plan.objects.filter(editions__in=editions).select_related("organisation")}
    for edition in editions:
        edition.plan = by_plan[edition.plan_id]
    followed, gone = _followed(list(by_plan)), _owners_gone(editions)
    asking = set(FollowUpQuestion.objects.filter(edition__in=editions).values_list("edition_id", flat=True))
    limit = months_before(today(), MONTHS)
    found = []
    for edition in editions:
        seen = followed[edition.plan_id]
        came = max(filter(None, (edition.state_on, edition.valid_from)))
        since = max(filter(None, (seen.on, came)))
        is_silent, owner = since < limit, gone.get(edition.pk)
        if is_silent or owner:
            was = seen.on is not None and seen.on == since
            asks, (name, by_body) = edition.pk in asking, owner or ("", False)
            found.append(Dormant(edition, is_silent, since, was, seen.draft, asks, name, by_body))
    return found


def _in_force(edition: Any) -> bool:
    """One that has ended is told of as ended."""
    begun = edition.valid_from is None or edition.valid_from <= today()
    ended = edition.valid_to is not None and edition.valid_to < today()
    return edition.state == EditionState.State.ADOPTED and begun and not ended


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _followed(of: list[int]) -> dict[int, Followed]:
    """By plan: rounds that follow up any of its editions, news of its activities, and how its own part of them goes."""
    days: dict[int, set[date]] = defaultdict(set)
    drafts: dict[int, Round] = {}
    rounds = Round.objects.filter(kind=Round.Kind.FOLLOW_UP, plan_round__edition__plan__in=of).with_state()
    for round in rounds.select_related("plan_round__edition"):
        plan = round.plan_round.edition.plan_id
        if round.state_now is None:
            drafts[plan] = round
        else:
            days[plan].add(_day_of(round))
    until = {"on__lte": today()}
    told = Update.objects.filter(activity__edition__plan__in=of, **until).order_by()
    for plan, on in told.values_list("activity__edition__plan").annotate(Max("on")):
        days[plan].add(on)
    here = AdoptionState.objects.filter(adoption__plan__in=of, **until).order_by()
    for plan, on in here.values_list("adoption__plan").annotate(Max("on")):
        days[plan].add(on)
    return {plan: Followed(max(days[plan], default=None), drafts.get(plan)) for plan in of}


def _day_of(round: Round) -> date:
    """A closed one: the day it was closed. One that takes answers: today, until its last day."""
    if round.state_now == RoundState.State.CLOSED and round.state_at:
        return as_date(round.state_at)
    return min(today(), round.closes_on)


def _owners_gone(editions: list[Edition]) -> dict[int, tuple[str, bool]]:
    """By edition: its name, and whether it was a body of the register. Whoever stands as owner now is enough; one that was never named is not gone."""
    roles = BodyRole.objects.filter(edition__in=editions, node=None, kind=BodyRole.Kind.OWNS)
    owners: dict[int, list[BodyRole]] = defaultdict(list)
    for role in roles.select_related("body__organisation").order_by("valid_from", "pk"):
        owners[role.edition_id].append(role)
    named = [edition.plan for edition in editions if not owners[edition.pk]]
    ended = _ended_names({plan.county_id for plan in named if plan.owner_name})
    gone: dict[int, tuple[str, bool]] = {}
    for edition in editions:
        plan, held = edition.plan, owners[edition.pk]
        if held:
            if not any(_stands(role) for role in held):
                gone[edition.pk] = (held[-1].body.name, True)
        elif plan.organisation:
            if plan.organisation.has_ended:
                gone[edition.pk] = (plan.organisation.name, False)
        elif (plan.county_id, fold(plan.owner_name)) in ended:
            gone[edition.pk] = (plan.owner_name, False)
    return gone


def _stands(role: BodyRole) -> bool:
    organisation = role.body.organisation
    over = role.valid_to is not None and role.valid_to < today()
    return not (over or role.body.has_ended or (organisation and organisation.has_ended))


def _ended_names(counties: set[int]) -> set[tuple[int, str]]:
    """A plan may say its owner in words only: those of a body or an organisation that is no more, where none has the name now."""
    ended: set[tuple[int, str]] = set()
    living: set[tuple[int, str]] = set()
    rows = [*_names(Body, counties), *_names(Organisation, counties)]
    for county, valid_to, *names in rows:
        side = ended if valid_to and valid_to < today() else living
        side.update((county, fold(name)) for name in names if name)
    return ended - living


def _names(model: Any, counties: set[int]) -> list[Any]:
    return list(model.objects.filter(Q(county__in=counties)).values_list("county_id", "valid_to", "name", "short_name"))
