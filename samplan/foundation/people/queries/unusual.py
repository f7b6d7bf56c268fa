"""What is out of the ordinary: counts of an hour that have reached their threshold."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Sighting, User

Kind = Sighting.Kind
TITLES: dict[str, str | Promise] = {
    Kind.ACCOUNT: _("Många misslyckade inloggningar på ett konto"),
    Kind.ADDRESS: _("Många misslyckade inloggningar från en nätadress"),
    Kind.LIMITED: _("Många försök som stoppades av spärren"),
    Kind.REFUSED: _("Många sidor som inte finns eller inte får öppnas"),
    Kind.LINKS: _("Många personliga länkar som inte finns"),
    Kind.EXPORTS: _("Många hämtade filer"),
    Kind.READS: _("Många läsningar av skyddade uppgifter"),
}
ADVICE: dict[str, str | Promise] = {
    Kind.ACCOUNT: _("Fråga personen om försöken är egna. Om inte: ett nytt lösenord, och en lösennyckel."),
    Kind.ADDRESS: _("Är adressen er egen? Om inte kan den som sköter nätet stänga den ute."),
    Kind.LIMITED: _("Spärren har hållit. Kommer det igen från samma adress kan den som sköter nätet stänga den ute."),
    Kind.REFUSED: _("Det kan vara en gammal lista med länkar. Fråga personen."),
    Kind.LINKS: _("Någon kan pröva sig fram. Länkarna går inte att gissa, men den som sköter nätet bör veta."),
    Kind.EXPORTS: _("Fråga personen vad filerna ska användas till."),
    Kind.READS: _("Fråga personen varför. Vad som lästes står under Vem som har läst."),
}


@dataclass(frozen=True)
class Line:
    """A row of the page: what, about whom or from where, and what to do."""

    sighting: Sighting
    title: str | Promise
    advice: str | Promise
    name: str


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def unusual() -> QuerySet[Sighting]:
    reached = Q(pk__in=[])
    for kind, least in settings.UNUSUAL.items():
        reached |= Q(kind=kind, count__gte=least)
    return Sighting.objects.filter(reached)


def lines(sightings: list[Sighting]) -> list[Line]:
    names = dict(User.objects.filter(pk__in=[one.user_id for one in sightings]).values_list("pk", "name"))
    return [Line(one, TITLES[one.kind], ADVICE[one.kind], names.get(one.user_id, "")) for one in sightings]
