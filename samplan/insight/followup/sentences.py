"""The finding of a round, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.templatetags.swedish import in_words
from samplan.work.rounds.models import RequestState
from samplan.work.rounds.queries import Progress

State = RequestState.State


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def heading(shown: Progress, *, is_open: bool) -> str:
    """«Fyra av sjutton svar har kommit in. Sex har inte börjat.»"""
    if shown.received == 0:
        first = _("Inget av %(all)s svar har kommit in.") % {"all": in_words(shown.expected)}
    elif shown.received == shown.expected:
        first = _("Alla %(all)s svar har kommit in.") % {"all": in_words(shown.expected)}
    else:
        first = ngettext(
            "%(n)s av %(all)s svar har kommit in.", "%(n)s av %(all)s svar har kommit in.", shown.received
        ) % {"n": capital(in_words(shown.received)), "all": in_words(shown.expected)}
    not_begun = shown.by_state.get(State.SENT, 0)
    if is_open and not_begun:
        return f"{first} {_('%(n)s har inte börjat.') % {'n': capital(in_words(not_begun))}}"
    return first


def lead(shown: Progress) -> str:
    if not shown.approved:
        return ""
    late = shown.approved - shown.on_time
    if not late:
        return _("Alla inlämnade svar kom i tid.")
    return ngettext(
        "%(n)s inlämnat svar kom efter sista dagen.", "%(n)s inlämnade svar kom efter sista dagen.", late
    ) % {"n": capital(in_words(late))}


@dataclass(frozen=True)
class Segment:
    """One part of the bar above the table: where it starts, how many it holds, and in words."""

    start: int
    kind: str
    count: int
    word: str


def segments(shown: Progress) -> list[Segment]:
    """Without empty ones, those who have handed in first."""
    count = shown.by_state.get
    rows = [
        ("handed-in", count(State.APPROVED, 0), _("inlämnade")),
        ("manager", count(State.WITH_MANAGER, 0) + count(State.ON_BEHALF, 0), _("väntar på ja")),
        ("writing", count(State.WRITING, 0) + count(State.RETURNED, 0), _("skriver")),
        ("not-begun", count(State.SENT, 0), _("har inte börjat")),
        ("silent", count(State.UNANSWERED, 0), _("har inte svarat")),
    ]
    made: list[Segment] = []
    for kind, number, word in rows:
        if number:
            made.append(Segment(sum(s.count for s in made), kind, number, word))
    return made
