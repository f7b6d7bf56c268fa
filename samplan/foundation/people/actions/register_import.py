"""Applying a checked register file: all of it in one transaction, or nothing."""

from typing import Any

from django.db import transaction

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record

from ..models import County, Organisation, Person, Position, Succession, Unit, User
from ..register_files import Change, Comparison, RegisterFile, compare, compare_levels
from ..register_files.comparing import told
from .memberships import held_members
from .persons import name_account

_VERBS = {
    "organisations": ("organisation_added", "organisation_changed"),
    "units": ("unit_added", "unit_changed"),
    "aliases": ("alias_added", "alias_changed"),
    "former_names": ("former_name_added", "former_name_added"),
    "successions": ("succession_added", "succession_added"),
    "members": ("membership_added", "membership_changed"),
    "persons": ("person_added", "person_changed"),
    "positions": ("position_added", "position_changed"),
}


class FileHasErrors(Exception):
    """The file can't be applied as it is; `comparison` says why."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("the file has errors")
        self.comparison = comparison


@transaction.atomic
def import_register(
    *, county: County | None, file: RegisterFile, seen: str | None, name: str, by: User | None
) -> Comparison:
    """`seen` is the mark of the dry run that somebody has read; Stale when the register has changed since then.

    Without a county: the levels above it.
    """
    if county is not None:
        county = County.objects.select_for_update().get(pk=county.pk)
    held_members(county)
    found = compare_levels(file) if county is None else compare(county, file, by)
    if found.errors:
        raise FileHasErrors(found)
    if seen is not None and seen != found.mark:
        raise Stale
    for change in _in_order(found.changes):
        change.thing.save()
        _tell(change, by=by)
    if found.changes and county is not None:
        after = {"file": name, "rows": len(found.changes)}
        record(by=by, verb="people.register_imported", subject=county, county=county.code, after=after)
    return found


def _in_order(changes: list[Change]) -> list[Change]:
    """Tables come in their order already; a part is saved after the part it lies under."""
    waiting = {id(c.thing): c for c in changes if isinstance(c.thing, Unit)}
    ordered: list[Change] = []

    def put(change: Change) -> None:
        thing = change.thing
        if isinstance(thing, Unit):
            if waiting.pop(id(thing), None) is None:
                return
            if thing.parent is not None and id(thing.parent) in waiting:
                put(waiting[id(thing.parent)])
        ordered.append(change)

    for change in changes:
        put(change)
    return ordered


def _tell(change: Change, *, by: Any) -> None:
    thing = change.thing
    facts = told(change.differing)
    if isinstance(thing, Person) and thing.user_id:
        name_account(thing)
    subject: Any = getattr(thing, "organisation", None) or thing
    if isinstance(thing, Succession):
        subject = thing.predecessor
    if change.table.key == "members":
        subject = thing.member
    if isinstance(thing, Position):
        subject = thing.person
    county = subject.county if isinstance(subject, Organisation) else None
    verb = _VERBS[change.table.key][0 if change.is_new else 1]
    record(
        by=by,
        verb=f"people.{verb}",
        subject=subject,
        county=county.code if county else "",
        before=facts["before"],
        after={**facts["after"], **_named(thing, change.title)},
    )


def _named(thing: Any, title: str) -> dict[str, str]:
    """What the sentences name."""
    if isinstance(thing, Unit):
        return {"unit": thing.name}
    if isinstance(thing, Position):
        return {"place": str(thing.unit or thing.organisation)}
    if isinstance(thing, Organisation | Person):
        return {"name": thing.name}
    named = {"text": getattr(thing, "text", title), "what": title}
    return {**named, "group": thing.group.name} if hasattr(thing, "group") else named
