from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today

from ..models import County, Organisation, Role, User


def current_roles(user: User, on: date | None = None) -> QuerySet[Role]:
    day = on or today()
    return user.roles.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


@dataclass(frozen=True)
class Standing:
    """Where a user stands: the counties they may open, those they read the inside of, and those they coordinate."""

    counties: list[County]
    inside: frozenset[int]
    coordinated: frozenset[int]


def standing_of(user: User) -> Standing:
    """One query; two for those who may open every county."""
    roles = list(current_roles(user).select_related("county", "organisation__county"))
    own = {county.pk: county for role in roles if (county := county_of(role))}
    coordinated = frozenset(role.county_id for role in roles if role.kind == Role.Kind.COORDINATOR and role.county_id)
    if user.is_administrator or any(role.kind == Role.Kind.NATIONAL_READER for role in roles):
        every = list(County.objects.filter(organisations__isnull=False).distinct())
        inside = {county.pk for county in every} if user.is_administrator else set()
        return Standing(every, frozenset(inside | own.keys()), coordinated)
    return Standing(sorted(own.values(), key=lambda c: c.name_key), frozenset(own), coordinated)


def county_of(role: Role) -> County | None:
    return role.county or (role.organisation.county if role.organisation else None)


def counties_of(user: User) -> list[County]:
    """The counties a user may open, by name. A national reader reads only what is decided there."""
    return standing_of(user).counties


def with_people(counties: list[County]) -> list[County]:
    """Those where somebody has a role; all of them when nobody has anywhere."""
    held = set(Role.objects.filter(county__in=counties).values_list("county_id", flat=True))
    return [county for county in counties if county.pk in held] or counties


def organisations_of(user: User, *kinds: str) -> QuerySet[Organisation]:
    """The organisations a user speaks for, optionally by kind of role."""
    roles = current_roles(user).exclude(organisation=None)
    if kinds:
        roles = roles.filter(kind__in=kinds)
    return Organisation.objects.filter(roles__in=roles).distinct()


def holders(organisation: Organisation, kind: str) -> QuerySet[User]:
    """Who holds a role for an organisation today."""
    day = today()
    return User.objects.filter(
        Q(roles__valid_to=None) | Q(roles__valid_to__gte=day),
        is_active=True,
        roles__organisation=organisation,
        roles__kind=kind,
        roles__valid_from__lte=day,
    ).order_by("name_key")


KIND_TITLES: dict[str, str | Promise] = {
    Organisation.Kind.REGION: _("Region"),
    Organisation.Kind.MUNICIPALITY: _("Kommuner"),
    Organisation.Kind.AGENCY: _("Statliga myndigheter"),
    Organisation.Kind.ASSOCIATION: _("Föreningar"),
    Organisation.Kind.USER_ORGANISATION: _("Brukarorganisationer"),
    Organisation.Kind.COORDINATION: _("Samordningsförbund"),
    Organisation.Kind.COMPANY: _("Företag"),
}


@dataclass
class OrganisationLine:
    """An organisation with those who speak for it today."""

    organisation: Organisation
    contacts: list[User] = field(default_factory=list)
    managers: list[User] = field(default_factory=list)


@dataclass
class OrganisationGroup:
    title: str | Promise
    lines: list[OrganisationLine]


def organisations_with_people(county: County) -> list[OrganisationGroup]:
    """Every organisation of a county by kind, in three queries however many they are."""
    lines = {o.pk: OrganisationLine(o) for o in county.organisations.exclude(valid_to__lt=today())}
    for role in roles_held_now().filter(organisation__county=county).order_by("user__name_key"):
        line = lines.get(role.organisation_id or 0)
        if line is None:  # the organisation has ended; its roles wait to be handed over
            continue
        holders_of_kind = {Role.Kind.CONTACT: line.contacts, Role.Kind.MANAGER: line.managers}.get(Role.Kind(role.kind))
        if holders_of_kind is not None:
            holders_of_kind.append(role.user)
    groups = []
    for kind in Organisation.Kind:
        if of_kind := [line for line in lines.values() if line.organisation.kind == kind]:
            groups.append(OrganisationGroup(KIND_TITLES[kind], of_kind))
    return groups


def roles_of(organisation: Organisation) -> list[tuple[str | Promise, list[Role]]]:
    """Who speaks for an organisation today, by role; a vacant role keeps its place."""
    held = list(roles_held_now().filter(organisation=organisation).order_by("user__name_key"))
    titles = {
        Role.Kind.CONTACT: _("Kontaktperson"),
        Role.Kind.MANAGER: _("Ansvarig chef"),
        Role.Kind.EDITOR: _("Redaktör"),
    }
    return [(title, [role for role in held if role.kind == kind]) for kind, title in titles.items()]


def roles_held_now() -> QuerySet[Role]:
    day = today()
    return Role.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, user__is_active=True
    ).select_related("user")


def demo_users_above_counties() -> list[tuple[str, User]]:
    """Who in a demonstration belongs to no county, with what they are there."""
    administrators = User.objects.filter(is_administrator=True, is_active=True).order_by("name_key")[:1]
    readers = roles_held_now().filter(kind=Role.Kind.NATIONAL_READER).order_by("user__name_key")[:1]
    chosen = [(str(_("Systemadministratör")), user) for user in administrators]
    return chosen + [(str(role.get_kind_display()), role.user) for role in readers]


def demo_users() -> list[tuple[County, list[Role]]]:
    """Whom a demonstration can be tried as: in each county the first of every role, the manager of the contact's organisation,
    and somebody in a user organisation."""
    roles = (
        roles_held_now()
        .select_related("user", "county", "organisation__county")
        .order_by("organisation__name_key", "user__name_key")
    )
    by_county: dict[County, list[Role]] = {}
    for role in roles:
        county = role.county or (role.organisation.county if role.organisation else None)
        if county:
            by_county.setdefault(county, []).append(role)
    return [(c, _one_of_each(by_county[c])) for c in sorted(by_county, key=lambda c: c.name_key)]


def _one_of_each(roles: list[Role]) -> list[Role]:
    chosen: dict[str, Role] = {}
    for role in roles:
        chosen.setdefault(role.kind, role)
    if contact := chosen.get(Role.Kind.CONTACT):
        for role in roles:
            if role.kind == Role.Kind.MANAGER and role.organisation_id == contact.organisation_id:
                chosen[role.kind] = role
    return [chosen[kind] for kind in Role.Kind if kind in chosen] + _of_users(roles, chosen)


def _of_users(roles: list[Role], chosen: dict[str, Role]) -> list[Role]:
    """A user organisation is a party like any other: somebody in it can be tried too."""
    own = [r for r in roles if r.organisation and r.organisation.kind == Organisation.Kind.USER_ORGANISATION]
    taken = {role.user_id for role in chosen.values()}
    return [role for role in own if role.kind == Role.Kind.CONTACT and role.user_id not in taken][:1]
