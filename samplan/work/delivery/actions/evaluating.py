"""What one wants to know of an activity: asked with a day, answered beside the question, answered better when more is known."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.models import Organisation, User
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from .. import evaluating as reading
from .. import letters
from ..models import EvaluationQuestion

FIELDS = ("text", "due", "organisation", "who")
CUT = 160


def mark_of_question(question: EvaluationQuestion) -> str:
    return mark_of(*(getattr(question, name) for name in FIELDS), question.answered_on)


def mark_of_answer(question: EvaluationQuestion) -> str:
    """An answer is an answer to a question that was read: another question, or another answer, is another mark."""
    return mark_of(question.text, question.answer)


@transaction.atomic
def ask_question(
    *, activity: Activity, text: str, due: date, organisation: Organisation, who: str, by: Any
) -> EvaluationQuestion:
    """With a letter to those who write for whom it is asked of."""
    row = EvaluationQuestion.objects.create(
        activity=activity,
        text=text,
        due=due,
        organisation=_of_the_county(activity, organisation),
        who=who,
        asked_by_id=getattr(by, "pk", None),
        asked_by_name=str(by)[:120],
    )
    _tell(row, by, "delivery.evaluation_asked", None, _facts(row))
    _write_to(row, by)
    return row


@transaction.atomic
def edit_question(
    *,
    question: EvaluationQuestion,
    text: str,
    due: date,
    organisation: Organisation,
    who: str,
    seen: str,
    by: Any,
) -> EvaluationQuestion:
    """Until it is answered. Whom it is moved to gets the letter. Raises Stale when it is not as it was shown."""
    row = _unanswered(question)
    if mark_of_question(row) != seen:
        raise Stale
    before, former = _facts(row), row.organisation_id
    if organisation.pk != former:
        _of_the_county(row.activity, organisation)
    row.text, row.due, row.organisation, row.who = text, due, organisation, who
    if _facts(row) == before:
        return row
    row.save(update_fields=FIELDS)
    _tell(row, by, "delivery.evaluation_changed", *changes(before, _facts(row)))
    if row.organisation_id != former:
        _write_to(row, by)
    return row


@transaction.atomic
def remove_question(*, question: EvaluationQuestion, by: Any) -> None:
    row = _unanswered(question)
    _tell(row, by, "delivery.evaluation_removed", _facts(row), None)
    row.delete()


@transaction.atomic
def answer_question(*, question: EvaluationQuestion, answer: str, seen: str, by: Any) -> EvaluationQuestion:
    """The answer stands with the latest day and name; what it said before is kept in the history."""
    row = _held(question)
    if mark_of_answer(row) != seen:
        raise Stale
    if not answer.strip():
        raise NotAllowed(_("Skriv ett svar."))
    before = row.answer
    if answer == before:
        return row
    row.answer, row.answered_on = answer, today()
    row.answered_by_id, row.answered_by_name = getattr(by, "pk", None), str(by)[:120]
    row.save(update_fields=["answer", "answered_on", "answered_by_id", "answered_by_name"])
    verb = "delivery.evaluation_answer_changed" if before else "delivery.evaluation_answered"
    _tell(row, by, verb, {"answer": before} if before else None, {"answer": answer})
    return row


@transaction.atomic
def pass_question(*, question: EvaluationQuestion, to: Organisation, by: User) -> None:
    """What an organisation that is no more was to answer is for the one after it."""
    row = _unanswered(question)
    former = row.organisation
    row.organisation = to
    row.save(update_fields=["organisation"])
    _tell(row, by, "delivery.evaluation_passed_on", {"from": str(former)}, {"to": str(to)})


def _of_the_county(activity: Activity, organisation: Organisation) -> Organisation:
    if organisation.county_id != activity.county_id:
        raise NotAllowed(_("Välj en organisation i länet."))
    return organisation


def _held(question: EvaluationQuestion) -> EvaluationQuestion:
    rows = EvaluationQuestion.objects.select_for_update(of=("self",))
    row = rows.select_related("activity__county", "organisation").filter(pk=question.pk).first()
    if row is None:
        raise NotAllowed(_("Någon har tagit bort frågan."))
    return row


def _unanswered(question: EvaluationQuestion) -> EvaluationQuestion:
    row = _held(question)
    if row.answered_on is not None:
        raise NotAllowed(_("Frågan är besvarad och står kvar som den är."))
    return row


def _facts(row: EvaluationQuestion) -> dict[str, str]:
    return {
        "text": row.text,
        "answer_due": str(row.due),
        "organisation": str(row.organisation),
        "who": row.who,
    }


def _write_to(row: EvaluationQuestion, by: Any) -> None:
    for user in reading.who_writes_for(row.organisation):
        if user.pk != getattr(by, "pk", None):
            letter = letters.asked(row, user)
            enqueue(
                to=user.email,
                to_name=user.name,
                subject=letter.subject,
                text=letter.text,
                kind="delivery.evaluation_asked",
                about=row,
                county=row.activity.county.code,
            )


def _tell(row: EvaluationQuestion, by: Any, verb: str, before: Any, after: Any) -> None:
    activity, note = row.activity, Truncator(row.text).chars(CUT)
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after, note=note)
