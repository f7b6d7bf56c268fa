"""What rounds tell the pages above: what awaits the viewer, what happens when, and what the worker does."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.offers import Event, Todo
from samplan.foundation.people.models import County, User

from .actions import send_due_reminders
from .models import Round, RoundState
from .next_steps import Tasks
from .owning import owned_by, ownerless  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data, processing, retention  # noqa: F401 - offered to the roof
from .queries import requests_of


def todo(user: User, county: County) -> list[Todo]:
    """What a contact person, manager or helper has to do in the county's rounds."""
    tasks, items = Tasks(user), []
    for request in requests_of(user):
        if request.round.county_id != county.pk:
            continue
        step = tasks.next_step(request)
        if step and step.is_todo:
            items.append(Todo(request.last_day, step.text, step.why, step.url, step.action, waiting=1))
    return items


def events(county: County, year: int) -> list[Event]:
    """Rounds sent or closed, with their last day; drafts are the coordinator's own."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rounds = Round.objects.with_state().filter(county=county, opens_on__lte=last, closes_on__gte=first)
    found = []
    for round in rounds:
        if round.state_now not in (RoundState.State.OPEN, RoundState.State.CLOSED):
            continue
        found.append(Event(round.opens_on, round.closes_on, round.title, "round"))
        title = _("%(round)s: sista dag att svara") % {"round": round.title}
        found.append(Event(round.closes_on, round.closes_on, title, "deadline"))
    return found


def tick() -> list[str]:
    """Sends the reminders whose day has come."""
    sent = send_due_reminders()
    return [ngettext("%(n)d påminnelse", "%(n)d påminnelser", sent) % {"n": sent}] if sent else []
