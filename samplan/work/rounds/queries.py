"""Reads of rounds and requests. Progress shows shape only: no query here that a coordinator's page uses reads a draft's words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import User
from samplan.foundation.people.queries import organisations_of
from samplan.work.questionnaires.models import Answer, Question, Section
from samplan.work.questionnaires.queries import sections_of, shapes

from .models import Helper, LinkUse, Request, RequestState, Round

State = RequestState.State
FULL, HALF, EMPTY = "full", "half", "empty"
HANDED_IN = frozenset({State.APPROVED})
CAME_IN = frozenset({State.APPROVED, State.ON_BEHALF})


@dataclass(frozen=True)
class Part:
    """How far one section has come: how many of the questions that count are answered."""

    section: Section
    number: int  # place among the sections asked, from 1
    done: int
    of: int
    shape: str

    @property
    def left(self) -> int:
        return self.of - self.done


@dataclass
class ProgressRow:
    """One organisation in a round. No answer, no note: shape only."""

    request: Request
    state: str | None
    state_at: datetime | None
    shapes: list[str]
    done: int  # sections
    of: int
    last_seen: datetime | None
    reminded_at: datetime | None
    on_time: bool | None  # None: not handed in
    days_late: int
    still_days: int  # days without a sign of life, for those who have begun

    @property
    def label(self) -> str:
        return str(State(self.state).label) if self.state else ""

    @property
    def organisation(self) -> str:
        return str(self.request.organisation)

    @property
    def contact_name(self) -> str:
        return self.request.contact_name

    @property
    def contact_title(self) -> str:
        return self.request.contact_title

    @property
    def is_vacant(self) -> bool:
        return self.request.is_vacant

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def is_readable(self) -> bool:
        return self.state == State.APPROVED


@dataclass
class Progress:
    rows: list[ProgressRow]
    expected: int = 0
    received: int = 0  # handed in, or come another way and waiting for a yes
    approved: int = 0
    on_time: int = 0
    by_state: dict[str, int] = field(default_factory=dict)


def parts_of(sections: list[Section], answered: dict[int, bool]) -> list[Part]:
    return [_part(section, number, answered) for number, section in enumerate(sections, start=1)]


def _part(section: Section, number: int, answered: dict[int, bool]) -> Part:
    counted = [q for q in section.asked if q.is_counted] or section.asked
    done = sum(1 for q in counted if answered.get(q.pk))
    begun = any(q.pk in answered for q in section.asked)
    shape = FULL if done == len(counted) else HALF if begun else EMPTY
    return Part(section, number, done, len(counted), shape)


def what_is_left(request: Request, sections: list[Section] | None = None) -> list[Part]:
    """Each section of one organisation's answer, with what is left in it."""
    if sections is None:
        sections = sections_of(request.response.form, request.organisation.kind)
    return parts_of(sections, shapes([request.response_id]).get(request.response_id, {}))


def progress(round: Round) -> Progress:
    """How far everybody has come, by organisation in Swedish order. The number of queries is the same for any number."""
    requests = list(round.requests.with_state().select_related("organisation").order_by("organisation__name_key"))
    answered = shapes([r.response_id for r in requests])
    sections = {kind: sections_of(round.form, kind) for kind in {r.organisation.kind for r in requests}}
    seen, reminded = _last_seen(requests), _reminded(requests)
    rows = []
    for request in requests:
        request.round = round
        parts = parts_of(sections[request.organisation.kind], answered.get(request.response_id, {}))
        rows.append(_row(request, parts, seen.get(request.pk), reminded.get(request.pk)))
    return _totals(rows)


def _row(request: Request, parts: list[Part], seen: datetime | None, reminded: datetime | None) -> ProgressRow:
    state, at = request.state_now, request.state_at
    handed_in = as_date(at) if state in CAME_IN and at else None
    # What came another way came on the day it was said, not on the day it was entered.
    if handed_in and request.source_date:
        handed_in = request.source_date
    alive = max([t for t in (seen, at if state != State.SENT else None) if t], default=None)
    return ProgressRow(
        request=request,
        state=state,
        state_at=at,
        shapes=[p.shape for p in parts],
        done=sum(p.shape == FULL for p in parts),
        of=len(parts),
        last_seen=alive,
        reminded_at=reminded,
        on_time=None if handed_in is None else handed_in <= request.last_day,
        days_late=_days_late(request, state, handed_in),
        still_days=(today() - as_date(alive)).days if alive and state in (State.WRITING, State.RETURNED) else 0,
    )


def _days_late(request: Request, state: str | None, handed_in: date | None) -> int:
    if state is None:
        return 0
    return max(0, ((handed_in or today()) - request.last_day).days)


def _last_seen(requests: list[Request]) -> dict[int, datetime]:
    """Latest sign of life: a link's button pressed or something saved."""
    ids = [r.pk for r in requests]
    used = LinkUse.objects.filter(link__request__in=ids).values_list("link__request").annotate(at=Max("at"))
    saved = (
        Answer.objects.filter(response__request__in=ids).values_list("response__request").annotate(at=Max("saved_at"))
    )
    found: dict[int, datetime] = dict(used)
    for pk, at in saved:
        found[pk] = max(at, found.get(pk, at))
    return found


def _reminded(requests: list[Request]) -> dict[int, datetime]:
    mails = Mail.objects.filter(
        kind="rounds.reminder", subject_type="rounds.request", subject_id__in=[r.pk for r in requests]
    )
    return dict(mails.values_list("subject_id").annotate(at=Max("created_at")))


def _totals(rows: list[ProgressRow]) -> Progress:
    result = Progress(rows=rows, expected=len(rows))
    for row in rows:
        if row.state:
            result.by_state[row.state] = result.by_state.get(row.state, 0) + 1
        result.received += row.state in CAME_IN
        result.approved += row.state in HANDED_IN
        result.on_time += row.state in HANDED_IN and bool(row.on_time)
    return result


@dataclass(frozen=True)
class Earlier:
    """What the same organisation answered to the same question in an earlier round."""

    choice: str
    text: str
    who: str
    when: datetime
    year: int

    @property
    def label(self) -> str:
        return str(Answer.Choice(self.choice).label) if self.choice else ""


def last_year(request: Request, questions: list[Question] | None = None) -> dict[UUID, Earlier]:
    """By question key: the latest earlier answer that was handed in."""
    rows = Answer.objects.filter(
        response__organisation_id=request.organisation_id,
        response__request__in=Request.objects.approved(),
        response__request__round__year__lt=request.round.year,
        question__key__in=_keys(request, questions),
    ).select_related("question", "response__request__round")
    found: dict[UUID, Earlier] = {}
    for row in rows.order_by("response__request__round__year", "pk"):
        if not row.is_empty:
            year = row.response.request.round.year
            found[row.question.key] = Earlier(row.choice, row.text, row.saved_by_name, row.saved_at, year)
    return found


def _keys(request: Request, questions: list[Question] | None) -> list[UUID]:
    if questions is not None:
        return [q.key for q in questions]
    asked = Question.objects.filter(section__form_id=request.response.form_id)
    return list(asked.values_list("key", flat=True))


def helpers_of(request: Request) -> list[Helper]:
    """Colleagues asked who are still asked."""
    return list(request.helpers.filter(ended_at=None).prefetch_related("sections").order_by("asked_at", "id"))


def requests_of(user: User) -> list[Request]:
    """What a user may answer, approve or help with, newest round first."""
    mine = organisations_of(user, "contact", "manager")
    helps = Helper.objects.filter(email=user.email.lower(), ended_at=None).values("request")
    rows = Request.objects.with_state().filter(Q(organisation__in=mine) | Q(pk__in=helps))
    return list(
        rows.exclude(states=None)
        .select_related("round__county", "round__owner", "organisation", "response__form")
        .order_by("-round__year", "-round__opens_on", "organisation__name_key")
    )
