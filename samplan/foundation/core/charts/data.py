"""What a chart shows, before it is drawn."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Answer(StrEnum):
    """Always in this order."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    NOT_ANSWERED = "not_answered"


# The points of the scale, from furthest away to nearest.
SCALE = (Answer.NO, Answer.PARTLY, Answer.YES)


@dataclass(frozen=True)
class DistributionRow:
    """How many gave each answer, one year."""

    label: str
    yes: int = 0
    partly: int = 0
    no: int = 0
    dont_know: int = 0
    not_applicable: int = 0
    not_answered: int = 0

    def count(self, answer: Answer) -> int:
        count: int = getattr(self, answer.value)
        return count

    @property
    def total(self) -> int:
        return sum(self.count(answer) for answer in Answer)


@dataclass(frozen=True)
class Distribution:
    """Answers to one question; the earlier years first, the present year last."""

    title: str
    rows: tuple[DistributionRow, ...]


@dataclass(frozen=True)
class ChangeRow:
    name: str
    before: Answer | None
    after: Answer | None

    @property
    def direction(self) -> int:
        """1 towards yes, -1 away from it, 0 the same or not to be compared."""
        if self.before not in SCALE or self.after not in SCALE:
            return 0
        step = SCALE.index(self.after) - SCALE.index(self.before)
        return (step > 0) - (step < 0)


@dataclass(frozen=True)
class Changes:
    """One row for each organisation: what it answered then and now."""

    title: str
    before_label: str
    after_label: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class Count:
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    title: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class AnswerStrip:
    """One cell for each organisation, small enough for a row of an outline."""

    title: str
    answers: DistributionRow


@dataclass(frozen=True)
class RoundCurve:
    """How many had answered by each day of a round, this year (up to today) and last year; first day first."""

    title: str
    start: date
    end: date
    expected: int
    label: str
    received: tuple[int, ...]
    earlier_label: str = ""
    earlier: tuple[int, ...] = ()


Chart: TypeAlias = Distribution | Changes | Counts | AnswerStrip | RoundCurve
