"""The version a form started from. It travels in the form itself, signed: nothing is unpacked that was not packed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.forms import BooleanField, BoundField, CharField, Form, Select
from django.http import HttpRequest, QueryDict

from .words import SideBySide

NAME = "seen"  # of the hidden field
TAKE = "take"  # of the buttons that put mine, theirs or both in a field

Value = str | list[str]
Values = dict[str, Value]
Forms = Form | list[Form]


@dataclass(frozen=True)
class Start:
    """`seen` is the mark of what was shown, `base` what the fields held. `told`: what a conflict page was about, as (base, mine)."""

    seen: str = ""
    base: Values | None = None
    told: dict[str, tuple[Value | None, Value]] = field(default_factory=dict)

    def packed(self, path: str) -> str:
        return signing.dumps([self.seen, self.base, self.told], salt=_salt(path), compress=True)

    @classmethod
    def of(cls, request: HttpRequest) -> "Start":
        """What the posted form started from; an empty start when that can't be read, which is told as stale."""
        return cls.read(request.POST.get(NAME, ""), request.path)

    @classmethod
    def read(cls, packed: str, path: str) -> "Start":
        try:
            seen, base, told = signing.loads(packed, salt=_salt(path))
        except (signing.BadSignature, ValueError):
            return cls()
        return cls(seen, base, {name: (was, mine) for name, (was, mine) in told.items()})


def _salt(path: str) -> str:
    """A start belongs to one page: it can't be used for another object."""
    return f"samplan.merging:{path}"


def start(request: HttpRequest, forms: Forms, seen: str) -> str:
    """For the form's hidden field. A form shown again with its faults keeps what it started from."""
    if request.method == "POST":
        return str(request.POST.get(NAME, ""))
    return Start(seen, {one.html_name: plain(one, one.initial) for one in fields_of(forms)}).packed(request.path)


def seen(request: HttpRequest) -> str:
    """The mark of what the posted form was filled with. Pressing «Använd deras» is no save: it matches nothing."""
    return "" if TAKE in request.POST else Start.of(request).seen


def posted(request: HttpRequest) -> QueryDict | None:
    """The form's data; with what «Använd min», «Använd deras» or «Ta med båda» says put in."""
    if request.method != "POST":
        return None
    which, _colon, name = request.POST.get(TAKE, "").partition(":")
    origin = Start.of(request)
    if not which or name not in origin.told or origin.base is None:
        return request.POST
    data = request.POST.copy()
    put(data, name, taken(which, *origin.told[name], origin.base.get(name, "")))
    return data


def taken(which: str, base: Value | None, mine: Value, theirs: Value) -> Value:
    if which == "theirs":
        return theirs
    if which == "mine":
        return mine
    if isinstance(mine, list) or isinstance(theirs, list):
        return list(dict.fromkeys([*theirs, *mine]))
    return SideBySide(base if isinstance(base, str) else None, mine, theirs).merged.both


def put(data: QueryDict, name: str, value: Value) -> None:
    data.setlist(name, value if isinstance(value, list) else [value])


def fields_of(forms: Forms) -> list[BoundField]:
    return [one for form in (forms if isinstance(forms, list) else [forms]) for one in form]


def plain(one: BoundField, value: Any) -> Value:
    """A field's value as the form sends it, whether it came from there or from us."""
    if isinstance(one.field, BooleanField):
        return "on" if value else ""
    value = one.field.prepare_value(value)
    if getattr(one.field.widget, "allow_multiple_selected", False):
        return [str(one.field.prepare_value(each)) for each in value or []]
    shown = one.field.widget.format_value(value)
    if isinstance(shown, list):
        shown = shown[0] if shown else ""
    text = str(shown if shown is not None else "").replace("\r\n", "\n")
    return text.strip() if getattr(one.field, "strip", False) else text


def plain_values(forms: Forms, now: Mapping[str, Any]) -> Values:
    return {one.html_name: plain(one, now[one.html_name]) for one in fields_of(forms) if one.html_name in now}


def is_text(one: BoundField) -> bool:
    """Words that can be merged. An address, a day or a choice is taken whole."""
    return type(one.field) is CharField and not isinstance(one.field.widget, Select)
