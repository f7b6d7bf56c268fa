"""The finding of a round, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.charts.data import Answer as Given
from samplan.foundation.core.dates import today
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.work.rounds.models import RequestState, Round
from samplan.work.rounds.queries import Progress

State = RequestState.State


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: list[str]) -> str:
    """«Ekby, Alby och Norr»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s och %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def heading(shown: Progress, *, is_open: bool) -> str:
    """«Fyra av sjutton svar har kommit in.», and on its own line how many have not begun."""
    every = in_words(shown.expected)
    if shown.received == 0:
        first = _("Inget av %(all)s svar har kommit in.") % {"all": every}
    elif shown.received == shown.expected:
        first = _("Alla %(all)s svar har kommit in.") % {"all": every}
    else:
        words = ngettext("Ett av %(all)s svar har kommit in.", "%(n)s av %(all)s svar har kommit in.", shown.received)
        first = words % {"n": capital(in_words(shown.received)), "all": every}
    not_begun = shown.by_state.get(State.SENT, 0)
    if is_open and not_begun:
        words = ngettext("%(n)s har inte börjat.", "%(n)s har inte börjat.", not_begun)
        return f"{first}\n{words % {'n': capital(in_words(not_begun))}}"
    return first


def lead(shown: Progress) -> str:
    """Whether what is handed in came in time. What was read from a file has no approval of ours to tell of."""
    if not shown.approved:
        return ""
    late = shown.approved - shown.on_time
    if late:
        words = ngettext("Ett svar kom efter sista dagen.", "%(n)s svar kom efter sista dagen.", late)
        return words % {"n": capital(in_words(late))}
    if any(row.request.source for row in shown.rows if row.is_readable):
        return _("Alla inlämnade svar kom i tid.")
    words = ngettext(
        "Det kom i tid och är godkänt av ansvarig chef.",
        "Alla %(n)s kom i tid och är godkända av ansvarig chef.",
        shown.approved,
    )
    return words % {"n": in_words(shown.approved)}


def days_left(round: Round) -> str:
    days = (round.closes_on - today()).days
    if days < 0:
        return _("sista dagen har gått")
    if days == 0:
        return _("sista dagen är i dag")
    return ngettext("%(n)d dag kvar", "%(n)d dagar kvar", days) % {"n": days}


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
        ("manager", count(State.WITH_MANAGER, 0), _("hos chefen")),
        ("behalf", count(State.ON_BEHALF, 0), _("väntar på ja")),
        ("writing", count(State.WRITING, 0) + count(State.RETURNED, 0), _("skriver")),
        ("not-begun", count(State.SENT, 0), _("har inte börjat")),
        ("silent", count(State.UNANSWERED, 0), _("har inte svarat")),
    ]
    made: list[Segment] = []
    for kind, number, word in rows:
        if number:
            made.append(Segment(sum(s.count for s in made), kind, number, word))
    return made


def counted(counts: Mapping[Given, int]) -> str:
    """«6 ja, 5 delvis, 3 nej, 3 har inte svarat»."""
    words = {
        Given.YES: _("ja"),
        Given.PARTLY: _("delvis"),
        Given.NO: _("nej"),
        Given.DONT_KNOW: _("vet inte"),
        Given.NOT_APPLICABLE: _("ej aktuellt"),
        Given.NOT_ANSWERED: _("har inte svarat"),
    }
    return ", ".join(f"{counts[choice]} {word}" for choice, word in words.items() if counts.get(choice))
