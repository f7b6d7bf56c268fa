"""History on a page. A builtin: no {% load %} needed."""

from collections.abc import Iterable

from django import template

from .. import lines, sentences
from ..models import Event

register = template.Library()
register.filter("sentence", sentences.sentence)


@register.simple_tag(takes_context=True)
def told(context: template.Context, events: Iterable[Event]) -> list[lines.Line]:
    """The events as lines for who looks."""
    request = context.get("request")
    return lines.told(events, getattr(request, "user", None))
