"""How the parts of a plan have moved between its latest closed round and the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from samplan.foundation.core.charts.data import SCALE, ChangeRow
from samplan.insight.followup import answers
from samplan.insight.followup.answers import Heard
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition
from samplan.work.rounds.models import Round

from .queries import round_before


@dataclass(frozen=True)
class Moves:
    """Answers that can be compared: the same organisation, the same question, a point of the scale both times."""

    forward: int = 0
    back: int = 0
    same: int = 0

    def __add__(self, other: "Moves") -> "Moves":
        return Moves(self.forward + other.forward, self.back + other.back, self.same + other.same)

    @property
    def word(self) -> str:
        """closer · further · same · unmeasurable, where nothing can be compared."""
        if self.forward == self.back:
            return "same" if self.forward or self.same else "unmeasurable"
        return "closer" if self.forward > self.back else "further"


@dataclass(frozen=True)
class PlanMovement:
    """By node: what was answered under it, as moves since the round before."""

    before: Round
    moves: Mapping[int, Moves]


def of_plan(edition: Edition) -> PlanMovement | None:
    """None until two rounds can be compared. The number of queries is the same for any number of organisations."""
    round = answers.latest_closed(edition)
    before = round_before(round) if round else None
    asked = answers.asked_in(edition) if before else {}
    if round is None or before is None or not asked:
        return None
    keys = {key for under in asked.values() for key in under}
    now, then = answers.heard_in(round, keys), answers.heard_in(before, keys)
    by_key = {key: moves(one, then.get(key)) for key, one in now.items()}
    outline = plans.outline_of(edition)
    under = plans.subtree_sets(outline, {node: set(questions) for node, questions in asked.items()})
    found = {pk: _together(by_key, questions) for pk, questions in under.items() if not outline.by_node[pk].heading}
    return PlanMovement(before, {pk: moves for pk, moves in found.items() if moves is not None})


def moves(now: Heard, before: Heard | None) -> Moves:
    counted = {1: 0, -1: 0, 0: 0}
    for organisation, choice in now.choices.items():
        earlier = before.choices.get(organisation) if before else None
        if earlier in SCALE and choice in SCALE:
            counted[ChangeRow("", earlier, choice).direction] += 1
    return Moves(counted[1], counted[-1], counted[0])


def _together(by_key: Mapping[UUID, Moves], keys: Iterable[UUID]) -> Moves | None:
    found = [by_key[key] for key in keys if key in by_key]
    return sum(found, Moves()) if found else None
