"""Writes in the register of people. Nothing here is told in the county's feed: an event's line would name whom it concerns."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record

from ..models import County, Organisation, Person, Position, Unit, User
from ..queries.roles import counties_of


class PersonRefused(Exception):
    """Says, in the reader's words, why nothing was done, and at which field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def person_of(user: User, county: County | None = None) -> Person:
    """The user's row in the register: theirs, else one with the same address and no account, else a new one."""
    found = Person.objects.filter(user=user).first()
    counties = [county] if county else counties_of(user)
    alone = Person.objects.select_for_update().filter(user=None, email=user.email, erased_at=None)
    loose = list(alone.filter(county__in=counties).order_by("pk"))
    if found is None and loose:
        found = loose.pop(0)
        found.user, found.name = user, user.name
        found.save(update_fields=["user", "name", "name_key", "folded"])
    if found is None:
        home = counties[0] if counties else None
        return Person.objects.create(user=user, county=home, name=user.name, email=user.email)
    for other in loose:
        other.positions.update(person=found)
        found.phone = found.phone or other.phone
        found.save(update_fields=["phone"])
        other.delete()
    if found.county_id is None and counties:
        found.county = counties[0]
        found.save(update_fields=["county"])
    return found


@transaction.atomic
def add_person(*, county: County, name: str, email: str, phone: str, by: Any) -> Person:
    email = email.strip().lower()
    _check_unlike(county, name, email)
    person = Person.objects.create(county=county, name=name.strip(), email=email, phone=phone.strip())
    record(by=by, verb="people.person_added", subject=person, after=_facts(person))
    return person


def mark_of_person(person: Person) -> str:
    return mark_of(person.name, person.email, person.phone)


@transaction.atomic
def edit_person(*, person: Person, seen: str | None, name: str, email: str, phone: str, by: Any) -> Person:
    """A name that is changed here is changed for the account too. The account's address is changed by its owner only."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if seen is not None and seen != mark_of_person(person):
        raise Stale
    email = email.strip().lower()
    if person.user_id and email != person.email:
        raise PersonRefused(_("Adressen är också inloggningen. Den ändras av personen själv."), "email")
    if person.county and (email != person.email or not email):
        _check_unlike(person.county, name, email, but=person)
    before = _facts(person)
    person.name, person.email, person.phone = name.strip(), email, phone.strip()
    after = _facts(person)
    if before == after:
        return person
    person.save(update_fields=["name", "email", "phone", "name_key", "folded"])
    if person.user_id:
        name_account(person)
    record(by=by, verb="people.person_changed", subject=person, **_differing(before, after))
    return person


def name_account(person: Person) -> None:
    user = User.objects.select_for_update().get(person=person)
    if user.name != person.name:
        user.name = person.name
        user.save(update_fields=["name", "name_key"])


@transaction.atomic
def name_user(*, user: User, name: str, by: Any) -> None:
    """The other way: a name that is changed for the account is changed in the register too."""
    person = person_of(user)
    edit_person(person=person, seen=None, name=name, email=person.email, phone=person.phone, by=by)
    user.refresh_from_db(fields=["name", "name_key"])


@transaction.atomic
def person_left(*, person: Person, last_day: date, by: Any) -> None:
    """Has left: positions that go on end the same day. The account and what it holds are handed over on a page of its own."""
    person.left_on = last_day
    person.save(update_fields=["left_on"])
    ending = person.positions.filter(valid_to=None).exclude(valid_from__gt=last_day)
    ended = list(ending.values_list("pk", flat=True))
    ending.update(valid_to=last_day)
    record(
        by=by,
        verb="people.person_left",
        subject=person,
        after={"left_on": last_day.isoformat(), "positions": ended, "day": last_day.isoformat()},
    )


@transaction.atomic
def person_back(*, person: Person, by: Any) -> None:
    """It was a slip, or somebody is back: positions that ended on the last day go on."""
    if person.left_on is None:
        return
    person.positions.filter(valid_to=person.left_on).update(valid_to=None)
    record(by=by, verb="people.person_back", subject=person, before={"left_on": person.left_on.isoformat()})
    person.left_on = None
    person.save(update_fields=["left_on"])


@transaction.atomic
def add_position(
    *,
    person: Person,
    organisation: Organisation,
    unit: Unit | None,
    title: str,
    valid_from: date | None,
    valid_to: date | None = None,
    by: Any,
) -> Position:
    position = Position.objects.create(
        person=person,
        organisation=organisation,
        unit=unit,
        title=title.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record(by=by, verb="people.position_added", subject=person, after=position_facts(position))
    return position


def mark_of_position(position: Position) -> str:
    return mark_of(position.organisation_id, position.unit_id, position.title, position.valid_from, position.valid_to)


@transaction.atomic
def edit_position(
    *,
    position: Position,
    seen: str | None,
    organisation: Organisation,
    unit: Unit | None,
    title: str,
    valid_from: date | None,
    valid_to: date | None,
    by: Any,
) -> None:
    position = Position.objects.select_for_update(of=("self",)).select_related("person").get(pk=position.pk)
    if seen is not None and seen != mark_of_position(position):
        raise Stale
    before = position_facts(position)
    position.organisation, position.unit, position.title = organisation, unit, title.strip()
    position.valid_from, position.valid_to = valid_from, valid_to
    after = position_facts(position)
    if before == after:
        return
    position.save()
    record(by=by, verb="people.position_changed", subject=position.person, **_differing(before, after, keep="place"))


@transaction.atomic
def remove_position(*, position: Position, by: Any) -> None:
    """For what was put in by mistake; what has been is ended instead."""
    record(by=by, verb="people.position_removed", subject=position.person, before=position_facts(position))
    position.delete()


def _check_unlike(county: County, name: str, email: str, but: Person | None = None) -> None:
    others = county.persons.exclude(pk=but.pk) if but else county.persons.all()
    if email and others.filter(email=email).exists():
        raise PersonRefused(_("Det finns redan en person med den adressen."), "email")
    if not email and any(fold(o.name) == fold(name) for o in others.filter(email="", folded__contains=fold(name))):
        words = _("Det finns redan en person med det namnet utan e-post. Skriv en adress, så går de att skilja åt.")
        raise PersonRefused(words, "email")


def _facts(person: Person) -> dict[str, Any]:
    return {"name": person.name, "email": person.email, "phone": person.phone}


def position_facts(position: Position) -> dict[str, Any]:
    return {
        "place": str(position.organisation),
        "unit": str(position.unit or ""),
        "title": position.title,
        "valid_from": _iso(position.valid_from),
        "valid_to": _iso(position.valid_to),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _differing(before: dict[str, Any], after: dict[str, Any], keep: str = "") -> dict[str, Any]:
    """Only what was changed, as `record` takes it; `keep` names what its sentence needs besides."""
    names = [name for name in after if before[name] != after[name] or name == keep]
    return {"before": {n: before[n] for n in names}, "after": {n: after[n] for n in names}}
