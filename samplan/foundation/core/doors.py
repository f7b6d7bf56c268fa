"""Every door a page can stand behind, and what each kind of visitor finds there. Rooms declare theirs in access.py:

DOORS: the doors the room's decorators stamp on views (view.door) · BORROWED: URL name → door, for views that are not ours.

docs/permissions.md is made of this table, and one test walks every address as every visitor and compares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise

Outcomes = Mapping[str, "Outcome"]  # by visitor


class Outcome(StrEnum):
    IN = "in"
    SIGN_IN = "sign_in"  # sent to sign-in, or 401
    REFUSED = "refused"  # 403: they may know of it
    HIDDEN = "hidden"  # 404: as if it were not there


@dataclass(frozen=True)
class Situation:
    """The same door at another time: an unsent round, a report that is not approved."""

    about: str | Promise
    outcomes: Outcomes


@dataclass(frozen=True)
class Door:
    name: str
    about: str | Promise
    outcomes: Outcomes
    saves: Outcomes | None = None  # what POST meets, where it is not the same as for reading
    situations: Mapping[str, Situation] = field(default_factory=dict)

    def outcomes_of(self, situation: str = "", *, post: bool = False) -> Outcomes:
        if situation:
            return self.situations[situation].outcomes
        return self.saves if post and self.saves is not None else self.outcomes


@dataclass(frozen=True)
class Address:
    """One URL pattern, the room it belongs to, and the door it stands behind (empty: none)."""

    route: str
    name: str  # with namespace
    view: Callable[..., Any]
    door: str


def gather(rooms: Sequence[str]) -> dict[str, Door]:
    """All doors by name. Two rooms can't give one name two meanings."""
    found: dict[str, Door] = {}
    for room in reversed(rooms):
        for door in getattr(_access(room), "DOORS", ()):
            if found.setdefault(door.name, door) != door:
                raise ValueError(f"two doors are called {door.name}")
    return found


def borrowed(rooms: Sequence[str]) -> dict[str, str]:
    return {name: door for room in rooms for name, door in getattr(_access(room), "BORROWED", {}).items()}


def _access(room: str) -> Any:
    return import_module(f"{room}.access") if find_spec(f"{room}.access") else None


def addresses(rooms: Sequence[str]) -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", "", borrowed(rooms)))


def _walk(patterns: Sequence[Any], route: str, namespace: str, lent: Mapping[str, str]) -> Any:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, namespace + _prefix(pattern), lent)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}"
            yield Address(here, name, pattern.callback, getattr(pattern.callback, "door", "") or lent.get(name, ""))


def _prefix(resolver: URLResolver) -> str:
    return f"{resolver.namespace}:" if resolver.namespace else ""
