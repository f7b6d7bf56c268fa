import json
import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import fold

from .models import Alias, County, Organisation, Role, Unit, User
from .register import DATA


def current_roles(user: User, on: date | None = None) -> QuerySet[Role]:
    day = on or today()
    return user.roles.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def counties_of(user: User) -> list[County]:
    """The counties a user has a role in, by name."""
    if user.is_administrator:
        return list(County.objects.filter(organisations__isnull=False).distinct())
    roles = current_roles(user)
    by_county = Q(roles__in=roles.exclude(county=None))
    by_organisation = Q(organisations__roles__in=roles.exclude(organisation=None))
    return list(County.objects.filter(by_county | by_organisation).distinct())


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
    lines = {o.pk: OrganisationLine(o) for o in county.organisations.all()}
    for role in roles_held_now().filter(organisation__county=county).order_by("user__name_key"):
        line = lines[role.organisation_id or 0]
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


def demo_users() -> list[tuple[County, list[Role]]]:
    """Whom a demonstration can be tried as: in each county the first of every role, the manager of the contact's organisation."""
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
    return [chosen[kind] for kind in Role.Kind if kind in chosen]


_SEPARATORS = re.compile(
    r"\s*(?:/|,|;|\boch till\b|\boch\b|\bsamt\b|\bge till\b|\btill\b|\bi samverkan med\b|\bmed\b)\s*"
)


class ActorRegister:
    """Finds the organisation that a document's spelling of an actor means. Reads the county's register once."""

    def __init__(self, county: County) -> None:
        self._by_text: dict[str, Organisation] = {}
        organisations = Organisation.objects.filter(Q(county=county) | Q(county=None))
        for organisation in organisations:
            self._add(organisation, organisation.name, organisation.short_name)
            if organisation.kind == Organisation.Kind.MUNICIPALITY:
                self._add(organisation, f"{organisation.short_name} kommun", f"{organisation.short_name}s kommun")
            if organisation.kind == Organisation.Kind.REGION:
                words = json.loads((DATA / "actor_words.json").read_text())["region"]
                self._add(organisation, *words)
        units = Unit.objects.filter(organisation__in=organisations).select_related("organisation")
        for unit in units:
            self._add(unit.organisation, unit.name)
        aliases = Alias.objects.filter(organisation__in=organisations).select_related("organisation")
        for alias in aliases:
            self._by_text[alias.folded] = alias.organisation

    def _add(self, organisation: Organisation, *texts: str) -> None:
        for text in texts:
            self._by_text.setdefault(fold(text), organisation)

    def find(self, text: str) -> Organisation | None:
        """The organisation meant: the whole spelling, or the region when it alone is named in it («Regionen och föreningar»)."""
        folded = fold(text).strip(" .,;:()")
        if whole := self._by_text.get(folded):
            return whole
        named = {found for part in _SEPARATORS.split(folded) if (found := self._by_text.get(part.strip()))}
        # A municipality named beside words that say nothing may stand for several; a region does not.
        return named.pop() if len(named) == 1 and all(o.kind == Organisation.Kind.REGION for o in named) else None

    def name(self, text: str) -> str | None:
        found = self.find(text)
        return found.name if found else None
