"""What the organisations answered, as plain data: the compilation page, the report and the exports show the same figures."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from samplan.foundation.core.charts.data import Answer as Given
from samplan.foundation.core.charts.data import ChangeRow, Changes, Distribution, DistributionRow
from samplan.foundation.people.models import Organisation
from samplan.work.questionnaires.models import Answer, Question, Section

SCALE = [Answer.Choice.NO, Answer.Choice.PARTLY, Answer.Choice.YES]
ORDER = [
    Answer.Choice.YES,
    Answer.Choice.PARTLY,
    Answer.Choice.NO,
    Answer.Choice.DONT_KNOW,
    Answer.Choice.NOT_APPLICABLE,
]
UNANSWERED = "not_answered"
FORWARD, BACK, SAME = "forward", "back", "same"


@dataclass(frozen=True)
class Said:
    """What one organisation handed in on one question. `before`: its choice the round before, «» when it gave none."""

    organisation: Organisation
    choice: str
    text: str
    before: str
    request_id: int
    approved_by: str
    approved_at: datetime | None
    source: str = ""

    @property
    def label(self) -> str:
        return str(Answer.Choice(self.choice).label) if self.choice else ""

    @property
    def before_label(self) -> str:
        return str(Answer.Choice(self.before).label) if self.before else ""

    @property
    def change(self) -> str:
        """Forward towards yes, back from it, same; empty where two points of the scale can't be compared."""
        if self.before not in SCALE or self.choice not in SCALE:
            return ""
        step = SCALE.index(Answer.Choice(self.choice)) - SCALE.index(Answer.Choice(self.before))
        return FORWARD if step > 0 else BACK if step < 0 else SAME

    @property
    def is_changed(self) -> bool:
        return bool(self.before) and bool(self.choice) and self.before != self.choice


@dataclass
class QuestionResult:
    """One question across all organisations it was put to. Organisations are counted, never made into percentages."""

    question: Question
    said: list[Said]
    silent: list[Organisation]  # was asked, has not handed in
    blank: list[Organisation]  # handed in, left this question
    before: dict[str, int]  # counts of the round before, unanswered among them; empty when it was not asked
    year: int
    before_year: int | None
    before_silent: set[int] = field(default_factory=set)
    before_text: str = ""  # how it was put the round before, when in other words

    @property
    def asked(self) -> int:
        return len(self.said) + len(self.silent) + len(self.blank)

    @property
    def missing(self) -> list[Organisation]:
        return sorted([*self.silent, *self.blank], key=lambda o: o.name_key)

    def with_choice(self, choice: str) -> list[Said]:
        return [s for s in self.said if s.choice == choice]

    @property
    def counts(self) -> dict[str, int]:
        counts = {str(choice): len(self.with_choice(choice)) for choice in ORDER}
        counts[UNANSWERED] = len(self.silent) + len(self.blank)
        return counts

    @property
    def texts(self) -> list[Said]:
        return [s for s in self.said if s.text.strip()]

    @property
    def forward(self) -> list[Said]:
        return [s for s in self.said if s.change == FORWARD]

    @property
    def back(self) -> list[Said]:
        return [s for s in self.said if s.change == BACK]

    @property
    def distribution(self) -> Distribution:
        rows = [DistributionRow(str(self.year), **self.counts)]
        if self.before and self.before_year:
            rows.insert(0, DistributionRow(str(self.before_year), **self.before))
        return Distribution(self.question.text, tuple(rows))

    @property
    def changes(self) -> Changes:
        rows = tuple(
            ChangeRow(s.organisation.short_name, Given(s.before), Given(s.choice))
            for s in self.said
            if s.before in SCALE and s.choice in SCALE
        )
        return Changes(self.question.text, str(self.before_year or ""), str(self.year), rows)

    @property
    def data_version(self) -> str:
        """Changes when any answer that counts does."""
        rows = sorted((s.organisation.pk, s.choice, s.text) for s in self.said)
        return sha256(repr(rows).encode()).hexdigest()


@dataclass
class SectionResult:
    section: Section
    questions: list[QuestionResult]

    @property
    def counted(self) -> list[QuestionResult]:
        return [q for q in self.questions if q.question.is_counted]

    def gathered(self, kind: str) -> list[Said]:
        return [s for q in self.questions if q.question.kind == kind for s in q.texts]

    @property
    def obstacles(self) -> list[Said]:
        return self.gathered(Question.Kind.OBSTACLES)

    @property
    def successes(self) -> list[Said]:
        return self.gathered(Question.Kind.SUCCESS)


@dataclass
class Compilation:
    sections: list[SectionResult]
    expected: int
    approved: int
    late: int
    year: int
    before_year: int | None
    silent: list[Organisation]

    @property
    def results(self) -> list[QuestionResult]:
        return [q for s in self.sections for q in s.questions]

    @property
    def counted(self) -> list[QuestionResult]:
        return [q for s in self.sections for q in s.counted]

    def result(self, question_id: int) -> QuestionResult | None:
        return next((q for q in self.results if q.question.pk == question_id), None)
