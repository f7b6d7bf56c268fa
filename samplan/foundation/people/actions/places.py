"""Places below a municipality: added, renamed, ended. Never removed: what was done there was done there."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import changes, record

from ..models import Organisation
from ..models.organisations import Place
from .registers import RegisterRefused


def facts_of_place(place: Place) -> dict[str, str]:
    return {"name": place.name, "valid_to": place.valid_to.isoformat() if place.valid_to else ""}


def mark_of_place(place: Place) -> str:
    return mark_of(*facts_of_place(place).values())


def _hold(municipality_id: int) -> Organisation:
    """One at a time in a municipality, so that a place is never two."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=municipality_id)


def _check_free(municipality: Organisation, name: str, but: Place | None = None) -> None:
    others = municipality.places.filter(folded=fold(name))
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise RegisterRefused(_("Platsen finns redan."), "name")


@transaction.atomic
def add_place(*, municipality: Organisation, name: str, by: Any) -> Place:
    municipality = _hold(municipality.pk)
    if municipality.kind != Organisation.Kind.MUNICIPALITY:
        raise RegisterRefused(_("Bara kommuner har platser."))
    _check_free(municipality, name)
    made = Place.objects.create(municipality=municipality, name=name.strip())
    _tell("place_added", made, by=by, after={"name": made.name, "place": made.name})
    return made


@transaction.atomic
def edit_place(*, place: Place, name: str, valid_to: date | None, seen: str | None, by: Any) -> Place:
    municipality = _hold(place.municipality_id)
    held = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if seen is not None and seen != mark_of_place(held):
        raise Stale
    _check_free(municipality, name, but=held)
    before = facts_of_place(held)
    held.name, held.valid_to = name.strip(), valid_to
    was, now = changes(before, facts_of_place(held))
    if was or now:
        held.save()
        _tell("place_changed", held, by=by, before=was, after=now | {"place": held.name})
    return held


def _tell(verb: str, place: Place, **what: Any) -> None:
    """On the municipality: a place has no page of its own."""
    municipality = place.municipality
    county = municipality.county.code if municipality.county else ""
    record(verb=f"people.{verb}", subject=municipality, county=county, organisation_id=municipality.pk, **what)
