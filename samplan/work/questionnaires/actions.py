"""Writes one answer. Knows nothing of who may: the room that asks decides that first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core import personal_numbers

from .models import Answer, Question, Response

MAX_TEXT = 20_000


class Unfit(Exception):
    """What was written can't be kept; the message says why and what to do."""


@dataclass(frozen=True)
class Saved:
    revision: int
    at: datetime
    by_name: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved after the page was read: their answer, for the page to show beside the writer's own."""

    revision: int
    choice: str
    text: str
    by_name: str
    at: datetime


@transaction.atomic(savepoint=False)
def write_answer(
    *,
    response: Response,
    question: Question,
    choice: str,
    text: str,
    revision: int,
    by: Any,
    client: str = "",
    seq: int = 0,
) -> Saved | Conflict:
    """Saves on top of `revision` (0: nothing stood there), or tells what somebody else has written since."""
    text = text.replace("\r\n", "\n")
    check(question, choice, text)
    if connection.features.has_select_for_update:  # SQLite: the transaction itself is the lock
        Response.objects.select_for_update().values_list("pk").get(
            pk=response.pk
        )  # one writer, also for the first answer
    now = Answer.objects.filter(response=response, question=question).first()
    if now is None:
        if not choice and not text:
            return Saved(revision=0, at=timezone.now(), by_name=str(by))
        now = Answer(response=response, question=question, revision=0)
    elif (now.choice, now.text) == (choice, text) or _is_overtaken(now, client, seq):
        return Saved(revision=now.revision, at=now.saved_at, by_name=now.saved_by_name)
    elif now.revision != revision and not _is_own(now, client):
        return Conflict(now.revision, now.choice, now.text, now.saved_by_name, now.saved_at)
    now.choice, now.text, now.revision = choice, text, now.revision + 1
    now.saved_at, now.saved_by_name, now.saved_by_id = timezone.now(), str(by)[:120], getattr(by, "pk", None)
    now.client, now.client_seq = client, seq
    now.save()
    return Saved(revision=now.revision, at=now.saved_at, by_name=now.saved_by_name)


def check(question: Question, choice: str, text: str) -> None:
    """Raises Unfit for what must never be kept, or can't be an answer to this question."""
    if choice and (choice not in Answer.Choice.values or not question.is_scale):
        raise Unfit(_("Välj ett av svaren."))
    if len(text) > MAX_TEXT:
        raise Unfit(_("Texten är för lång. Korta den till högst %(n)d tecken.") % {"n": MAX_TEXT})
    if "\x00" in text:
        raise Unfit(_("Texten innehåller ett tecken som inte går att spara. Klistra in den som vanlig text."))
    if words := personal_numbers.refusal(text):
        raise Unfit(words)


def _is_own(answer: Answer, client: str) -> bool:
    """The same open page saved last: our reply to it was lost, nobody else has written."""
    return bool(client) and answer.client == client


def _is_overtaken(answer: Answer, client: str, seq: int) -> bool:
    """A letter from the same page that arrives after a later one."""
    return _is_own(answer, client) and seq < answer.client_seq
