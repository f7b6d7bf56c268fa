"""What this room tells the roof: organisations without a contact person, and organisations found by a word."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import as_date, day
from samplan.foundation.core.offers import Found, Todo, Watch

from . import queries
from .access import is_coordinator, may_see
from .actions import cleaning, unusual
from .models import County, Organisation, User
from .owning import owned_by, ownerless  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data, processing, retention  # noqa: F401 - offered to the roof
from .queries.hidden import hidden_names  # noqa: F401 - offered to the roof
from .queries.registers import persons_of
from .queries.unusual import unusual as unusual_things

MOST_HITS = 50
EVERY = 60  # seconds


def tick() -> list[str]:
    """Each minute, by whichever worker comes first: what is unusual is told, what has run out is dropped."""
    if not cache.add("people.tick", 1, EVERY):
        return []
    unusual.gather()
    told = unusual.tell()
    unusual.forget()
    cleaning.drop_expired_sessions()
    cleaning.drop_expired_counters()
    return (
        [ngettext("%(n)d brev om något ovanligt", "%(n)d brev om något ovanligt", told) % {"n": told}] if told else []
    )


def watch(user: User, county: County) -> list[Watch]:
    return _unusual(user) + _vacant(user, county)


def _unusual(user: User) -> list[Watch]:
    count = unusual_things().filter(seen_at=None).count() if user.is_administrator else 0
    words = ngettext("ovanlig sak att titta på", "ovanliga saker att titta på", count)
    return [Watch(str(count), words, reverse("people:unusual"))] if count else []


def _vacant(user: User, county: County) -> list[Watch]:
    if not is_coordinator(user, county):
        return []
    groups = queries.organisations_with_people(county)
    vacant = sum(not line.contacts for group in groups for line in group.lines)
    if not vacant:
        return []
    words = ngettext("organisation saknar kontaktperson", "organisationer saknar kontaktperson", vacant)
    return [Watch(str(vacant), words, reverse("people:organisations", args=[county.slug]))]


def todo(user: User, county: County) -> list[Todo]:
    """Somebody has come in through their organisation's own sign-in, and can do nothing until a role is given."""
    if not is_coordinator(user, county):
        return []
    return [_arrival(each, county) for each in queries.waiting_for_role(county)]


def _arrival(each: queries.Arrival, county: County) -> Todo:
    words = {"name": each.user.name, "organisation": each.organisation.name, "day": day(each.user.joined_at)}
    return Todo(
        due=as_date(each.user.joined_at) + timedelta(days=7),
        text=_("%(name)s har ett konto men inget uppdrag") % words,
        why=_("Loggade in genom %(organisation)s första gången den %(day)s.") % words,
        url=reverse("people:organisation", args=[county.slug, each.organisation.pk]),
        action=_("Ge ett uppdrag"),
        waiting=1,
    )


def search(county: County, words: str, viewer: User) -> list[Found]:
    """By name, now or before, and by the spellings that documents use; people by name. `words` come folded."""
    if not may_see(viewer, county):
        return []
    matches = Q(folded__contains=words) | Q(aliases__folded__contains=words) | Q(former_names__folded__contains=words)
    found = county.organisations.filter(matches).distinct()[:MOST_HITS]
    hits = [_organisation_hit(county, organisation) for organisation in found]
    persons = persons_of(county, viewer).filter(folded__contains=words)
    return hits + [
        Found(person.name, _("Personer"), reverse("people:person", args=[county.slug, person.pk]))
        for person in persons[:MOST_HITS]
    ]


def _organisation_hit(county: County, organisation: Organisation) -> Found:
    text = _("upphörde %(day)s") % {"day": day(organisation.valid_to)} if organisation.has_ended else ""
    url = reverse("people:organisation", args=[county.slug, organisation.pk])
    return Found(organisation.name, _("Organisationer"), url, text)
