"""Dates, numbers and words as Swedes write them. A builtin: no {% load %} needed."""

from datetime import date
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy

from .. import dates, icons

register = template.Library()
register.filter("day", dates.day)
register.filter("long_day", dates.long_day)
register.filter("clock", dates.clock)
register.filter("when", dates.when)
register.filter("distance", dates.distance)
register.filter("age", dates.age)

SOON = 3  # days
_WORDS = (
    *(gettext_lazy("noll"), gettext_lazy("en"), gettext_lazy("två"), gettext_lazy("tre"), gettext_lazy("fyra")),
    *(gettext_lazy("fem"), gettext_lazy("sex"), gettext_lazy("sju"), gettext_lazy("åtta"), gettext_lazy("nio")),
    *(gettext_lazy("tio"), gettext_lazy("elva"), gettext_lazy("tolv"), gettext_lazy("tretton")),
    *(gettext_lazy("fjorton"), gettext_lazy("femton"), gettext_lazy("sexton"), gettext_lazy("sjutton")),
    *(gettext_lazy("arton"), gettext_lazy("nitton"), gettext_lazy("tjugo")),
)


@register.filter
def weekday_day(value: date) -> str:
    """«Måndag 23 november 2026»."""
    text = dates.named(dates.as_date(value), "l j F Y")
    return text[:1].upper() + text[1:]


@register.filter
def month_name(value: date) -> str:
    """«November», for a heading."""
    return date_format(value, "F").capitalize()


@register.filter
def number(value: int | float | None, decimals: int = 0) -> str:
    """10 660 and 7,6: thin groups of three, decimal comma. In English 10,660 and 7.6."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    return text if get_language() == "en" else text.replace(",", "\u00a0").replace(".", ",")


@register.filter
def in_words(value: int) -> str:
    """Small numbers in words, for headings: «sex», «sjutton», «21»."""
    return str(_WORDS[value]) if 0 <= value < len(_WORDS) else number(value)


@register.filter
def initials(name: str) -> str:
    parts = [p for p in str(name).split() if p]
    return "".join(p[0] for p in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


register.filter("icon_paths", icons.paths)
register.filter("state_icon", icons.state_icon)


@register.filter
def control(field: BoundField, css_class: str) -> str:
    """A form field's control with the design system's class."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} {css_class}".strip()})


@register.simple_tag
def prepared(field: BoundField, help: str = "", bare: str = "") -> BoundField:
    """The field with the page's own help. Bare, for forms that are not ours: no other help, no placeholder that repeats the label."""
    if bare:
        field.field.widget.attrs.pop("placeholder", None)
    if help or bare:
        field.help_text = help
    return field


@register.filter
def options(field: BoundField, css_class: str) -> list[BoundWidget]:
    """The radios or checkboxes of a field, each with the design system's class."""
    field.field.widget.attrs["class"] = css_class
    return list(field)


@register.filter
def errors_of(form: Any, given: Any = None) -> list[tuple[str, str]]:
    """(id of the field, what is wrong) for the error summary: those given, or a form's own."""
    if given:
        return list(given)
    if not form or not form.errors:
        return []
    listed = [("", str(error)) for error in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            field = form[name]
            listed += [(field.id_for_label or field.auto_id, f"{field.label}: {e}") for e in field.errors]
    return listed


@register.filter
def urgency(due: date) -> str:
    """Class of a due text: red when late, amber within three days."""
    days = (dates.as_date(due) - dates.today()).days
    return "is-late" if days < 0 else "is-soon" if days <= SOON else ""


@register.filter
def dot_places(dots: list[str]) -> list[tuple[int, str]]:
    return [(6 + 14 * i, dot) for i, dot in enumerate(dots or [])]


@register.filter
def dots_width(dots: list[str]) -> int:
    return 14 * len(dots or []) - 2
