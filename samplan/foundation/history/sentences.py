"""Events in words. Each room keeps its own in `history_text`: VERBS (sentences), FIELDS (what a kept fact is called; what has no
name here is not shown) and VALUES (what a fact's value is called: a mapping, or a function that puts it in words)."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class Happening(Protocol):
    verb: str
    actor_name: str
    subject_name: str
    before: Any
    after: Any
    note: str


@cache
def texts(room: str) -> Any:
    """The room's `history_text`, by the first word of its verbs; None where it has none."""
    for module in settings.ROOMS:
        if module.rpartition(".")[2] == room and find_spec(f"{module}.history_text"):
            return import_module(f"{module}.history_text")
    return None


def room_of(happening: Happening) -> str:
    return happening.verb.partition(".")[0]


def pattern_of(happening: Happening) -> str:
    found = getattr(texts(room_of(happening)), "VERBS", {}).get(happening.verb)
    return str(found or _("%(actor)s ändrade %(subject)s"))


def fields(happening: Happening) -> Mapping[str, Any]:
    return getattr(texts(room_of(happening)), "FIELDS", {})


def values(happening: Happening) -> Mapping[str, Mapping[Any, Any] | Callable[[Any], str]]:
    return getattr(texts(room_of(happening)), "VALUES", {})


def sentence(happening: Happening) -> SafeString:
    """«**Karin Prov** utsåg Sara Prov till kontaktperson för Ekby kommun». Facts kept before and after may be named in it."""
    if not happening.actor_name and getattr(happening, "erased_at", None):
        return format_html("{}", _("Innehållet är borttaget"))
    words: dict[str, Any] = {}
    for facts in (happening.before, happening.after):
        if isinstance(facts, dict):
            words |= {key: escape(value) for key, value in facts.items()}
    words |= {
        "actor": format_html("<b>{}</b>", happening.actor_name or "Samplan"),
        "subject": escape(happening.subject_name),
        "note": escape(happening.note),
    }
    try:
        return mark_safe(escape(pattern_of(happening)) % words)  # noqa: S308 - pattern and words are escaped above
    except KeyError:  # the sentence asks for a fact that an older event did not keep
        return format_html("<b>{}</b>: {}", happening.actor_name or "Samplan", happening.subject_name)
