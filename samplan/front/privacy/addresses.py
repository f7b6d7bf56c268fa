"""What is kept about somebody who has no account: who has had a personal link only, and is known by an e-mail address."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.offers import PersonalData, collect
from samplan.foundation.core.personal import ERASED, at_address
from samplan.foundation.history import erasing
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.people.models import County, Organisation, Person, User
from samplan.work.rounds.models import Helper, Link, Request
from samplan.work.rounds.states import WAITING

from . import queries

_SALT = "samplan.privacy.address"
# Where an address stands, with the name beside it and the way to the county.
_HELD = (
    (Link, "email", "name", "request__round__county"),
    (Helper, "email", "name", "request__round__county"),
    (Request, "contact_email", "contact_name", "round__county"),
    (Request, "manager_email", "manager_name", "round__county"),
    (Request, "fallback_email", "", "round__county"),
    (Person, "email", "name", "county"),
)


@dataclass(frozen=True)
class Somebody:
    """Who has no account. One more for each other name that has stood beside the address: those have no address."""

    name: str
    email: str
    title: str = ""
    pk: None = None


def token_of(address: str) -> str:
    """For the page's address: what is asked for does not stand there in plain words, and it is the same each time."""
    return signing.Signer(salt=_SALT).sign_object(address.lower())


def address_of(token: str) -> str:
    """The address, or nothing when the token is not one of ours."""
    try:
        return str(signing.Signer(salt=_SALT).unsign_object(token))
    except signing.BadSignature:
        return ""


def is_kept(address: str, counties: Iterable[County] | None) -> bool:
    """Whether something is kept about the address, in the counties (none: anywhere), and it is nobody's account."""
    if not address or User.objects.filter(email=address.lower()).exists():
        return False
    return any(True for _row in _rows(address, counties))


def _rows(address: str, counties: Iterable[County] | None = None) -> Iterator[models.Model]:
    places = None if counties is None else list(counties)
    for model, column, _name, county in _HELD:
        rows = model._default_manager.filter(at_address(column, address))
        yield from rows if places is None else rows.filter(**{f"{county}__in": places})


def any_row(address: str) -> models.Model:
    """What the note that somebody has read about the address is tied to."""
    return next(_rows(address))


def spellings(address: str) -> list[str]:
    """As it has been written: the history keeps what was said, in capitals or not."""
    written = {
        value
        for model, column, _name, _county in _HELD
        for value in model._default_manager.filter(at_address(column, address)).values_list(column, flat=True)
    }
    return sorted({address, *written})


@dataclass(frozen=True)
class Names:
    """What stands beside the address. `shared`: others have the name too, so that a row with the name only may be theirs."""

    own: list[str]
    shared: list[str]


def names_of(address: str) -> Names:
    found: dict[str, None] = {}
    for model, column, name, _county in _HELD:
        if name:
            rows = model._default_manager.filter(at_address(column, address)).order_by("pk")
            found.update(dict.fromkeys(rows.values_list(name, flat=True)))
    names = [name for name in found if name and name != ERASED]
    places = Organisation.objects.filter(Q(name__in=names) | Q(short_name__in=names)).values_list("name", "short_name")
    taken = {name for pair in places for name in pair} | set(
        User.objects.filter(name__in=names).values_list("name", flat=True)
    )
    return Names([n for n in names if n not in taken], [n for n in names if n in taken])


def somebodies(address: str) -> list[Somebody]:
    names = names_of(address).own
    return [Somebody(names[0] if names else "", address), *(Somebody(name, "") for name in names[1:])]


def about(address: str) -> list[queries.Group]:
    """Everything that is kept about the address and the names it has had, kind by kind."""
    told = [one for who in somebodies(address) for one in collect("personal_data", who)]
    return queries.grouped([*told, *_history(address, names_of(address).own)])


def _history(address: str, names: list[str]) -> Iterator[PersonalData]:
    why = _("Visar vem som gjorde vad, så att beslut kan granskas.")
    own = Event.objects.filter(actor_id=None, actor_name__in=names).order_by("at")
    for event in own:
        yield PersonalData(_("Historik"), queries.plain(event), as_date(event.at), why)
    stands = re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", re.IGNORECASE)
    for event in erasing.naming(None, [address]).exclude(pk__in=own.values("pk")).order_by("at"):
        if stands.search(json.dumps([event.subject_name, event.note, event.before, event.after], ensure_ascii=False)):
            yield PersonalData(_("Historik om personen"), queries.plain(event), as_date(event.at), why)
    why = _("Visar vem som har läst det som är skyddat.")
    named = Q()
    for written in spellings(address):
        named |= Q(subject_name__contains=written)
    for row in Reading.objects.filter(named).order_by("at"):
        yield PersonalData(_("Läst om personen"), f"{row.reader_name} · {row.why}", as_date(row.at), why)


def hindrances(address: str) -> list[queries.Hindrance]:
    """Who is asked right now can't be taken away: the organisation would have nobody to answer."""
    asked = Q()
    for column in ("contact_email", "manager_email", "fallback_email"):
        asked |= at_address(column, address)
    waiting = Request.objects.with_state().filter(asked).filter(Q(state_now__in=[*WAITING, "on_behalf"]))
    words = _(
        "Adressen används i %(round)s för %(organisation)s, som inte har lämnat in än. Byt kontaktperson eller chef där först."
    )
    return [
        queries.Hindrance(words % {"round": one.round.title, "organisation": one.organisation})
        for one in waiting.select_related("round", "organisation").order_by("pk")
    ]


def label(address: str) -> str:
    names: Any = names_of(address)
    return f"{', '.join([*names.own, *names.shared])} · {address}".removeprefix(" · ")
