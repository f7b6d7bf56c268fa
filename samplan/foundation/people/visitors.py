"""Every kind of visitor there is, for the table of doors: a role, held here or elsewhere; a personal link; nobody known."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Outcome

from .models import Role

PUBLIC, STRANGER, ADMINISTRATOR = "public", "stranger", "administrator"
LINKS = {
    "link_answer": _("Personlig länk: svara"),
    "link_help": _("Personlig länk: hjälpa till"),
    "link_approve": _("Personlig länk: godkänna"),
    "link_confirm": _("Personlig länk: bekräfta"),
}
COUNTY_KINDS = (*Role.COUNTY_KINDS, Role.Kind.USER_REPRESENTATIVE)
ORGANISATION_KINDS = (*Role.ORGANISATION_KINDS, Role.Kind.USER_REPRESENTATIVE)
LOCAL_KINDS = tuple(kind for kind in Role.Kind if kind != Role.Kind.NATIONAL_READER)


def in_own(kind: str) -> str:
    """The visitor with this role for the organisation the page is about."""
    return str(kind)


def in_neighbour(kind: str) -> str:
    """… for another organisation in the same county."""
    return f"{kind}@neighbour"


def in_county(kind: str) -> str:
    """… for the county itself, where the role can be for either."""
    return f"{kind}@county"


def elsewhere(kind: str) -> str:
    """… in another county."""
    return f"{kind}@elsewhere"


@dataclass(frozen=True)
class Visitor:
    key: str
    title: str | Promise
    kind: str = ""  # of role
    place: str = ""  # own, neighbour, county, elsewhere; empty: no place


def _everyone() -> list[Visitor]:
    people = [Visitor(PUBLIC, _("Inte inloggad")), *(Visitor(key, title) for key, title in LINKS.items())]
    people.append(Visitor(STRANGER, _("Inloggad utan uppdrag")))
    people += [Visitor(in_own(kind), Role.Kind(kind).label, kind, "county") for kind in Role.COUNTY_KINDS]
    for kind in ORGANISATION_KINDS:
        people.append(Visitor(in_own(kind), Role.Kind(kind).label, kind, "own"))
        people.append(Visitor(in_neighbour(kind), Role.Kind(kind).label, kind, "neighbour"))
    kind = Role.Kind.USER_REPRESENTATIVE
    people.append(Visitor(in_county(kind), Role.Kind(kind).label, kind, "county"))
    people += [Visitor(elsewhere(kind), Role.Kind(kind).label, kind, "elsewhere") for kind in LOCAL_KINDS]
    people.append(Visitor(Role.Kind.NATIONAL_READER, Role.Kind.NATIONAL_READER.label, Role.Kind.NATIONAL_READER))
    people.append(Visitor(ADMINISTRATOR, _("Systemadministratör")))
    return people


VISITORS: tuple[Visitor, ...] = tuple(_everyone())
EVERYONE = frozenset(v.key for v in VISITORS)
SIGNED_OUT = frozenset({PUBLIC, *LINKS})
SIGNED_IN = EVERYONE - SIGNED_OUT
HERE = frozenset(v.key for v in VISITORS if v.place in ("own", "neighbour", "county")) | {ADMINISTRATOR}
COORDINATOR = frozenset({in_own(Role.Kind.COORDINATOR)})
NATIONAL = frozenset({str(Role.Kind.NATIONAL_READER)})


def own(*kinds: str) -> frozenset[str]:
    return frozenset(in_own(kind) for kind in kinds)


def neighbours(*kinds: str) -> frozenset[str]:
    return frozenset(in_neighbour(kind) for kind in kinds)


def outcomes(
    *, inside: Iterable[str], refused: Iterable[str] = (), signed_out: Outcome = Outcome.SIGN_IN
) -> dict[str, Outcome]:
    """What each visitor meets: those inside, those told that they may not, and, for everybody else, nothing there."""
    inside, refused = frozenset(inside), frozenset(refused)
    unknown = (inside | refused) - EVERYONE
    if unknown:
        raise ValueError(f"no such visitors: {sorted(unknown)}")

    def of(key: str) -> Outcome:
        if key in inside:
            return Outcome.IN
        if key in refused:
            return Outcome.REFUSED
        return signed_out if key in SIGNED_OUT else Outcome.HIDDEN

    return {v.key: of(v.key) for v in VISITORS}
