from dataclasses import dataclass, field
from datetime import datetime

from samplan.foundation.core.dates import as_date
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import County, Organisation
from samplan.work.plans.models import Edition, EditionState
from samplan.work.rounds.actions.inviting import Invited
from samplan.work.rounds.inviting import invited_of
from samplan.work.rounds.models import Request, RequestState, Round, RoundState
from samplan.work.rounds.models.rounds import RoundQuerySet
from samplan.work.rounds.queries import Progress, ProgressRow, progress

State = RequestState.State


def all_rounds_of(county: County) -> RoundQuerySet:
    """Of every kind: who has answered is followed in the same way."""
    return (
        Round.objects.filter(county=county)
        .with_state()
        .select_related("county", "form", "owner", "previous", "referral")
        .order_by("-year", "-opens_on")
    )


def rounds_of(county: County) -> RoundQuerySet:
    return all_rounds_of(county).filter(kind=Round.Kind.FOLLOW_UP)


@dataclass
class RoundLine:
    """One round in the list: how far it has come."""

    round: Round
    expected: int = 0
    received: int = 0
    approved: int = 0
    on_time: int = 0


def round_lines(county: County, *, drafts: bool) -> list[RoundLine]:
    """The rounds of a county with their counts, in a fixed number of queries. Drafts are the coordinators' own."""
    lines = {r.pk: RoundLine(r) for r in rounds_of(county) if drafts or r.state_now}
    for request in Request.objects.filter(round__in=list(lines)).with_state().select_related("round"):
        line = lines[request.round_id]
        line.expected += 1
        line.received += request.state_now in (State.APPROVED, State.ON_BEHALF)
        if request.state_now == State.APPROVED and request.state_at:
            line.approved += 1
            line.on_time += (request.source_date or as_date(request.state_at)) <= request.last_day
    return list(lines.values())


def editions_to_follow(county: County) -> list[Edition]:
    """Editions with questions, adopted first: those a round can be made of."""
    editions = (
        Edition.objects.filter(plan__county=county, questions__isnull=False)
        .distinct()
        .select_related("plan")
        .prefetch_related("states")
    )
    rank: dict[str, int] = {
        EditionState.State.ADOPTED: 0,
        EditionState.State.REFERRAL: 1,
        EditionState.State.WORKING: 2,
    }

    def place(edition: Edition) -> tuple[int, str, int]:
        states = list(edition.states.all())
        return (rank.get(states[-1].state, 3) if states else 3, edition.plan.title_key, -edition.number)

    return sorted(editions, key=place)


def latest_round(edition: Edition) -> Round | None:
    """The latest round of the same plan that was sent or read in, whichever edition it followed."""
    rounds = Round.objects.filter(plan_round__edition__plan=edition.plan_id)
    return rounds.in_state(RoundState.State.OPEN, RoundState.State.CLOSED).order_by("-year", "-opens_on").first()


def suggested(edition: Edition, previous: Round | None) -> list[Invited]:
    """The plan's parties (or, where none are named, the last round's organisations) with those who hold the roles today."""
    parties = Organisation.objects.filter(plan_parties__plan=edition.plan_id, plan_parties__valid_to=None).distinct()
    organisations = list(parties)
    if not organisations and previous:
        organisations = list(Organisation.objects.filter(requests__round=previous).distinct())
    return invited_of(organisations, previous)


@dataclass
class Group:
    """Organisations in the same place in a round."""

    key: str
    title: str
    note: str
    rows: list[ProgressRow] = field(default_factory=list)


GROUPS = (
    ("not_begun", (State.SENT,)),
    ("writing", (State.WRITING,)),
    ("returned", (State.RETURNED,)),
    ("with_manager", (State.WITH_MANAGER,)),
    ("on_behalf", (State.ON_BEHALF,)),
    ("handed_in", (State.APPROVED,)),
    ("unanswered", (State.UNANSWERED,)),
)


def grouped(shown: Progress) -> dict[str, list[ProgressRow]]:
    """Rows by group, in the order a coordinator chases: not begun first."""
    groups: dict[str, list[ProgressRow]] = {key: [] for key, _ in GROUPS}
    place = {state: key for key, states in GROUPS for state in states}
    for row in shown.rows:
        if row.state:
            groups[place[State(row.state)]].append(row)
    return groups


def progress_of(round: Round) -> Progress:
    return progress(round)


@dataclass
class Reminded:
    """One sending of reminders. No name: it went by itself."""

    at: datetime
    who: str
    count: int


def reminder_log(round: Round) -> list[Reminded]:
    """Newest first: those the worker sent on their day, and those somebody sent."""
    log = [Reminded(r.sent_at, "", r.recipients) for r in round.reminders.all() if r.sent_at]
    own = [r.at.replace(second=0, microsecond=0) for r in log]
    events = Event.objects.filter(
        verb="rounds.reminded",
        subject_type=Request._meta.label_lower,
        subject_id__in=list(round.requests.values_list("pk", flat=True)),
    ).order_by("at", "id")
    by_hand: dict[tuple[str, datetime], Reminded] = {}
    for event in events:
        minute = event.at.replace(second=0, microsecond=0)
        if minute not in own:
            by_hand.setdefault((event.actor_name, minute), Reminded(event.at, event.actor_name, 0)).count += 1
    return sorted([*log, *by_hand.values()], key=lambda r: r.at, reverse=True)
