"""Who writes in which section just now: a gentle sign, not a lock. A section opened and an answer saved are signs of life.

Kept in the cache only, for a minute, and without names: whose sign it is, is found among those who may write the answer. Of two
signs in the same moment one may be lost, until that person's next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.utils import timezone

from samplan.foundation.people.models import User
from samplan.work.questionnaires.models import Section

from .access import Visit
from .models import Helper, Request
from .writers import Writer

GONE_AFTER = timedelta(seconds=60)
WRITE_EVERY = timedelta(seconds=20)  # at most, for each person

Sign = tuple[int, datetime, int | None]  # section, when, the writer's account if there is one
Signs = Mapping[str, Sign]  # by person


@dataclass(frozen=True)
class Present:
    """Somebody else who writes just now."""

    name: str
    section_id: int
    title: str
    at: datetime


def note(visit: Visit, section_id: int) -> Signs:
    """A sign of life from the visitor in the section. Gives everybody's."""
    now, who = timezone.now(), _who(visit.writer)
    signs = _signs(visit.request)
    if who in signs and now - signs[who][1] < WRITE_EVERY:
        return signs
    alive = {key: sign for key, sign in signs.items() if now - sign[1] < GONE_AFTER}
    alive[who] = (section_id, now, visit.writer.user_id)
    cache.set(_key(visit.request), alive, int(GONE_AFTER.total_seconds()))
    return alive


def others(visit: Visit, noted: Signs | None = None) -> list[Present]:
    """Those who have given a sign of life within the last minute, but for the visitor; the latest first."""
    now, me = timezone.now(), _who(visit.writer)
    found_signs = _signs(visit.request) if noted is None else noted
    signs = {k: s for k, s in found_signs.items() if k != me and now - s[1] < GONE_AFTER}
    if not signs:
        return []
    names = _names(visit.request, signs)
    titles = {s.pk: s.title for s in Section.objects.filter(pk__in={sign[0] for sign in signs.values()})}
    found = [Present(names[k], s[0], titles.get(s[0], ""), s[1]) for k, s in signs.items() if k in names]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _names(request: Request, signs: Signs) -> dict[str, str]:
    """Only of those who are asked still: a colleague whose help has ended is not named."""
    helpers = Helper.objects.filter(request=request, ended_at=None).values_list("email", "name")
    asked = {_hash(email): name for email, name in [*helpers, (request.contact_email, request.contact_name)] if email}
    ids = {key: sign[2] for key, sign in signs.items() if sign[2] is not None}
    accounts = dict(User.objects.filter(pk__in=ids.values(), is_active=True).values_list("pk", "name")) if ids else {}
    return asked | {key: accounts[pk] for key, pk in ids.items() if pk in accounts}


def _signs(request: Request) -> dict[str, Sign]:
    found: dict[str, Sign] = cache.get(_key(request)) or {}
    return found


def _key(request: Request) -> str:
    return f"rounds.present.{request.pk}"


def _who(writer: Writer) -> str:
    """One person is one person, by link and by account, in however many windows."""
    return _hash(writer.email or str(writer.user_id))


def _hash(email: str) -> str:
    return sha256(email.strip().lower().encode()).hexdigest()[:16]
