import json
import re
from datetime import date

from django.db.models import Q, QuerySet

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
        """The organisation meant: the whole spelling, or the only one named in it («Regionen och föreningar»)."""
        folded = fold(text).strip(" .,;:()")
        if whole := self._by_text.get(folded):
            return whole
        named = {found for part in _SEPARATORS.split(folded) if (found := self._by_text.get(part.strip()))}
        return named.pop() if len(named) == 1 else None

    def name(self, text: str) -> str | None:
        found = self.find(text)
        return found.name if found else None
