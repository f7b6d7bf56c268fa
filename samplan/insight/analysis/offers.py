from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Todo
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User
from samplan.work.rounds.models import RoundState

from . import queries


def todo(user: User, county: County) -> list[Todo]:
    """A closed round whose compilation nobody has begun to write about."""
    if not is_coordinator(user, county):
        return []
    closed = queries.rounds_to_compile(county).filter(state_now=RoundState.State.CLOSED, year__gte=today().year - 1)
    return [
        Todo(
            due=round.closes_on,
            text=_("%(round)s är stängd och väntar på er analys") % {"round": round.title},
            why=_("Svaren är sammanställda fråga för fråga."),
            url=reverse("analysis:round", args=[county.slug, round.pk]),
            action=_("Öppna sammanställningen"),
        )
        for round in closed.filter(analyses=None)[:1]
    ]
