"""A round's answers as a table that can be read in again: what goes out can come in."""

from django.utils.translation import gettext as _

from samplan.foundation.core.tables import CellValue, Sheet, write_xlsx
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import Round

TEXT = "text"


def columns_of(questions: list[Question]) -> list[tuple[str, Question, str]]:
    """(heading, question, "choice" or "text")."""
    made = []
    for question in questions:
        if question.is_scale:
            made.append((f"{question.number} {question.text}", question, "choice"))
        made.append((f"{question.number} {TEXT}: {question.text}", question, TEXT))
    return made


def answers_table(round: Round) -> bytes:
    """One row per organisation that has handed in; drafts are not the county's to export."""
    questions = list(Question.objects.filter(section__form=round.form_id).order_by("section__position", "position"))
    columns = columns_of(questions)
    requests = list(round.requests.approved().select_related("organisation").order_by("organisation__name_key"))
    answers = Answer.objects.filter(response__in=[r.response_id for r in requests])
    given = {(a.response_id, a.question_id): a for a in answers}
    rows: list[list[CellValue]] = []
    for request in requests:
        row: list[CellValue] = [request.organisation.name]
        for _heading, question, kind in columns:
            answer = given.get((request.response_id, question.pk))
            label = str(Answer.Choice(answer.choice).label) if answer and answer.choice else ""
            row.append((label if kind == "choice" else answer.text) if answer else "")
        rows.append(row)
    sheet = Sheet(_("Svar"), (_("Organisation"), *[heading for heading, _q, _k in columns]), rows)
    return write_xlsx([sheet], title=round.title)
