"""All writes of the history room: what happened, what was read, and the erasing of what it says of a person."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from samplan.foundation.core.language import house_language

from . import erasing, guards
from .models import Event, Reading

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def record(
    *,
    by: Any,
    verb: str,
    subject: models.Model,
    county: str = "",
    organisation_id: int | None = None,
    before: Any = None,
    after: Any = None,
    note: str = "",
) -> Event:
    """Writes one event inside the caller's transaction. `by` is a user, a name (somebody without account), or None (the system)."""
    return Event.objects.create(
        at=_moment.get() or timezone.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by else "Samplan",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        county_code=county,
        organisation_id=organisation_id,
        before=before,
        after=after,
        note=note,
    )


@contextmanager
def dated(moment: datetime) -> Iterator[None]:
    """What is recorded within happened then: for what is loaded from earlier. A written event keeps its time."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two with only what differs, for `record(before=…, after=…)`."""
    differs = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {k: before[k] for k in differs if k in before}, {k: after[k] for k in differs if k in after}


def note_read(by: Any, subject: models.Model, why: Any, *, county: str = "") -> Reading:
    """Writes down that `by` read something protected, and why (text, or lazy text). Call it before the page is sent."""
    with house_language():
        reason = str(why)[:300]
    return Reading.objects.create(
        reader_id=getattr(by, "pk", None),
        reader_name=str(by) if by else "Samplan",
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        county_code=county,
        why=reason,
    )


@transaction.atomic
def delete_readings(*, reading_ids: Iterable[int], by: Any, reason: str) -> int:
    """Lets rows of the log of reads go, their time being out. That it was done, how many and up to when, stays in the history;
    the database lets nothing younger than guards.LEAST_DAYS go."""
    rows = Reading.objects.filter(pk__in=list(reading_ids))
    last = rows.order_by("-pk").first()
    if last is None:
        return 0
    count = rows.count()
    Event.objects.create(  # what is let go is told of by number and day only
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by else "Samplan",
        verb=guards.READ_OUT,
        subject_type=Reading._meta.label_lower,
        subject_id=last.pk,
        subject_name=str(count),
        after={"count": count, "until": timezone.localdate(last.at).isoformat()},
        note=reason,
    )
    rows.delete()
    return count


@transaction.atomic
def erase_person(*, user_id: int | None, name: str, by: Any, reason: str, also: Sequence[str] = ()) -> int:
    """Puts «Borttagen person» for somebody's name in all history and in the log of reads; what happened stays and can still be
    proven. `also`: other words that name the person, such as an address. Gives the number of rows."""
    words = [word.strip() for word in (name, *also) if word.strip()]
    found = erasing.naming(user_id, words).order_by("id").select_for_update(of=("self",))
    count = erasing.erase(found, erasing.forget_person(user_id, words), reason=reason, told=_telling(by, reason))
    return count + erasing.forget_readings(user_id, words)


@transaction.atomic
def erase_content(*, event_ids: Iterable[int], by: Any, reason: str) -> int:
    """Empties events whose time is out: that something happened, when and to what stays; who and what does not."""
    found = Event.objects.filter(pk__in=list(event_ids)).exclude(verb=erasing.VERB).order_by("id").select_for_update()
    return erasing.erase(found, erasing.forget_all, reason=reason, told=_telling(by, reason))


def _telling(by: Any, reason: str) -> Any:
    def told(bound: dict[str, str]) -> Event:
        return Event.objects.create(
            actor_id=getattr(by, "pk", None),
            actor_name=str(by) if by else "Samplan",
            verb=erasing.VERB,
            subject_type=Event._meta.label_lower,
            subject_id=int(next(iter(bound))),
            subject_name=str(len(bound)),
            after={"rows": bound},
            note=reason,
        )

    return told
