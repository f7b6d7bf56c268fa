"""Who writes in which part of a draft just now: a gentle sign, not a lock. Kept in the cache only, for a minute, without names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from samplan.foundation.people.models import User

from .models import Edition, Node

GONE_AFTER = timedelta(seconds=60)
Signs = dict[int, tuple[int, datetime]]  # account → part, when


@dataclass(frozen=True)
class Present:
    name: str
    part: str  # its number, or its title


def note(edition: Edition, user: Any, node_id: int) -> None:
    """A sign of life from somebody who writes in a part (0: has stopped). Of two in the same moment one may be lost."""
    now = timezone.now()
    alive = {who: sign for who, sign in _signs(edition).items() if now - sign[1] < GONE_AFTER and who != user.pk}
    if node_id:
        alive[user.pk] = (node_id, now)
    cache.set(_key(edition), alive, int(GONE_AFTER.total_seconds()))


def others(edition: Edition, user: Any) -> list[Present]:
    now = timezone.now()
    signs = {who: s for who, s in _signs(edition).items() if who != user.pk and now - s[1] < GONE_AFTER}
    if not signs:
        return []
    names = dict(User.objects.filter(pk__in=signs, is_active=True).values_list("pk", "name"))
    parts = Node.objects.filter(edition=edition).in_bulk([sign[0] for sign in signs.values()])
    found = sorted(signs.items(), key=lambda item: item[1][1], reverse=True)
    return [
        Present(names[who], parts[node].number or parts[node].title)
        for who, (node, _at) in found
        if who in names and node in parts
    ]


def _signs(edition: Edition) -> Signs:
    found: Signs = cache.get(_key(edition)) or {}
    return found


def _key(edition: Edition) -> str:
    return f"plans.present.{edition.pk}"
