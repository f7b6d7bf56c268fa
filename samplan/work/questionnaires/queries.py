from django.db.models import Case, IntegerField, Prefetch, QuerySet, When

from .models import Answer, Form, Question, Response, Section


def sections_of(form: Form, organisation_kind: str = "") -> list[Section]:
    """The form's sections with their questions as `asked`, without what is not asked of this kind of organisation."""
    sections = form.sections.prefetch_related(Prefetch("questions", Question.objects.order_by("position"))).order_by(
        "position"
    )
    shown = []
    for section in sections:
        section.asked = [q for q in section.questions.all() if is_asked(q, organisation_kind)]
        if section.asked:
            shown.append(section)
    return shown


def is_asked(question: Question, organisation_kind: str) -> bool:
    return not question.asked_of or not organisation_kind or organisation_kind in question.asked_of


def answers_of(response: Response) -> dict[int, Answer]:
    """By question."""
    return {answer.question_id: answer for answer in response.answers.all()}


def shapes(responses: QuerySet[Response] | list[int]) -> dict[int, dict[int, bool]]:
    """Response -> question -> whether it is answered. Never reads what is answered: texts stay in the database."""
    rows = Answer.objects.filter(response__in=responses).annotate(
        has_choice=Case(When(choice="", then=0), default=1, output_field=IntegerField()),
        has_text=Case(When(text__regex=r"\S", then=1), default=0, output_field=IntegerField()),
    )
    found: dict[int, dict[int, bool]] = {}
    for response_id, question_id, kind, has_choice, has_text in rows.values_list(
        "response_id", "question_id", "question__kind", "has_choice", "has_text"
    ):
        answered = has_choice if kind == Question.Kind.SCALE else has_text
        if has_choice or has_text:
            found.setdefault(response_id, {})[question_id] = bool(answered)
    return found
