"""Whose name is shown. That somebody represents users can tell of their health: the name is shown with consent only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Consent, County, Organisation, Role, User
from .roles import current_roles, roles_held_now

KIND = Role.Kind.USER_REPRESENTATIVE


@dataclass(frozen=True)
class ShownName:
    role: Role
    name: str
    is_real: bool  # false: words in its place
    is_public: bool  # true: the person has agreed
    keeps: bool = False  # the viewer gave the role, and writes down what its holder agrees to


def consented(users: Iterable[int]) -> set[int]:
    given = Consent.objects.filter(user__in=list(users), purpose=Consent.Purpose.NAME, withdrawn_on=None)
    return set(given.values_list("user_id", flat=True))


def consent_of(user: User) -> Consent | None:
    return Consent.objects.filter(user=user, purpose=Consent.Purpose.NAME, withdrawn_on=None).first()


def shown_names(roles: Iterable[Role], viewer: User | None) -> list[ShownName]:
    """What the viewer sees as the name of each who holds a role; one query for them all."""
    held = list(roles)
    agreed = consented(role.user_id for role in held if role.kind == KIND)
    return [_shown(role, viewer, role.kind != KIND or role.user_id in agreed) for role in held]


def _shown(role: Role, viewer: User | None, is_public: bool) -> ShownName:
    viewer_id = viewer.pk if viewer else None
    keeps = role.kind == KIND and role.given_by_id is not None and role.given_by_id == viewer_id
    if is_public or keeps or role.user_id == viewer_id:
        return ShownName(role, role.user.name, True, is_public, keeps)
    return ShownName(role, instead_of_name(role.organisation or role.county), False, False)


def shown_name(role: Role, viewer: User | None) -> str:
    return shown_names([role], viewer)[0].name


def instead_of_name(place: Organisation | County | None) -> str:
    return _("Brukarrepresentant, %(place)s") % {"place": place}


def representatives_of(organisation: Organisation, viewer: User) -> list[ShownName]:
    roles = roles_held_now().filter(organisation=organisation, kind=KIND).select_related("organisation")
    return shown_names(roles.order_by("valid_from", "pk"), viewer)


def own_roles_as_representative(user: User) -> QuerySet[Role]:
    return current_roles(user).filter(kind=KIND).select_related("organisation__county", "county")


def roles_to_keep(county: County, keeper: User) -> QuerySet[Role]:
    """Representatives' roles in a county that the keeper gave."""
    held = roles_held_now().filter(kind=KIND, given_by=keeper).select_related("organisation__county", "county")
    return held.filter(organisation__county=county) | held.filter(county=county)
