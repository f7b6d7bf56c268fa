"""A round as tables: how far each has come, and the answers in a form that can be read in again: what goes out can come in."""

import csv
import io

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.tables import CellValue, Sheet, write_xlsx
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import Round
from samplan.work.rounds.queries import ProgressRow

from . import queries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text"
RISKY = ("=", "+", "-", "@", "\t", "'")  # a spreadsheet would take such a cell in a CSV file for a formula


def columns_of(questions: list[Question]) -> list[tuple[str, Question, str]]:
    """(heading, question, "choice" or "text")."""
    made = []
    for question in questions:
        if question.is_scale:
            made.append((f"{question.number} {question.text}", question, "choice"))
        made.append((f"{question.number} {TEXT}: {question.text}", question, TEXT))
    return made


def answers_sheet(round: Round) -> Sheet:
    """One row per organisation that has handed in; drafts are not the county's to export."""
    questions = list(Question.objects.filter(section__form=round.form_id).order_by("section__position", "position"))
    columns = columns_of(questions)
    requests = list(round.requests.approved().select_related("organisation").order_by("organisation__name_key"))
    answers = Answer.objects.filter(response__in=[r.response_id for r in requests])
    given = {(a.response_id, a.question_id): a for a in answers}
    rows: list[list[CellValue]] = []
    for request in requests:
        row: list[CellValue] = [request.organisation.name, round.year]
        for _heading, question, kind in columns:
            answer = given.get((request.response_id, question.pk))
            label = str(Answer.Choice(answer.choice).label) if answer and answer.choice else ""
            row.append((label if kind == "choice" else answer.text) if answer else "")
        rows.append(row)
    return Sheet(_("Svar"), (_("Organisation"), _("År"), *[heading for heading, _q, _k in columns]), rows)


def as_csv(sheet: Sheet) -> bytes:
    """With a byte order mark, semicolons and nothing a spreadsheet runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """Cells as they are, but for what reading in would take for the CSV's own apostrophe."""
    rows = [[_unmistakable(cell) for cell in row] for row in sheet.rows]
    return write_xlsx([Sheet(sheet.name, sheet.columns, rows)])


def _unmistakable(cell: CellValue) -> CellValue:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] == "'" and cell[1:].startswith(RISKY) else cell


def plain(cell: CellValue) -> str:
    """What a cell says, without the apostrophe that our own files put before what could be run."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet's 2024 may come as 2024.0
    text = "" if cell is None else str(cell).strip()
    return text[1:].strip() if text[:1] == "'" and text[1:].startswith(RISKY) else text


def _harmless(cell: CellValue) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RISKY) else text


def status_table(round: Round) -> bytes:
    """How far each organisation has come. Shape and dates, no answer."""
    columns = (
        _("Organisation"),
        _("Läge"),
        _("Klara avsnitt"),
        _("Avsnitt"),
        _("Kontaktperson"),
        _("Mejl"),
        _("Senast"),
        _("Påmind"),
        _("Sista dag"),
        _("Inlämnat i tid"),
    )
    sheet = Sheet(_("Läge"), columns, [_status(row) for row in queries.progress_of(round).rows])
    return write_xlsx([sheet], title=round.title)


def _status(row: ProgressRow) -> list[CellValue]:
    request = row.request
    return [
        request.organisation.name,
        row.label,
        row.done,
        row.of,
        _("vakant") if row.is_vacant else request.contact_name,
        request.address,
        as_date(row.last_seen) if row.last_seen else None,
        as_date(row.reminded_at) if row.reminded_at else None,
        request.last_day,
        "" if row.on_time is None else _("ja") if row.on_time else _("nej"),
    ]
