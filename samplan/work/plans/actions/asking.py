from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record

from .. import queries
from ..models import Edition, FollowUpQuestion, Node
from ..states import NotAllowed
from .frozen import lock_editable
from .steps import Deed


def mark_of_question(question: FollowUpQuestion) -> str:
    return mark_of(question.text, question.help, question.audience, question.is_open)


@transaction.atomic
def add_question(
    *, edition: Edition, node: Node | None, text: str, help: str, audience: str, is_open: bool, by: Any
) -> FollowUpQuestion:
    edition = lock_editable(edition.pk)
    if node is not None and node.edition_id != edition.pk:
        raise ValueError("the node must belong to the edition")
    deed = Deed(edition, by)
    question = FollowUpQuestion.objects.create(
        edition=edition,
        node=node,
        text=text,
        help=help,
        audience=audience,
        is_open=is_open,
        position=_place_for(edition, node),
    )
    deed.made(question)
    deed.close("plans.question_added", text)
    _record(question, edition, by, "plans.question_added", None, _facts(question))
    return question


def _place_for(edition: Edition, node: Node | None) -> int:
    """After the last question of the nodes up to this one, so that questions keep the plan's order; last when about the whole plan."""
    questions = edition.questions
    if node is None:
        return (questions.aggregate(last=Max("position"))["last"] or 0) + 1
    earlier = questions.filter(node__position__lte=node.position)
    place = (earlier.aggregate(last=Max("position"))["last"] or 0) + 1
    questions.filter(position__gte=place).update(position=F("position") + 1)
    return place


@transaction.atomic
def edit_question(
    *, question: FollowUpQuestion, text: str, help: str, audience: str, is_open: bool, seen: str, by: Any
) -> FollowUpQuestion:
    """Changes a question; its key stays, so answers of other years are still about it. Raises Stale when it is not as it was shown."""
    edition = lock_editable(question.edition_id)
    question = edition.questions.select_related("node").get(pk=question.pk)
    if mark_of_question(question) != seen:
        raise Stale
    deed, before = Deed(edition, by), _facts(question)
    deed.touch(question)
    question.text, question.help, question.audience, question.is_open = text, help, audience, is_open
    after = _facts(question)
    if after != before:
        question.save()
        deed.close("plans.question_changed", text)
        _record(question, edition, by, "plans.question_changed", *changes(before, after))
    return question


@transaction.atomic
def remove_question(*, question: FollowUpQuestion, by: Any) -> None:
    edition = lock_editable(question.edition_id)
    question = edition.questions.select_related("node").get(pk=question.pk)
    if queries.question_hangs_on(question):
        raise NotAllowed(_("Frågan har redan ställts i en omgång och kan inte tas bort ur planen."))
    _record(question, edition, by, "plans.question_removed", _facts(question), None)
    deed = Deed(edition, by)
    deed.touch(question)
    title = question.text
    question.delete()
    deed.close("plans.question_removed", title)


def _facts(question: FollowUpQuestion) -> dict[str, Any]:
    return {
        "text": question.text,
        "help": question.help,
        "audience": question.audience,
        "is_open": question.is_open,
    }


def _record(
    question: FollowUpQuestion,
    edition: Edition,
    by: Any,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """On what the question asks about: that outlives the question."""
    record(
        by=by,
        verb=verb,
        subject=question.node or edition,
        county=edition.plan.county.code,
        before=before,
        after=after,
        note=question.text,
    )
