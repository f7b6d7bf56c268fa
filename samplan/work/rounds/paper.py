"""One organisation's answer laid out for a page: sections, blocks of question and answer, last year beside."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from samplan.foundation.core.merging import SideBySide
from samplan.work.questionnaires.models import Answer, Question, Section
from samplan.work.questionnaires.queries import answers_of, sections_of

from .models import Helper, Request, Round
from .queries import FULL, Earlier, Part, helpers_of, last_year, parts_of
from .words import choice_words, text_labels

SCALE = (Answer.Choice.YES, Answer.Choice.PARTLY, Answer.Choice.NO)
ORDER: dict[str, int] = {choice: place for place, choice in enumerate(SCALE)}


@dataclass
class Block:
    """One question with what stands in it."""

    question: Question
    answer: Answer | None = None
    earlier: Earlier | None = None
    this_year: int = 0
    is_referral: bool = False
    choice: str = ""
    text: str = ""
    revision: int = 0
    mark: str = ""  # what the page was filled with, packed
    error: str = ""
    conflict: Any = None  # questionnaires.actions.Conflict
    beside: SideBySide | None = None

    @property
    def name(self) -> str:
        """Of its fields, and its place in the page."""
        return f"q{self.question.pk}"

    @property
    def is_answered(self) -> bool:
        return bool(self.choice if self.question.is_scale else self.text.strip())

    @property
    def may_be_empty(self) -> bool:
        """In a referral, having no opinion on a part is an answer too."""
        return self.is_referral and not self.question.is_scale

    @property
    def is_empty(self) -> bool:
        return not self.choice and not self.text.strip()

    @property
    def options(self) -> list[tuple[str, str, str]]:
        words = choice_words()
        return [(value, words[value], self.question.meanings.get(value, "")) for value in Answer.Choice.values]

    @property
    def labels(self) -> list[tuple[str, str]]:
        return list(text_labels(self.question, is_referral=self.is_referral).items())

    @property
    def choice_word(self) -> str:
        return choice_words().get(self.choice, "")

    @property
    def meaning(self) -> str:
        return self.question.meanings.get(self.choice, "")

    @property
    def earlier_word(self) -> str:
        return choice_words().get(self.earlier.choice, "") if self.earlier else ""

    @property
    def is_last_year(self) -> bool:
        return bool(self.earlier and self.earlier.year == self.this_year - 1)

    @property
    def is_changed(self) -> bool:
        """The answer is another than last time (not: the words are)."""
        return bool(self.earlier and self.earlier.choice and self.choice and self.choice != self.earlier.choice)

    @property
    def direction(self) -> str:
        """up, down or aside: only answers on the scale have a direction."""
        if not self.earlier or self.choice not in ORDER or self.earlier.choice not in ORDER:
            return "aside"
        return "up" if ORDER[self.choice] < ORDER[self.earlier.choice] else "down"

    @property
    def conflict_word(self) -> str:
        return choice_words().get(self.conflict.choice, "") if self.conflict else ""


@dataclass
class Sheet:
    """One section."""

    section: Section
    number: int
    part: Part
    blocks: list[Block]
    helpers: list[Helper] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def counts(self) -> list[tuple[int, str]]:
        """«2 ja», «1 delvis»: only what there is."""
        counted = Counter(b.choice for b in self.blocks if b.question.is_scale and b.choice)
        return [(counted[choice], word.lower()) for choice, word in choice_words().items() if counted[choice]]

    @property
    def squares(self) -> list[str]:
        order = [*Answer.Choice.values, ""]
        return sorted((b.choice for b in self.blocks if b.question.is_scale), key=order.index)

    @property
    def missing(self) -> list[Block]:
        return [b for b in self.blocks if b.question.is_counted and not b.is_answered and not b.may_be_empty]


class Paper:
    """Reads everything at once: the number of queries is the same however much is written."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._sections = sections_of(request.response.form, request.organisation.kind)
        self._answers = answers_of(request.response)
        self._earlier = last_year(request, [q for s in self._sections for q in s.asked])
        self.helpers = helpers_of(request)

    @cached_property
    def sheets(self) -> list[Sheet]:
        questions = {q.pk: q for s in self._sections for q in s.asked}
        answered = {
            pk: bool(a.choice if questions[pk].is_scale else a.text.strip())
            for pk, a in self._answers.items()
            if pk in questions and not a.is_empty
        }
        return [
            Sheet(
                part.section,
                part.number,
                part,
                [self._block(q) for q in part.section.asked],
                [h for h in self.helpers if part.section.pk in {s.pk for s in h.sections.all()}],
            )
            for part in parts_of(self._sections, answered)
        ]

    def _block(self, question: Question) -> Block:
        answer = self._answers.get(question.pk)
        round = self.request.round
        is_referral = round.kind == Round.Kind.REFERRAL
        block = Block(question, answer, self._earlier.get(question.key), round.year, is_referral)
        if answer:
            block.choice, block.text, block.revision = answer.choice, answer.text, answer.revision
        return block

    @property
    def blocks(self) -> list[Block]:
        return [block for sheet in self.sheets for block in sheet.blocks]

    @property
    def sections_done(self) -> int:
        return sum(sheet.part.shape == FULL for sheet in self.sheets)

    @property
    def done(self) -> int:
        return sum(sheet.part.done for sheet in self.sheets)

    @property
    def asked(self) -> int:
        return sum(sheet.part.of for sheet in self.sheets)

    @property
    def missing(self) -> list[tuple[Sheet, Block]]:
        return [(sheet, block) for sheet in self.sheets for block in sheet.missing]

    @property
    def next_sheet(self) -> Sheet | None:
        """Where to go on: the first section begun and not done, else the first not done."""
        open_sheets = [s for s in self.sheets if s.part.shape != FULL]
        begun = [s for s in open_sheets if s.part.done]
        return next(iter(begun or open_sheets), None)

    @property
    def changed(self) -> list[Block]:
        return [block for block in self.blocks if block.is_changed]

    @property
    def has_earlier(self) -> bool:
        return bool(self._earlier)

    @property
    def earlier_year(self) -> int:
        return max((e.year for e in self._earlier.values()), default=0)

    @property
    def writers(self) -> list[str]:
        """Everybody who wrote, in the order of their first answer."""
        return list(dict.fromkeys(b.answer.saved_by_name for b in self.blocks if b.answer and not b.is_empty))

    @property
    def distribution(self) -> list[tuple[str, str, int, int]]:
        """Choice, word, count, and where its part of the bar begins (in answers)."""
        counted = Counter(b.choice for b in self.blocks if b.question.is_scale)
        rows, start = [], 0
        for choice in [*Answer.Choice.values, ""]:
            if counted[choice]:
                rows.append((choice or "none", choice_words().get(choice, ""), counted[choice], start))
                start += counted[choice]
        return rows

    @property
    def scale_count(self) -> int:
        return sum(1 for b in self.blocks if b.question.is_scale)


def blank_sheets(sections: list[Section]) -> list[Sheet]:
    """The form as its receivers will see it, with nothing written: for a preview."""
    return [
        Sheet(part.section, part.number, part, [Block(q) for q in part.section.asked])
        for part in parts_of(sections, {})
    ]
