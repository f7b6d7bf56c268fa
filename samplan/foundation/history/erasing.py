"""Takes a person, or all that was said, out of events that stay. What is left is bound anew and told of in the chain itself:
an event that nobody erased in the open can't pass for one that was."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from .chain import new_salt, row_hash
from .guards import ERASED
from .models import Event, Reading

VERB = "history.erased"
AT_ONCE = 500
CONTENT = ("actor_id", "actor_name", "subject_name", "before", "after", "note")


def naming(user_id: int | None, words: Sequence[str]) -> QuerySet[Event]:
    """Events by the person, and those whose text may hold one of the words; the caller looks closer."""
    found = Q(actor_id=user_id) if user_id is not None else Q(pk__in=[])
    for word in words:
        written = json.dumps(word)[1:-1]  # SQLite keeps JSON with å as \u00e5
        for column in ("actor_name", "subject_name", "note", "before_text", "after_text"):
            found |= Q(**{f"{column}__contains": word}) | Q(**{f"{column}__contains": written})
    texts = {"before_text": Cast("before", TextField()), "after_text": Cast("after", TextField())}
    return Event.objects.annotate(**texts).filter(found)


def forget_person(user_id: int | None, words: Sequence[str]) -> Callable[[Event], None]:
    """Puts the name out where it stands as words of its own; a namesake's own deeds keep their name."""
    swap = _swapping(words)

    def forget(event: Event) -> None:
        own = event.actor_id == user_id if event.actor_id is not None else event.actor_name in words
        if own:
            event.actor_id, event.actor_name = None, ERASED
        event.subject_name, event.note = swap(event.subject_name)[:300], swap(event.note)
        event.before, event.after = swap(event.before), swap(event.after)

    return forget


def forget_all(event: Event) -> None:
    event.actor_id, event.actor_name, event.subject_name, event.note = None, "", "", ""
    event.before = event.after = None


def forget_readings(user_id: int | None, words: Sequence[str]) -> int:
    """The log of reads keeps what was read and why."""
    swap, count = _swapping(words), 0
    named = Q(reader_id=user_id) if user_id is not None else Q(pk__in=[])
    for word in words:
        named |= Q(reader_id=None, reader_name=word) | Q(subject_name__contains=word)
    for row in Reading.objects.filter(named).select_for_update():
        if row.reader_id == user_id if row.reader_id is not None else row.reader_name in words:
            row.reader_id, row.reader_name = None, ERASED
        row.subject_name = swap(row.subject_name)[:300]
        row.save(update_fields=["reader_id", "reader_name", "subject_name"])
        count += 1
    return count


def erase(events: Iterable[Event], forget: Callable[[Event], None], *, reason: str, told: Callable[..., Any]) -> int:
    """Applies `forget` to locked events; `told` writes down, as an event, what each of them is bound to from now on."""
    count = 0
    for batch in _batches(events):
        bound = {}
        for event in batch:
            was = [getattr(event, name) for name in CONTENT]
            forget(event)
            if was == [getattr(event, name) for name in CONTENT]:
                continue
            event.erased_at, event.erased_why, event.salt = timezone.now(), reason[:300], new_salt()
            event.save(update_fields=[*CONTENT, "erased_at", "erased_why", "salt"])
            bound[str(event.pk)] = row_hash(event, event.salt)
        if bound:
            told(bound)
        count += len(bound)
    return count


def _batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    rows = list(events)
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _swapping(words: Sequence[str]) -> Callable[[Any], Any]:
    if not words:
        return lambda value: value
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(s?)(?!\w)", re.IGNORECASE)

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(rf"{ERASED}\1", value)
        if isinstance(value, list):
            return [swap(item) for item in value]
        if isinstance(value, dict):
            return {swap(key): swap(item) for key, item in value.items()}
        return value

    return swap
