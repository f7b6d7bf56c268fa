from datetime import date

from django.db.models import Q, QuerySet

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import fold

from .models import Alias, County, Organisation, Role, User


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


class ActorRegister:
    """Finds the organisation that a document's spelling of an actor means. Loads the county's register once."""

    def __init__(self, county: County) -> None:
        self._by_text: dict[str, Organisation] = {}
        organisations = Organisation.objects.filter(Q(county=county) | Q(county=None))
        for organisation in organisations:
            for text in (organisation.short_name, organisation.name):
                self._by_text.setdefault(fold(text), organisation)
            if organisation.kind == Organisation.Kind.REGION:
                for text in ("regionen", "region", "landstinget"):
                    self._by_text.setdefault(text, organisation)
        for alias in Alias.objects.filter(organisation__in=organisations).select_related("organisation"):
            self._by_text.setdefault(alias.folded, alias.organisation)

    def find(self, text: str) -> Organisation | None:
        return self._by_text.get(fold(text).strip(" .,;:()"))

    def name(self, text: str) -> str | None:
        found = self.find(text)
        return found.name if found else None
