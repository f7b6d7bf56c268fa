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

from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import ReadTable, RowError
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County, Organisation
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.actions import enter_imported
from samplan.work.rounds.models import Round, RoundState

from .actions import Invited, prepare_round
from .models import ColumnMapping

ORGANISATION, IGNORE = "organisation", ""
Choice = Answer.Choice
WORDS = {
    "ja": Choice.YES, "yes": Choice.YES, "helt": Choice.YES, "i hög grad": Choice.YES,
    "delvis": Choice.PARTLY, "till viss del": Choice.PARTLY, "pågår": Choice.PARTLY, "påbörjat": Choice.PARTLY, "partly": Choice.PARTLY,
    "nej": Choice.NO, "no": Choice.NO, "inte alls": Choice.NO,
    "ej aktuellt": Choice.NOT_APPLICABLE, "inte aktuellt": Choice.NOT_APPLICABLE, "ej relevant": Choice.NOT_APPLICABLE, "gäller inte": Choice.NOT_APPLICABLE,
    "vet inte": Choice.DONT_KNOW, "vet ej": Choice.DONT_KNOW,
}  # fmt: skip
_WHO = ("organisation", "kommun", "part", "huvudman", "namn", "kommun/region", "svarande")
_TEXT = re.compile(r"\b(text|kommentar|kommentarer|fritext|beskrivning|beskriv|utveckla)\b")
_NUMBER = re.compile(r"^\s*(?:fråga\s*)?(\d+(?:\.\d+)*)")


@dataclass(frozen=True)
class Target:
    """What a column can be: the organisation, or a question's choice or text."""

    value: str  # "organisation", "choice:<key>", "text:<key>"
    label: str


@dataclass
class Outcome:
    """What a file would give, and what is wrong with it."""

    answers: dict[Organisation, dict[str, tuple[str, str]]] = field(default_factory=dict)  # by question key
    errors: list[RowError] = field(default_factory=list)
    empty_rows: int = 0


def targets(questions: Sequence[Question]) -> list[Target]:
    made = [Target(ORGANISATION, _("Organisation"))]
    for question in questions:
        name = f"{question.number} {question.text}"
        if question.is_scale:
            made.append(Target(f"choice:{question.key}", _("%(question)s: svar") % {"question": name}))
        made.append(Target(f"text:{question.key}", _("%(question)s: text") % {"question": name}))
    return made


def guess(columns: Sequence[str], questions: Sequence[Question]) -> dict[str, str]:
    """Which column is what, by number and by likeness of the heading to the question."""
    found: dict[str, str] = {}
    for column in columns:
        found[column] = _guess_one(column, questions, set(found.values()))
    return found


def _guess_one(column: str, questions: Sequence[Question], taken: set[str]) -> str:
    folded = fold(column)
    if ORGANISATION not in taken and any(folded == w or folded.startswith(w + " ") for w in _WHO):
        return ORGANISATION
    question = _question_of(column, questions)
    if question is None:
        return IGNORE
    wants_text = bool(_TEXT.search(folded)) or not question.is_scale or f"choice:{question.key}" in taken
    target = f"{'text' if wants_text else 'choice'}:{question.key}"
    return IGNORE if target in taken else target


def _question_of(column: str, questions: Sequence[Question]) -> Question | None:
    number = _NUMBER.match(column)
    if number:
        same = [q for q in questions if q.number == number.group(1)]
        if same:
            return same[0]
    words = _TEXT.sub("", fold(_NUMBER.sub("", column))).strip(" :–-.")
    scored = [(SequenceMatcher(None, words, fold(q.text)).ratio(), q) for q in questions] if len(words) > 8 else []
    best = max(scored, key=lambda s: s[0], default=None)
    return best[1] if best and best[0] > 0.72 else None


def read_rows(
    table: ReadTable,
    mapping: Mapping[str, str],
    organisations: Sequence[Organisation],
    questions: Sequence[Question],
    words: Mapping[str, str] | None = None,
) -> Outcome:
    """A dry run: every row is read, every fault is told with its row number, nothing is written."""
    outcome = Outcome()
    places = {target: n for n, column in enumerate(table.columns) if (target := mapping.get(column, IGNORE))}
    if ORGANISATION not in places:
        outcome.errors.append(RowError(1, _("Välj vilken kolumn som är organisationen.")))
        return outcome
    register = _register(organisations)
    vocabulary = {**WORDS, **{fold(k): v for k, v in (words or {}).items()}}
    by_key = {str(q.key): q for q in questions}
    for row in table.rows:
        cells = [_plain(c) for c in row.cells]
        name = cells[places[ORGANISATION]] if places[ORGANISATION] < len(cells) else ""
        if not any(cells):
            outcome.empty_rows += 1
            continue
        organisation = register.get(fold(name))
        if organisation is None:
            outcome.errors.append(RowError(row.number, _unknown(name, organisations)))
        elif organisation in outcome.answers:
            outcome.errors.append(RowError(row.number, _("«%(name)s» står på mer än en rad.") % {"name": name}))
        else:
            outcome.answers[organisation] = _answers(row.number, cells, places, by_key, vocabulary, outcome.errors)
    return outcome


def _plain(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _register(organisations: Sequence[Organisation]) -> dict[str, Organisation]:
    register: dict[str, Organisation] = {}
    for organisation in organisations:
        for text in (organisation.name, organisation.short_name, organisation.code):
            if text:
                register.setdefault(fold(text), organisation)
    return register


def _unknown(name: str, organisations: Sequence[Organisation]) -> str:
    if not name:
        return _("Organisationen saknas på raden.")
    close = get_close_matches(
        name, [o.name for o in organisations] + [o.short_name for o in organisations], n=1, cutoff=0.6
    )
    hint = _(" Menar du %(name)s?") % {"name": close[0]} if close else ""
    return _("«%(name)s» finns inte i registret.") % {"name": name} + hint


def _answers(
    number: int,
    cells: Sequence[str],
    places: Mapping[str, int],
    questions: Mapping[str, Question],
    words: Mapping[str, str],
    errors: list[RowError],
) -> dict[str, tuple[str, str]]:
    given: dict[str, tuple[str, str]] = {}
    for target, place in places.items():
        kind, _sep, key = target.partition(":")
        cell = cells[place] if place < len(cells) else ""
        if target == ORGANISATION or not cell:
            continue
        choice, text = given.get(key, ("", ""))
        if kind == "choice":
            found = words.get(fold(cell))
            if found is None:
                label = questions[key].number
                errors.append(
                    RowError(
                        number,
                        _(
                            "Fråga %(number)s: «%(word)s» är inget av svaren. Skriv ja, delvis, nej, ej aktuellt eller vet inte."
                        )
                        % {"number": label, "word": cell},
                    )
                )
                continue
            choice = str(found)
        else:
            text = cell
        given[key] = (choice, text)
    return given


@transaction.atomic
def save_earlier(
    *, edition: Edition, year: int, title: str, answered_on: date, outcome: Outcome, by: Any, file_name: str = ""
) -> Round:
    """A closed round with every row's answers, marked with the file they came from. All or nothing."""
    if outcome.errors:
        raise ValueError("a file with errors is not saved")
    round = prepare_round(
        edition=edition,
        title=title,
        year=year,
        opens_on=answered_on,
        closes_on=answered_on,
        by=by,
        organisations=[Invited(o) for o in outcome.answers],
    )
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


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def remember(*, county: County, name: str, mapping: Mapping[str, str]) -> None:
    ColumnMapping.objects.update_or_create(county=county, name=name[:120], defaults={"columns": dict(mapping)})


def remembered(county: County, columns: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """The saved mapping that knows most of these headings, if it knows most of them."""
    best: tuple[int, ColumnMapping] | None = None
    for mapping in county.column_mappings.order_by("saved_at"):
        known = sum(column in mapping.columns for column in columns)
        if known * 2 > len(columns) and (best is None or known >= best[0]):
            best = (known, mapping)
    return (best[1].name, {c: best[1].columns.get(c, IGNORE) for c in columns}) if best else None


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
