"""Writes in the register of organisations. A name, a part or an organisation that ends keeps its days: nothing is overwritten."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record

from ..models import Alias, County, FormerName, Organisation, Succession, Unit
from ..queries.levels import NATIONAL_KINDS

REGISTER_KINDS = (Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY, *NATIONAL_KINDS)  # not made by a county


class RegisterRefused(Exception):
    """Says, in the reader's words, why nothing was done, and at which field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_organisation(
    *, county: County, kind: str, name: str, short_name: str, valid_from: date | None, by: Any
) -> Organisation:
    if kind in REGISTER_KINDS:
        raise RegisterRefused(_("Regioner och kommuner läses in av den som sköter Samplan."), "kind")
    _check_name_free(county, name)
    made = Organisation.objects.create(
        county=county, kind=kind, name=name.strip(), short_name=short_name.strip() or name.strip()[:60],
        valid_from=valid_from,
    )  # fmt: skip
    tell("organisation_added", made, by=by, after=organisation_facts(made))
    return made


def mark_of_organisation(organisation: Organisation) -> str:
    return mark_of(*organisation_facts(organisation).values())


def organisation_facts(organisation: Organisation) -> dict[str, Any]:
    return {
        "kind": str(Organisation.Kind(organisation.kind).label),
        "name": organisation.name,
        "short_name": organisation.short_name,
        "valid_from": iso(organisation.valid_from),
        "valid_to": iso(organisation.valid_to),
    }


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    seen: str | None,
    kind: str,
    name: str,
    short_name: str,
    renamed_on: date | None,
    valid_from: date | None,
    by: Any,
) -> Organisation:
    """`renamed_on` is the new name's first day: the old one is kept until the day before. Without it the old was a misspelling."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if seen is not None and seen != mark_of_organisation(organisation):
        raise Stale
    before, old_name = organisation_facts(organisation), organisation.name
    if organisation.is_registered:
        raise RegisterRefused(_("Uppgifterna kommer ur det nationella registret och ändras inte här."))
    if name.strip() != old_name and organisation.county:
        _check_name_free(organisation.county, name, but=organisation)
    organisation.kind, organisation.name, organisation.valid_from = kind, name.strip(), valid_from
    organisation.short_name = short_name.strip() or name.strip()[:60]
    check_period(organisation.valid_from, organisation.valid_to)
    after = organisation_facts(organisation)
    if before == after:
        return organisation
    organisation.save()
    if before["name"] != after["name"] and renamed_on:
        _keep_name(organisation, None, old_name, renamed_on)
    renamed = before["name"] != after["name"]
    differing = differing_facts(before, after)
    tell(
        "organisation_renamed" if renamed else "organisation_changed",
        organisation,
        by=by,
        before=differing["before"],
        after=differing["after"],
    )
    return organisation


def _keep_name(organisation: Organisation, unit: Unit | None, name: str, first_day: date) -> None:
    FormerName.objects.create(organisation=organisation, unit=unit, name=name, valid_to=first_day - timedelta(days=1))


def _check_name_free(county: County, name: str, but: Organisation | None = None) -> None:
    folded = fold(name)
    others = county.organisations.filter(folded__contains=folded)
    if any(fold(o.name) == folded for o in others if not but or o.pk != but.pk):
        raise RegisterRefused(_("Det finns redan en organisation som heter så i länet."), "name")


def check_period(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise RegisterRefused(_("Den kan inte upphöra innan den börjar."), "valid_from")


@transaction.atomic
def end_organisation(
    *, organisation: Organisation, last_day: date, successors: Iterable[Organisation], by: Any
) -> None:
    """It stays readable, with its last day. What it owned is handed over on a page of its own."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.is_registered:
        raise RegisterRefused(_("Regioner och kommuner avslutas i det nationella registret."))
    check_period(organisation.valid_from, last_day)
    organisation.valid_to = last_day
    organisation.save(update_fields=["valid_to"])
    names = []
    for successor in successors:
        Succession.objects.get_or_create(
            predecessor=organisation,
            successor=successor,
            predecessor_unit=None,
            successor_unit=None,
            defaults={"on": last_day + timedelta(days=1)},
        )
        names.append(successor.name)
    after = {"valid_to": iso(last_day), "day": iso(last_day), "successors": names}
    tell("organisation_ended", organisation, by=by, after=after)


@transaction.atomic
def resume_organisation(*, organisation: Organisation, by: Any) -> None:
    """It was a slip: the last day and those who took over the day after are taken away."""
    if organisation.valid_to is None:
        return
    before = {"valid_to": iso(organisation.valid_to)}
    after_last = organisation.valid_to + timedelta(days=1)
    organisation.successions.filter(on=after_last, predecessor_unit=None).delete()
    organisation.valid_to = None
    organisation.save(update_fields=["valid_to"])
    tell("organisation_resumed", organisation, by=by, before=before)


@transaction.atomic
def add_alias(*, organisation: Organisation, text: str, unit: Unit | None = None, by: Any) -> Alias:
    text = text.strip()
    if organisation.aliases.filter(text=text).exists():
        raise RegisterRefused(_("Skrivsättet finns redan."), "text")
    made = Alias.objects.create(organisation=organisation, unit=unit, text=text)
    tell("alias_added", organisation, by=by, after={"text": text})
    return made


@transaction.atomic
def remove_alias(*, alias: Alias, by: Any) -> None:
    tell("alias_removed", alias.organisation, by=by, before={"text": alias.text})
    alias.delete()


@transaction.atomic
def add_unit(
    *, organisation: Organisation, kind: str, name: str, parent: Unit | None, valid_from: date | None, by: Any
) -> Unit:
    _check_unit_name(organisation, name)
    made = Unit.objects.create(
        organisation=organisation, kind=kind, name=name.strip(), parent=parent, valid_from=valid_from
    )
    tell("unit_added", organisation, by=by, after={"unit": made.name, **unit_facts(made)})
    return made


def mark_of_unit(unit: Unit) -> str:
    return mark_of(*unit_facts(unit).values(), unit.parent_id)


def unit_facts(unit: Unit) -> dict[str, Any]:
    return {
        "kind": str(Unit.Kind(unit.kind).label),
        "name": unit.name,
        "parent": str(unit.parent or ""),
        "valid_from": iso(unit.valid_from),
        "valid_to": iso(unit.valid_to),
    }


@transaction.atomic
def edit_unit(
    *,
    unit: Unit,
    seen: str | None,
    kind: str,
    name: str,
    renamed_on: date | None,
    parent: Unit | None,
    valid_from: date | None,
    by: Any,
) -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).select_related("organisation__county").get(pk=unit.pk)
    if seen is not None and seen != mark_of_unit(unit):
        raise Stale
    if name.strip() != unit.name:
        _check_unit_name(unit.organisation, name)
    _check_place(unit, parent)
    before, old_name = unit_facts(unit), unit.name
    unit.kind, unit.name, unit.parent, unit.valid_from = kind, name.strip(), parent, valid_from
    check_period(unit.valid_from, unit.valid_to)
    after = unit_facts(unit)
    if before == after:
        return unit
    unit.save()
    if before["name"] != after["name"] and renamed_on:
        _keep_name(unit.organisation, unit, old_name, renamed_on)
    differing = differing_facts(before, after)
    differing["after"]["unit"] = old_name
    tell("unit_changed", unit.organisation, by=by, before=differing["before"], after=differing["after"])
    return unit


def _check_unit_name(organisation: Organisation, name: str) -> None:
    if organisation.units.filter(name=name.strip()).exists():
        raise RegisterRefused(_("Det finns redan en del som heter så i organisationen."), "name")


def _check_place(unit: Unit, parent: Unit | None) -> None:
    above: Unit | None = parent
    while above is not None:
        if above.pk == unit.pk:
            raise RegisterRefused(_("En del kan inte ligga under sig själv eller något under den."), "parent")
        above = above.parent


@transaction.atomic
def end_unit(*, unit: Unit, last_day: date, by: Any) -> None:
    """Its parts that go on end with it."""
    check_period(unit.valid_from, last_day)
    ending = [unit]
    for each in ending:
        ending += each.parts.filter(valid_to=None)
        each.valid_to = last_day
        each.save(update_fields=["valid_to"])
    facts = {"unit": unit.name, "day": iso(last_day), "with": [u.name for u in ending[1:]]}
    tell("unit_ended", unit.organisation, by=by, after=facts)


@transaction.atomic
def resume_unit(*, unit: Unit, by: Any) -> None:
    if unit.valid_to is None:
        return
    tell("unit_resumed", unit.organisation, by=by, before={"valid_to": iso(unit.valid_to)}, after={"unit": unit.name})
    unit.valid_to = None
    unit.save(update_fields=["valid_to"])


def tell(
    verb: str, organisation: Organisation, *, by: Any, before: Any = None, after: Any = None, reason: str = ""
) -> None:
    county = organisation.county.code if organisation.county else ""
    facts = {"before": before, "after": after, "note": reason}
    record(by=by, verb=f"people.{verb}", subject=organisation, county=county, **facts)


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def differing_facts(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    names = [name for name in after if before[name] != after[name]]
    return {"before": {n: before[n] for n in names}, "after": {n: after[n] for n in names}}
