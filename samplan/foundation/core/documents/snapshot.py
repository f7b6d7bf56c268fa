"""A document as JSON and back, so that an approved report can be frozen as it was."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from samplan.foundation.core.charts import data as charts

from . import model, pieces

FORMAT = 1
_TAG = "type"  # says which dataclass an object is; no field has this name
Json: TypeAlias = dict[str, Any]

_KINDS: dict[str, type] = {
    name: thing
    for module in (charts, pieces, model)
    for name, thing in vars(module).items()
    if isinstance(thing, type) and is_dataclass(thing)
}


class UnreadableSnapshot(ValueError):
    """The JSON is not a document of a format known here."""


def to_json(document: model.Document) -> Json:
    return {"format": FORMAT, **_encode(document)}


def from_json(snapshot: Mapping[str, Any]) -> model.Document:
    if snapshot.get("format") != FORMAT:
        raise UnreadableSnapshot(f"format {snapshot.get('format')!r}, not {FORMAT}")
    tree = {key: value for key, value in snapshot.items() if key != "format"}
    document = _decode(tree, model.Document)
    if not isinstance(document, model.Document):
        raise UnreadableSnapshot(f"a {type(document).__name__} is not a document")
    return document


def _encode(thing: Any) -> Any:
    """Defaults are left out: a field added later then reads old snapshots as they were."""
    if is_dataclass(thing) and not isinstance(thing, type):
        values = {
            field.name: _encode(getattr(thing, field.name))
            for field in fields(thing)
            if getattr(thing, field.name) != field.default
        }
        return {_TAG: type(thing).__name__, **values}
    if isinstance(thing, tuple):
        return [_encode(item) for item in thing]
    if isinstance(thing, StrEnum):
        return thing.value
    if isinstance(thing, date):
        return thing.isoformat()
    return thing


def _decode(value: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(value, get_args(hint))
    if origin is tuple:
        if not isinstance(value, list):
            raise UnreadableSnapshot(f"{value!r} is not a list")
        return tuple(_decode(item, get_args(hint)[0]) for item in value)
    if origin is Literal:
        return _known(value, value in get_args(hint))
    if is_dataclass(hint):
        return _decode_dataclass(value, (hint,))
    return _decode_plain(value, hint)


def _decode_union(value: Any, choices: tuple[Any, ...]) -> Any:
    if value is None:
        return _known(value, type(None) in choices)
    if isinstance(value, dict):
        return _decode_dataclass(value, choices)
    plain = [choice for choice in choices if not is_dataclass(choice) and choice is not type(None)]
    if {int, float} <= set(plain):
        return _known(value, isinstance(value, int | float) and not isinstance(value, bool))
    return _decode(value, plain[0]) if len(plain) == 1 else _known(value, False)


def _decode_dataclass(value: Any, allowed: tuple[Any, ...]) -> Any:
    kind = value.get(_TAG) if isinstance(value, dict) else None
    thing = _KINDS.get(kind) if isinstance(kind, str) else None
    if thing is None or thing not in allowed:
        raise UnreadableSnapshot(f"{kind!r} is not one of {[getattr(a, '__name__', a) for a in allowed]}")
    hints = _hints(thing)
    try:
        return thing(**{name: _decode(given, hints[name]) for name, given in value.items() if name != _TAG})
    except (KeyError, TypeError) as error:
        raise UnreadableSnapshot(f"{kind}: {error}") from error


def _decode_plain(value: Any, hint: Any) -> Any:
    try:
        if hint is date:
            return date.fromisoformat(value)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return hint(value)
    except (TypeError, ValueError) as error:
        raise UnreadableSnapshot(str(error)) from error
    return _known(value, type(value) is hint)


def _known(value: Any, is_known: bool) -> Any:
    if not is_known:
        raise UnreadableSnapshot(f"unexpected value {value!r}")
    return value


@cache
def _hints(thing: type) -> dict[str, Any]:
    return get_type_hints(thing)
