"""What was written wrong about an organisation's past is put right or taken away. Why is kept in the history."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of

from ..models import FormerName, Organisation, Succession
from .registers import RegisterRefused, differing_facts, iso, tell


@transaction.atomic
def add_former_name(*, organisation: Organisation, name: str, valid_to: date, by: Any) -> FormerName:
    _check_name(organisation, name, valid_to)
    made = FormerName.objects.create(organisation=organisation, name=name.strip(), valid_to=valid_to)
    tell("former_name_added", organisation, by=by, after={"what": made.name, "valid_to": iso(valid_to)})
    return made


def _check_name(organisation: Organisation, name: str, valid_to: date, but: FormerName | None = None) -> None:
    there = organisation.former_names.filter(name=name.strip(), valid_to=valid_to, unit=but.unit if but else None)
    if (there.exclude(pk=but.pk) if but else there).exists():
        raise RegisterRefused(_("Det tidigare namnet står redan där."), "name")


def mark_of_former_name(former: FormerName) -> str:
    return mark_of(former.name, former.valid_to)


@transaction.atomic
def correct_former_name(
    *, former: FormerName, seen: str | None, name: str, valid_to: date, reason: str, by: Any
) -> None:
    former = FormerName.objects.select_for_update(of=("self",)).select_related("organisation__county").get(pk=former.pk)
    if seen is not None and seen != mark_of_former_name(former):
        raise Stale
    _check_name(former.organisation, name, valid_to, but=former)
    before = _name_facts(former)
    former.name, former.valid_to = name.strip(), valid_to
    after = _name_facts(former)
    if before == after:
        return
    former.save()
    differing = differing_facts(before, after)
    differing["after"]["what"] = before["name"]
    tell(
        "former_name_changed",
        former.organisation,
        by=by,
        before=differing["before"],
        after=differing["after"],
        reason=reason,
    )


@transaction.atomic
def remove_former_name(*, former: FormerName, reason: str, by: Any) -> None:
    told = {"after": {"what": former.name}, "before": {"valid_to": iso(former.valid_to)}}
    tell("former_name_removed", former.organisation, by=by, reason=reason, **told)
    former.delete()


def _name_facts(former: FormerName) -> dict[str, Any]:
    return {"name": former.name, "valid_to": iso(former.valid_to)}


@transaction.atomic
def add_succession(*, organisation: Organisation, successor: Organisation, on: date, by: Any) -> Succession:
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    _check_successor(organisation, successor)
    made = Succession.objects.create(predecessor=organisation, successor=successor, on=on)
    tell("succession_added", organisation, by=by, after={"what": str(made), "on": iso(on)})
    return made


def _check_successor(organisation: Organisation, successor: Organisation, but: Succession | None = None) -> None:
    if organisation == successor:
        raise RegisterRefused(_("En organisation kan inte ta över efter sig själv."), "successor")
    whole = organisation.successions.filter(successor=successor, predecessor_unit=None, successor_unit=None)
    if (whole.exclude(pk=but.pk) if but else whole).exists():
        raise RegisterRefused(_("Det står redan att %(name)s tog över.") % {"name": successor.name}, "successor")


def mark_of_succession(succession: Succession) -> str:
    return mark_of(succession.successor_id, succession.on)


@transaction.atomic
def correct_succession(
    *, succession: Succession, seen: str | None, successor: Organisation | None, on: date, reason: str, by: Any
) -> None:
    """Which part took over after which stands; without a successor only the day is corrected."""
    found = Succession.objects.select_for_update(of=("self",)).select_related("predecessor__county", "successor")
    succession = found.get(pk=succession.pk)
    if seen is not None and seen != mark_of_succession(succession):
        raise Stale
    before = _succession_facts(succession)
    if successor is not None and successor != succession.successor:
        _check_successor(succession.predecessor, successor, but=succession)
        succession.successor = successor
    succession.on = on
    after = _succession_facts(succession)
    if before == after:
        return
    succession.save()
    differing = differing_facts(before, after)
    differing["after"]["what"] = str(succession)
    tell(
        "succession_changed",
        succession.predecessor,
        by=by,
        before=differing["before"],
        after=differing["after"],
        reason=reason,
    )


@transaction.atomic
def remove_succession(*, succession: Succession, reason: str, by: Any) -> None:
    told = {"after": {"what": str(succession)}, "before": {"on": iso(succession.on)}}
    tell("succession_removed", succession.predecessor, by=by, reason=reason, **told)
    succession.delete()


def _succession_facts(succession: Succession) -> dict[str, Any]:
    return {"successor": succession.successor.name, "on": iso(succession.on)}
