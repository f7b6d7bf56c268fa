from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Mark, Todo
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User
from samplan.work.plans.models import Edition
from samplan.work.rounds.models import RoundState

from . import movement, queries
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof


def todo(user: User, county: County) -> list[Todo]:
    """A closed round whose compilation nobody has begun to write about."""
    if not is_coordinator(user, county):
        return []
    recent = queries.rounds_to_compile(county).filter(year__gte=today().year - 1, analyses=None)
    closed = [round for round in recent if round.state_now == RoundState.State.CLOSED]
    return [
        Todo(
            due=round.closes_on,
            text=_("%(round)s är stängd och väntar på er analys") % {"round": round.title},
            why=_("Svaren är sammanställda fråga för fråga."),
            url=reverse("analysis:round", args=[county.slug, round.pk]),
            action=_("Öppna sammanställningen"),
        )
        for round in closed[:1]
    ]


def marks(edition: Edition, viewer: Any) -> list[Mark]:
    """Whether each part of the plan is closer than the round before, beside its answers."""
    moved = movement.of_plan(edition)
    if moved is None or not moved.moves:
        return []
    words = {moves.word for moves in moved.moves.values()}
    drawn = {word: render_to_string("analysis/_movement.html", {"word": word}) for word in words}
    year = {"year": moved.before.year}
    note = _(
        "Mot %(year)s: närmare när fler svar har gått framåt än bakåt hos dem som svarade båda gångerna, "
        "längre bort när det är tvärtom."
    )
    cells = {pk: drawn[moves.word] for pk, moves in moved.moves.items()}
    return [Mark(_("Mot %(year)s") % year, cells, place=31, note=note % year)]
