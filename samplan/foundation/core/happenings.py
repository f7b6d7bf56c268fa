"""What the history says, as sentences. Each room keeps its own in `history_text.VERBS`; here they are put together."""

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
def _verbs() -> dict[str, Any]:
    gathered: dict[str, Any] = {}
    for room in settings.ROOMS:
        if find_spec(f"{room}.history_text"):
            gathered |= import_module(f"{room}.history_text").VERBS
    return gathered


def sentence(happening: Happening) -> SafeString:
    """«**Karin Prov** utsåg Sara Prov till kontaktperson för Ekby kommun». Facts kept before and after may be named in it."""
    pattern = str(_verbs().get(happening.verb) or _("%(actor)s ändrade %(subject)s"))
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
        return mark_safe(escape(pattern) % words)  # noqa: S308 - pattern and words are escaped above
    except KeyError:  # the sentence asks for a fact that an older event did not keep
        return format_html("<b>{}</b>: {}", happening.actor_name or "Samplan", happening.subject_name)
