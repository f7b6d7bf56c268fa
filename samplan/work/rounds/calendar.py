"""A round's last day as a file for the calendar. It says nothing of the answer and holds no link."""

from django.utils.translation import gettext as _

from samplan.foundation.core.calendar_files import Entry, Person, calendar_file
from samplan.foundation.core.language import house_language
from samplan.foundation.outbox.actions import Attachment

from .models import Request


def last_day_file(request: Request) -> Attachment:
    """The same UID in every letter about this request: a later last day moves the day instead of adding another."""
    round = request.round
    with house_language():
        entry = Entry(
            uid=f"round-{round.pk}-{request.pk}@samplan",
            title=_("%(round)s: sista dag att svara") % {"round": round.title},
            starts=request.last_day,
            ends=request.last_day,
            note=_("Länken till frågorna finns i mejlet från %(name)s.") % {"name": round.owner.name},
            sequence=(request.last_day - round.opens_on).days if request.last_day > round.opens_on else 0,
            organiser=Person(round.owner.name, round.owner.email),
        )
        return Attachment("sista-dag.ics", "text/calendar; method=PUBLISH", calendar_file([entry]))
