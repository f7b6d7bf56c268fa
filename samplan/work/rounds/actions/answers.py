from django.db import transaction

from samplan.work.questionnaires.actions import Conflict, Saved, write_answer
from samplan.work.questionnaires.models import Question

from ..models import Request
from ..states import WRITABLE, Actor, Refused, State, move, state_of, why_not
from ..writers import By
from .locking import hold

__all__ = ["Conflict", "Saved", "save_answer"]


@transaction.atomic
def save_answer(
    *,
    request: Request,
    question: Question,
    choice: str,
    text: str,
    revision: int,
    by: By,
    client: str = "",
    seq: int = 0,
) -> Saved | Conflict:
    """Saves as typed. Not history: a draft belongs to its authority, and becomes history when it is handed over."""
    hold(request)
    state = state_of(request)
    if state not in WRITABLE:
        raise Refused(why_not(state))
    outcome = write_answer(
        response=request.response,
        question=question,
        choice=choice,
        text=text,
        revision=revision,
        by=by,
        client=client,
        seq=seq,
    )
    if state == State.SENT and isinstance(outcome, Saved) and outcome.revision:
        move(request, State.WRITING, actor=Actor.WRITER, by=by)
    return outcome
