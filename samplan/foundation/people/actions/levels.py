"""Writes of the levels above the county: sjukvårdsregioner and the nation. They belong to no county; administrators keep them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import fold

from ..models import FormerName, MemberRegion, Organisation
from ..queries.levels import NATIONAL_KINDS
from .memberships import check_alone, end_membership, held_members
from .registers import (
    RegisterRefused,
    check_period,
    differing_facts,
    iso,
    organisation_facts,
    tell,
)


@transaction.atomic
def add_level(*, kind: str, name: str, short_name: str, code: str, valid_from: date | None, by: Any) -> Organisation:
    if kind not in NATIONAL_KINDS:
        raise RegisterRefused(_("Välj sjukvårdsregion eller nationell nivå."), "kind")
    _check_free(kind, name, code)
    name = name.strip()
    short = short_name.strip() or name[:60]
    made = Organisation.objects.create(kind=kind, name=name, short_name=short, code=code.strip(), valid_from=valid_from)
    tell("organisation_added", made, by=by, after=level_facts(made))
    return made


def _check_free(kind: str, name: str, code: str, but: Organisation | None = None) -> None:
    others = Organisation.objects.filter(county=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if any(fold(o.name) == fold(name) for o in others):
        raise RegisterRefused(_("Det finns redan en nivå som heter så."), "name")
    if code.strip() and others.filter(kind=kind, code=code.strip()).exists():
        raise RegisterRefused(_("Koden används redan."), "code")


def level_facts(level: Organisation) -> dict[str, Any]:
    return organisation_facts(level) | {"code": level.code}


def mark_of_level(level: Organisation) -> str:
    return mark_of(*level_facts(level).values())


def _held(level: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=level.pk, kind__in=NATIONAL_KINDS)


@transaction.atomic
def edit_level(
    *,
    level: Organisation,
    seen: str | None,
    name: str,
    short_name: str,
    code: str,
    renamed_on: date | None,
    valid_from: date | None,
    by: Any,
) -> Organisation:
    """As for an organisation: `renamed_on` is the new name's first day, and without it the old one was a misspelling."""
    level = _held(level)
    if seen is not None and seen != mark_of_level(level):
        raise Stale
    _check_free(level.kind, name, code, but=level)
    check_period(valid_from, level.valid_to)
    before = level_facts(level)
    level.name, level.code, level.valid_from = name.strip(), code.strip(), valid_from
    level.short_name = short_name.strip() or level.name[:60]
    after = level_facts(level)
    if before == after:
        return level
    level.save()
    renamed = before["name"] != after["name"]
    if renamed and renamed_on:
        last = renamed_on - timedelta(days=1)
        FormerName.objects.create(organisation=level, name=before["name"], valid_to=last)
    differing = differing_facts(before, after)
    verb = "organisation_renamed" if renamed else "organisation_changed"
    tell(verb, level, by=by, before=differing["before"], after=differing["after"])
    return level


@transaction.atomic
def end_level(*, level: Organisation, last_day: date, by: Any) -> None:
    """Its members leave the same day."""
    held_members(None)
    level = _held(level)
    check_period(level.valid_from, last_day)
    going_on = MemberRegion.objects.filter(group=level, valid_to=None).exclude(valid_from__gt=last_day)
    left = list(going_on.select_related("group", "member__county").order_by("member_id"))
    for membership in left:
        end_membership(membership=membership, last_day=last_day, by=by)
    level.valid_to = last_day
    level.save(update_fields=["valid_to"])
    after = {"valid_to": iso(last_day), "day": iso(last_day), "with": [m.member.name for m in left]}
    tell("organisation_ended", level, by=by, after=after)


@transaction.atomic
def resume_level(*, level: Organisation, by: Any) -> None:
    """It was a slip. Members that left the same day come back, but for those that have gone elsewhere."""
    held_members(None)
    level = _held(level)
    if level.valid_to is None:
        return
    for membership in level.members.filter(valid_to=level.valid_to).select_related("group", "member__county"):
        _come_back(membership, by)
    tell("organisation_resumed", level, by=by, before={"valid_to": iso(level.valid_to)})
    level.valid_to = None
    level.save(update_fields=["valid_to"])


def _come_back(membership: MemberRegion, by: Any) -> None:
    membership.valid_to = None
    try:
        check_alone(membership)
    except RegisterRefused:
        return
    membership.save(update_fields=["valid_to"])
    tell("membership_changed", membership.member, by=by, after={"group": membership.group.name})
