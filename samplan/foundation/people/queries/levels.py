"""Reads of the levels above the county: sjukvårdsregioner and the nation, with who is with in them and was."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from samplan.foundation.core.dates import today

from ..models import County, MemberRegion, Organisation

NATIONAL_KINDS = (Organisation.Kind.HEALTH_REGION, Organisation.Kind.NATION)


def all_levels() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind__in=NATIONAL_KINDS, county=None)


def levels_of(county: County) -> QuerySet[Organisation]:
    """Those that an organisation in the county is, or has been, with in; and what those are with in."""
    near = MemberRegion.objects.filter(member__county=county).values("group")
    above = MemberRegion.objects.filter(member__in=near).values("group")
    return all_levels().filter(Q(pk__in=near) | Q(pk__in=above))


@dataclass(frozen=True)
class LevelLine:
    level: Organisation
    members: int


def level_lines() -> list[LevelLine]:
    """By kind and name, in one query."""
    now = Q(members__valid_to=None) | Q(members__valid_to__gte=today())
    begun = Q(members__valid_from=None) | Q(members__valid_from__lte=today())
    counted = all_levels().annotate(now=Count("members", filter=now & begun))
    return [LevelLine(level, level.now) for level in counted.order_by("kind", "name_key", "pk")]


def regions_outside() -> list[Organisation]:
    """Regions that are in no sjukvårdsregion today."""
    inside = MemberRegion.objects.filter(group__kind=Organisation.Kind.HEALTH_REGION).exclude(valid_to__lt=today())
    regions = Organisation.objects.current().filter(kind=Organisation.Kind.REGION)
    return list(regions.exclude(pk__in=inside.values("member")).select_related("county"))


def members_of(level: Organisation) -> list[MemberRegion]:
    """Those of today first, by name; then those that have left, the latest first."""
    found = list(level.members.select_related("member__county").order_by("member__name_key", "pk"))
    day = today()
    left = [m for m in found if m.valid_to and m.valid_to < day]
    return [m for m in found if m not in left] + sorted(left, key=lambda m: m.valid_to or day, reverse=True)


def groups_of(level: Organisation) -> list[MemberRegion]:
    return list(level.member_of.select_related("group").order_by("-valid_from", "pk"))
