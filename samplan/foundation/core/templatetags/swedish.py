"""Dates, numbers and words as Swedes write them. A builtin: no {% load %} needed."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from .. import dates

register = template.Library()
register.filter("day", dates.day)
register.filter("long_day", dates.long_day)
register.filter("clock", dates.clock)
register.filter("when", dates.when)
register.filter("distance", dates.distance)
register.filter("age", dates.age)

_WORDS = "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()


@register.filter
def number(value: int | float | None, decimals: int = 0) -> str:
    """10 660 and 7,6: thin groups of three, decimal comma."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\u00a0").replace(".", ",")


@register.filter
def in_words(value: int) -> str:
    """Small numbers in words, for headings: «sex», «tolv», «13»."""
    return _(_WORDS[value]) if 0 <= value < len(_WORDS) else number(value)


@register.filter
def initials(name: str) -> str:
    parts = [p for p in str(name).split() if p]
    return "".join(p[0] for p in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None
