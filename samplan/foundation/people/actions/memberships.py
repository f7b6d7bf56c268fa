"""Who is with in what: a region's periods in the levels above the county. Never in two of the same kind on the same day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day

from ..models import MemberRegion, Organisation
from .registers import RegisterRefused, check_period, iso, tell


@transaction.atomic
def add_membership(
    *,
    group: Organisation,
    member: Organisation,
    valid_from: date | None,
    valid_to: date | None = None,
    moves: bool = False,
    by: Any,
) -> MemberRegion:
    """`moves`: from another of the same kind, whose last day is then the day before."""
    member = hold_member(member)
    if moves:
        _leave_others(group, member, valid_from, by)
    check_period(valid_from, valid_to)
    check_alone(MemberRegion(group=group, member=member, valid_from=valid_from, valid_to=valid_to))
    made = MemberRegion.objects.create(group=group, member=member, valid_from=valid_from, valid_to=valid_to)
    tell("membership_added", member, by=by, after={"group": group.name, "valid_from": iso(valid_from)})
    return made


def hold_member(member: Organisation) -> Organisation:
    """Two who write about the same member at once take turns; each then sees what the other wrote."""
    return Organisation.objects.select_for_update(of=("self",)).select_related("county").get(pk=member.pk)


def _leave_others(group: Organisation, member: Organisation, first: date | None, by: Any) -> None:
    if first is None:
        raise RegisterRefused(_("Skriv vilken dag flytten gäller från."), "valid_from")
    others = member.member_of.filter(group__kind=group.kind, valid_to=None).exclude(group=group)
    for other in others.select_related("group", "member__county"):
        _end(other, first - timedelta(days=1), by)


def check_alone(new: MemberRegion) -> None:
    """Holds only while the member is held."""
    others = MemberRegion.objects.filter(member_id=new.member_id, group__kind=new.group.kind).exclude(pk=new.pk)
    if (there := overlapping(new, others.select_related("group"))) is None:
        return
    if there.group_id == new.group_id:
        raise RegisterRefused(_("Organisationen är redan med där."), "group")
    raise RegisterRefused(two_at_once(there), "group")


def two_at_once(there: MemberRegion) -> str:
    words = {"member": there.member.name, "group": there.group.name}
    if there.valid_to:
        words["day"] = long_day(there.valid_to)
        return _("%(member)s är med i %(group)s till och med %(day)s. Välj en senare dag.") % words
    return _("%(member)s är redan med i %(group)s. Avsluta det medlemskapet först, eller välj att den flyttar.") % words


def overlapping(new: MemberRegion, others: Iterable[MemberRegion]) -> MemberRegion | None:
    """The first of the others, in groups of the same kind, that shares a day with it. No day means always."""
    first, last = new.valid_from or date.min, new.valid_to or date.max
    for other in others:
        in_one_day = (other.valid_from or date.min) <= last and (other.valid_to or date.max) >= first
        if in_one_day and other.group.kind == new.group.kind:
            return other
    return None


@transaction.atomic
def end_membership(*, membership: MemberRegion, last_day: date, by: Any) -> None:
    hold_member(membership.member)
    membership.refresh_from_db()
    _end(membership, last_day, by)


def _end(membership: MemberRegion, last_day: date, by: Any) -> None:
    if membership.valid_from and last_day < membership.valid_from:
        words = {"group": membership.group.name, "day": long_day(membership.valid_from)}
        raise RegisterRefused(_("Medlemskapet i %(group)s börjar först %(day)s.") % words, "last_day")
    membership.valid_to = last_day
    check_alone(membership)
    membership.save(update_fields=["valid_to"])
    facts = {"group": membership.group.name, "day": iso(last_day)}
    tell("membership_ended", membership.member, by=by, after=facts)


@transaction.atomic
def remove_membership(*, membership: MemberRegion, reason: str, by: Any) -> None:
    """For what was never so. What has been is ended instead."""
    member = hold_member(membership.member)
    before = {"valid_from": iso(membership.valid_from), "valid_to": iso(membership.valid_to)}
    after = {"group": membership.group.name}
    tell("membership_removed", member, by=by, before=before, after=after, reason=reason)
    membership.delete()


def held_members(county: Any) -> None:
    """Those that a register file may write memberships for; taken in the same order by all who do."""
    whose = Q(county=county) if county else Q(county=None) | Q(kind=Organisation.Kind.REGION)
    list(Organisation.objects.select_for_update(of=("self",)).filter(whose).order_by("pk").values_list("pk"))
