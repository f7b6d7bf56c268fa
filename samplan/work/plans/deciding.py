"""What each organisation behind a plan has decided about an edition. An adopted plan binds those whose board adopted it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation
from samplan.work.governance import queries as governance
from samplan.work.governance.models import Anchoring, Body, Decision

from .models import Edition, Party
from .states import State

ADOPTED, PARTLY, NOT_YET = "adopted", "partly", "not_yet"
APPROVED = Decision.Outcome.APPROVED


@dataclass
class Board:
    """A deciding body and where the matter stands there."""

    body: Body
    decision: Decision | None = None  # the latest that stands
    planned: Anchoring | None = None

    @property
    def has_adopted(self) -> bool:
        return self.decision is not None and self.decision.outcome == APPROVED and self.planned is None

    @property
    def is_late(self) -> bool:
        return self.planned is not None and self.planned.planned_on is not None and self.planned.planned_on < today()


@dataclass
class Line:
    """One organisation that adopts the plan for itself."""

    organisation: Organisation
    role: str
    number: str = ""
    boards: list[Board] = field(default_factory=list)
    may_write: bool = False

    @property
    def state(self) -> str:
        """Adopted when a board has said yes and no other of its boards has it before it, or has said something else."""
        if not any(board.decision and board.decision.outcome == APPROVED for board in self.boards):
            return NOT_YET
        return ADOPTED if all(board.has_adopted for board in self.boards) else PARTLY

    @property
    def rows(self) -> list[Board | None]:
        return [*self.boards] or [None]


@dataclass
class Decisions:
    lines: list[Line]
    withdrawn: list[Decision]

    def _in(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]

    @property
    def adopted(self) -> list[Line]:
        return self._in(ADOPTED)

    @property
    def not_yet(self) -> list[Line]:
        return [line for line in self.lines if line.state != ADOPTED]

    @property
    def without_number(self) -> list[Line]:
        return [line for line in self.lines if not line.number]

    @property
    def written(self) -> bool:
        """Somebody has written down a decision: until then nobody is said to lack one."""
        return any(board.decision for line in self.lines for board in line.boards)


def decisions_of(edition: Any) -> Decisions:
    """Five queries, however many organisations and boards."""
    standing = {party.organisation_id: party for party in _parties(edition)}
    decisions = governance.decisions_in(edition.matter)
    numbers = governance.numbers_in(edition.matter)
    told = {d.body.organisation_id for d in decisions if d.withdrawn_at is None} | numbers.keys()
    boards = Prefetch("bodies", Body.objects.filter(is_deciding=True).order_by("name_key", "pk"), to_attr="boards")
    found = Organisation.objects.filter(pk__in=standing.keys() | told).prefetch_related(boards)
    planned = [
        a for a in governance.anchorings_in(edition.matter) if a.kind == Anchoring.Kind.ADOPTED and not a.held_on
    ]
    lines = []
    for organisation in sorted(found, key=lambda o: (o.kind != Organisation.Kind.REGION, o.name_key)):
        party = standing.get(organisation.pk)
        line = Line(organisation, party.get_role_display() if party else "", numbers.get(organisation.pk, ""))
        line.boards = _boards(organisation.boards, decisions, planned)
        lines.append(line)
    return Decisions(lines, [d for d in decisions if d.withdrawn_at])


def _parties(edition: Any) -> Iterable[Party]:
    """Who adopts: those who stand behind the plan now, or did when the edition was taken over after."""
    rows = Party.objects.filter(plan=edition.plan_id).exclude(role=Party.Role.CONSULTED)
    ended = edition.states.filter(state=State.SUPERSEDED).values_list("on", flat=True).first()
    if ended is None:
        return rows.filter(valid_to=None)
    began = Q(valid_from=None) | Q(valid_from__lte=ended)
    return rows.filter(began, Q(valid_to=None) | Q(valid_to__gte=ended)).order_by("pk")


def _boards(boards: list[Body], decisions: list[Decision], planned: list[Anchoring]) -> list[Board]:
    """Those where the matter has been or is to be decided; else the organisation's only board."""
    latest = {d.body_id: d for d in decisions if d.withdrawn_at is None}
    coming = {a.body_id: a for a in planned}
    taking = [Board(body, latest.get(body.pk), coming.get(body.pk)) for body in boards]
    found = [board for board in taking if board.decision or board.planned]
    current = [board for board in taking if not board.body.has_ended]
    return found or (current if len(current) == 1 else [])


def line_of(edition: Any, organisation: int) -> Line | None:
    return next((line for line in decisions_of(edition).lines if line.organisation.pk == organisation), None)


def may_be_first_chosen(line: Line) -> Body | None:
    """The board that most likely is to be written about: the one that has not decided."""
    waiting = [board.body for board in line.boards if not board.has_adopted]
    return waiting[0] if waiting else None


def overlapping(edition: Edition, others: Iterable[Edition]) -> Edition | None:
    """One of the others that is in force on some day when this one is. No day: from ever, or for ever."""
    first, last = edition.valid_from or date.min, edition.valid_to or date.max
    return next((o for o in others if (o.valid_from or date.min) <= last and first <= (o.valid_to or date.max)), None)
