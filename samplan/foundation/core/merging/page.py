"""The page that shows two people's texts side by side and lets the second one put them together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from .settling import Saver, Settled, savers_of, settle
from .starting import TAKE, Forms, Start, plain_values

EVENTS = 50  # how far back it is looked for who changed what


def page(
    request: HttpRequest,
    forms: Forms,
    *,
    now: Mapping[str, Any],
    seen: str,
    title: str,
    back: str,
    events: Iterable[Any] = (),
    savers: Mapping[str, Saver] | None = None,
) -> HttpResponse:
    """Answers a stale save. `now`: what stands in each field at this moment, by its name in the form; `seen`: the mark of that."""
    origin, standing = Start.of(request), plain_values(forms, now)
    savers = savers or savers_of(list(events)[:EVENTS], standing)
    settled = settle(forms, origin, standing, savers=savers, is_taking=TAKE in request.POST)
    _refill(forms, settled)
    told = {s.name: (s.base, s.mine) for s in settled if s.kind != "untouched"}
    both = [s for s in settled if s.is_both]
    context = {
        "title": title,
        "back": back,
        "heading": heading(request, [s for s in settled if s.kind not in ("untouched", "mine")]),
        "both": both,
        "alone": [s for s in settled if s.kind in ("mine", "theirs", "same")],
        "carried": [(s.name, value) for s in settled if not s.is_both for value in _values(s)],
        "seen": Start(seen, standing, told).packed(request.path),
        "is_text": any(s.is_text for s in both),
    }
    return render(request, "core/merge.html", context, status=409)


def _values(settled: Settled) -> list[str]:
    return settled.result if isinstance(settled.result, list) else [settled.result]


def _refill(forms: Forms, settled: list[Settled]) -> None:
    """The controls show what the versions came to."""
    data = QueryDict(mutable=True)
    for one in settled:
        data.setlist(one.name, _values(one))
    for form in forms if isinstance(forms, list) else [forms]:
        form.data = data


def heading(request: HttpRequest, changed: list[Settled]) -> str:
    names = list(dict.fromkeys(s.saver.name for s in changed if s.saver and s.saver.name))
    if not names:
        return _("Någon annan sparade medan du skrev")
    if names == [str(getattr(request.user, "name", ""))]:
        return _("Du har sparat från ett annat fönster medan du skrev")
    if len(names) == 1:
        return _("%(name)s sparade medan du skrev") % {"name": names[0]}
    return _("%(names)s och %(last)s sparade medan du skrev") % {"names": ", ".join(names[:-1]), "last": names[-1]}
