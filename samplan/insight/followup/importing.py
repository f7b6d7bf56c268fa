"""Earlier rounds from a spreadsheet: which column is what, what each row says, and what is wrong with it. Nothing half done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core import personal_numbers
from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import ReadTable, RowError
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Alias, County, Organisation
from samplan.work.plans.models import Edition, Plan
from samplan.work.questionnaires.actions import Unfit, check
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.actions import enter_imported
from samplan.work.rounds.models import Round, RoundState

from .actions import Invited, prepare_round
from .exports import plain
from .models import ColumnMapping

ORGANISATION, YEAR, IGNORE = "organisation", "year", ""
SKIP = 0  # a name that is no organisation: a row of sums, say
Choice = Answer.Choice
WORDS = {
    "ja": Choice.YES, "yes": Choice.YES, "helt": Choice.YES, "i hög grad": Choice.YES,
    "delvis": Choice.PARTLY, "till viss del": Choice.PARTLY, "pågår": Choice.PARTLY, "påbörjat": Choice.PARTLY, "partly": Choice.PARTLY,
    "nej": Choice.NO, "no": Choice.NO, "inte alls": Choice.NO,
    "ej aktuellt": Choice.NOT_APPLICABLE, "inte aktuellt": Choice.NOT_APPLICABLE, "ej relevant": Choice.NOT_APPLICABLE, "gäller inte": Choice.NOT_APPLICABLE,
    "does not apply": Choice.NOT_APPLICABLE,
    "vet inte": Choice.DONT_KNOW, "vet ej": Choice.DONT_KNOW, "don’t know": Choice.DONT_KNOW, "don't know": Choice.DONT_KNOW,
}  # fmt: skip
_WHO = ("organisation", "kommun", "part", "huvudman", "namn", "kommun/region", "svarande")
_TEXT = re.compile(r"\b(text|kommentar|kommentarer|fritext|beskrivning|beskriv|utveckla|motivering)\b")
_NUMBER = re.compile(r"(?:^\s*|\bfråga\s*)(\d+(?:\.\d+)*)\b", re.IGNORECASE)
LIKE, RATHER_LIKE, LONG_ENOUGH = 0.72, 0.45, 8


@dataclass(frozen=True)
class Target:
    """What a column can be: the organisation, the year, or a question's choice or text."""

    value: str  # "organisation", "year", "choice:<key>", "text:<key>"
    label: str


@dataclass
class Reading:
    """How a file is read: what its columns, names and words mean. Kept under a name for the next file."""

    columns: dict[str, str] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)  # folded name -> organisation id, or SKIP
    words: dict[str, str] = field(default_factory=dict)  # folded word -> choice, or "" for no answer


@dataclass
class Outcome:
    """What a file would give, and what is wrong with it."""

    answers: dict[Organisation, dict[str, tuple[str, str]]] = field(default_factory=dict)  # by question key
    errors: list[RowError] = field(default_factory=list)
    unknown_names: dict[str, list[Organisation]] = field(default_factory=dict)  # with those it may mean, likest first
    unknown_words: list[str] = field(default_factory=list)
    other_years: int = 0
    skipped: int = 0


def targets(questions: Sequence[Question]) -> list[Target]:
    made = [Target(ORGANISATION, _("Organisation")), Target(YEAR, _("År"))]
    for question in questions:
        words = {"number": question.number, "text": question.text}
        if question.is_scale:
            made.append(Target(f"choice:{question.key}", _("%(number)s svar: %(text)s") % words))
        made.append(Target(f"text:{question.key}", _("%(number)s text: %(text)s") % words))
    return made


def guess(columns: Sequence[str], questions: Sequence[Question]) -> dict[str, str]:
    """Which column is what: by number, by likeness of the heading to the question, and by standing after its question."""
    found: dict[str, str] = {}
    before = IGNORE
    for column in columns:
        target = _guess_one(column, questions, set(found.values()), before)
        found[column] = before = target
    return found


def _guess_one(column: str, questions: Sequence[Question], taken: set[str], before: str) -> str:
    folded = fold(column)
    if ORGANISATION not in taken and any(folded == w or folded.startswith(w + " ") for w in _WHO):
        return ORGANISATION
    if YEAR not in taken and folded in ("år", "ar", "year"):
        return YEAR
    question = _question_of(column, questions)
    if question is None:
        follows = before.startswith("choice:") and _TEXT.match(folded)
        target = before.replace("choice:", "text:") if follows else IGNORE
    else:
        wants_text = bool(_TEXT.search(folded)) or not question.is_scale or f"choice:{question.key}" in taken
        target = f"{'text' if wants_text else 'choice'}:{question.key}"
    return IGNORE if target in taken else target


def _question_of(column: str, questions: Sequence[Question]) -> Question | None:
    """The question most like the heading. A number alone is enough only where the heading says little else."""
    number = _NUMBER.search(column)
    words = _TEXT.sub("", fold(_NUMBER.sub("", column))).strip(" :–-.?")
    numbered = [q for q in questions if number and q.number == number.group(1)]
    if len(words) <= LONG_ENOUGH:
        return numbered[0] if len(numbered) == 1 else None
    scored = [(_likeness(words, q) + 0.1 * (q in numbered), q) for q in questions]
    best = max(scored, key=lambda s: s[0], default=None)
    if best and best[0] > (RATHER_LIKE + 0.1 if best[1] in numbered else LIKE):
        return best[1]
    return None


def _likeness(words: str, question: Question) -> float:
    return SequenceMatcher(None, words, fold(question.text).strip(" ?")).ratio()


def read_rows(
    table: ReadTable, reading: Reading, register: "Register", questions: Sequence[Question], year: int
) -> Outcome:
    """A dry run: every row is read, every fault is told with its row number, nothing is written."""
    outcome = Outcome()
    places = {target: n for n, column in enumerate(table.columns) if (target := reading.columns.get(column, IGNORE))}
    if ORGANISATION not in places:
        outcome.errors.append(RowError(1, _("Välj vilken kolumn som är organisationen.")))
        return outcome
    if not any(target.startswith(("choice:", "text:")) for target in places):
        outcome.errors.append(RowError(1, _("Koppla minst en kolumn till en fråga.")))
        return outcome
    if twice := _twice(reading.columns, table.columns):
        outcome.errors.append(RowError(1, _("Två kolumner är kopplade till samma sak: %(names)s.") % {"names": twice}))
        return outcome
    row_reader = _RowReader(places, reading, register, {str(q.key): q for q in questions}, outcome)
    for row in table.rows:
        cells = [plain(c) for c in row.cells]
        if YEAR in places and cells[places[YEAR]] not in ("", str(year)):
            outcome.other_years += 1
        elif any(cells):
            row_reader.read(row.number, cells)
    return outcome


def _twice(columns: Mapping[str, str], headings: Sequence[str]) -> str:
    given = [columns.get(heading, IGNORE) for heading in headings]
    return ", ".join(h for h, t in zip(headings, given, strict=True) if t and given.count(t) > 1)


class Register:
    """The county's organisations by every name they are known under."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self.organisations = list(organisations)
        self._by_id = {o.pk: o for o in self.organisations}
        self._by_name: dict[str, Organisation] = {}
        for organisation in self.organisations:
            for text in (organisation.name, organisation.short_name, organisation.code):
                if text:
                    self._by_name.setdefault(fold(text), organisation)
        for alias in Alias.objects.filter(organisation__in=self._by_id, unit=None):
            self._by_name.setdefault(alias.folded, self._by_id[alias.organisation_id])

    def find(self, name: str) -> Organisation | None:
        return self._by_name.get(fold(name))

    def get(self, pk: int) -> Organisation | None:
        return self._by_id.get(pk)

    def like(self, name: str) -> list[Organisation]:
        near = get_close_matches(fold(name), list(self._by_name), n=3, cutoff=0.6)
        return list(dict.fromkeys(self._by_name[text] for text in near))


@dataclass
class _RowReader:
    places: Mapping[str, int]
    reading: Reading
    register: Register
    questions: Mapping[str, Question]
    outcome: Outcome

    def __post_init__(self) -> None:
        self.words = {**WORDS, **self.reading.words}

    def read(self, number: int, cells: list[str]) -> None:
        name = cells[self.places[ORGANISATION]]
        organisation = self._organisation(number, name)
        if organisation is None:
            return
        if organisation in self.outcome.answers:
            self._fault(number, _("«%(name)s» står på mer än en rad.") % {"name": name})
            return
        given: dict[str, tuple[str, str]] = {}
        for target, place in self.places.items():
            kind, _sep, key = target.partition(":")
            if key and cells[place]:
                given[key] = self._put(number, kind, key, cells[place], given.get(key, ("", "")))
        self.outcome.answers[organisation] = given

    def _fault(self, number: int, message: str) -> None:
        self.outcome.errors.append(RowError(number, message))

    def _organisation(self, number: int, name: str) -> Organisation | None:
        chosen = self.reading.names.get(fold(name))
        if chosen == SKIP:
            self.outcome.skipped += 1
            return None
        found = self.register.get(chosen) if chosen else self.register.find(name)
        if found is None:
            like = self.register.like(name)
            self._fault(number, _unknown(name, like))
            if name:
                self.outcome.unknown_names[name] = like
        return found

    def _put(self, number: int, kind: str, key: str, cell: str, so_far: tuple[str, str]) -> tuple[str, str]:
        choice, text = so_far
        question = self.questions[key]
        place = {"number": question.number, "word": cell[:60]}
        if kind == "text":
            text = cell
        elif (found := self.words.get(fold(cell))) is not None:
            choice = str(found)
        else:
            if cell not in self.outcome.unknown_words:
                self.outcome.unknown_words.append(cell)
            self._fault(number, _("Fråga %(number)s: «%(word)s» är inget av svaren.") % place)
        try:
            check(question, choice, text)
        except Unfit as unfit:
            self._fault(number, _("Fråga %(number)s: ") % place + str(unfit))
        return choice, text


def _unknown(name: str, like: Sequence[Organisation]) -> str:
    if not name:
        return _("Organisationen saknas på raden.")
    hint = _(" Menar du %(name)s?") % {"name": like[0]} if like else ""
    return _("«%(name)s» finns inte i registret.") % {"name": name} + hint


class AlreadyThere(Exception):
    """The plan has a round for that year: it is not read in twice."""


def round_of_year(edition: Edition, year: int) -> Round | None:
    """The plan's round for the year, if it has been sent or read in."""
    found = Round.objects.filter(plan_round__edition__plan=edition.plan_id, year=year)
    return found.in_state(RoundState.State.OPEN, RoundState.State.CLOSED).first()


@transaction.atomic
def save_earlier(
    *, edition: Edition, year: int, title: str, answered_on: date, outcome: Outcome, by: Any, file_name: str = ""
) -> Round:
    """A closed round with every row's answers, marked with the file they came from. All or nothing."""
    if outcome.errors:
        raise ValueError("a file with errors is not saved")
    Plan.objects.select_for_update().get(pk=edition.plan_id)  # two at once must not both find the year free
    if round_of_year(edition, year):
        raise AlreadyThere
    round = prepare_round(
        edition=edition,
        title=title,
        year=year,
        opens_on=answered_on,
        closes_on=answered_on,
        by=by,
        organisations=[Invited(o) for o in outcome.answers],
    )
    _ask_those_who_answered(round, outcome)
    ids = dict(Question.objects.filter(section__form=round.form_id).values_list("key", "pk"))
    by_text = {str(key): pk for key, pk in ids.items()}
    for request in round.requests.select_related("organisation", "response", "round__county"):
        given = {by_text[key]: answer for key, answer in outcome.answers[request.organisation].items()}
        enter_imported(request=request, source_date=answered_on, answers=given, by=by, note=file_name)
    round.form.frozen_at = _noon(answered_on)
    round.form.save(update_fields=["frozen_at"])
    RoundState.objects.create(
        round=round,
        state=RoundState.State.CLOSED,
        at=_noon(answered_on),
        by_name=str(by)[:120],
        by_id=getattr(by, "pk", None),
    )
    record(
        by=by,
        verb="followup.imported",
        subject=round,
        county=round.county.code,
        after={"file": file_name, "organisations": len(outcome.answers)},
    )
    return round


def _ask_those_who_answered(round: Round, outcome: Outcome) -> None:
    """Who answered a question was asked it then, whatever kind of organisation the plan asks now."""
    for question in Question.objects.filter(section__form=round.form_id).exclude(asked_of=[]):
        answered = {o.kind for o, given in outcome.answers.items() if any(given.get(str(question.key), ()))}
        if more := sorted(answered - set(question.asked_of)):
            question.asked_of = [*question.asked_of, *more]
            question.save(update_fields=["asked_of"])


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def remember(*, county: County, name: str, reading: Reading, by: Any) -> ColumnMapping:
    kept, _made = ColumnMapping.objects.update_or_create(
        county=county,
        name=name[:120],
        defaults={"columns": _plain(reading.columns), "names": _plain(reading.names), "words": _plain(reading.words)},
    )
    record(by=by, verb="followup.mapping_kept", subject=kept, county=county.code)
    return kept


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    """What stood in the file, without what looks like somebody's identity number: that is not remembered."""
    return {text: value for text, value in words.items() if not personal_numbers.find(text)}


def as_kept(mapping: ColumnMapping, columns: Sequence[str]) -> Reading:
    return Reading({c: mapping.columns.get(c, IGNORE) for c in columns}, dict(mapping.names), dict(mapping.words))


def remembered(county: County, columns: Sequence[str]) -> ColumnMapping | None:
    """The saved mapping that knows most of these headings, if it knows most of them."""
    best: tuple[int, ColumnMapping] | None = None
    for mapping in county.column_mappings.order_by("saved_at"):
        known = sum(column in mapping.columns for column in columns)
        if known * 2 > len(columns) and (best is None or known >= best[0]):
            best = (known, mapping)
    return best[1] if best else None


def questions_to_map(edition: Edition) -> list[Question]:
    """The questions a form of this edition would have, unsaved form thrown away: numbers, texts and keys to map columns to."""
    from .actions import build_form

    with transaction.atomic():
        form = build_form(edition=edition, title="–")
        found = list(Question.objects.filter(section__form=form).order_by("section__position", "position"))
        transaction.set_rollback(True)
    return found


def default_day(year: int) -> date:
    return min(date(year, 12, 31), today())
