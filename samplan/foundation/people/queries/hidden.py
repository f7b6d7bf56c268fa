"""Whose name a viewer may not read: a user representative's without consent, unless it is theirs or they gave the role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Consent, Invitation, Role, User
from .consents import KIND, consented, instead_of_name, shown_names


def hidden_roles(viewer: User | None) -> QuerySet[Role]:
    """Roles that tell nothing of who holds them to this viewer. Of nobody's in particular: to everybody but holder and giver."""
    consenting = Consent.objects.filter(purpose=Consent.Purpose.NAME, withdrawn_on=None).values("user")
    found = Role.objects.filter(kind=KIND).exclude(user__in=consenting)
    if viewer is None:
        return found
    given = Role.objects.filter(kind=KIND, given_by=viewer).values("user")
    return found.exclude(user=viewer).exclude(user__in=given)


def hidden_users(viewer: User | None) -> QuerySet[Role, Any]:
    """As a subquery of ids: those known as user representatives only. Another role is nothing to hide."""
    open_about = Role.objects.exclude(kind=KIND).values("user")
    return hidden_roles(viewer).exclude(user__in=open_about).values("user")


def is_hidden(user_id: int) -> bool:
    """To anybody at all: then what is told to a whole county does not name them."""
    return hidden_users(None).filter(user=user_id).exists()


def hidden_names(user_ids: Iterable[int], viewer: User | None) -> list[tuple[int, str]]:
    """Those known as user representatives only, without a consent: what is said instead of their name.

    Somebody who also has another role did what they did in either; the name alone then tells nothing.
    """
    known = Role.objects.filter(user__in=list(user_ids), user__roles__kind=KIND)
    roles = list(known.select_related("user", "organisation", "county").order_by("valid_from", "pk").distinct())
    open_about = {role.user_id for role in roles if role.kind != KIND}
    shown = shown_names([role for role in roles if role.user_id not in open_about], viewer)
    readable = {each.role.user_id for each in shown if each.is_real}
    return [(each.role.user_id, each.name) for each in shown if each.role.user_id not in readable]


@dataclass(frozen=True)
class Invited:
    """Whom an invitation is for, as the viewer reads it."""

    name: str
    email: str
    is_real: bool


def invited(invitations: Iterable[Invitation], viewer: User | None) -> list[Invited]:
    """A user representative's invitation is a name for who sent it only, until its holder has agreed to more."""
    rows = list(invitations)
    agreed = consented(i.accepted_by_id for i in rows if i.kind == KIND and i.accepted_by_id is not None)
    return [_invited(each, viewer, each.accepted_by_id in agreed) for each in rows]


def _invited(each: Invitation, viewer: User | None, is_public: bool) -> Invited:
    own = viewer is not None and viewer.pk in (each.invited_by_id, each.accepted_by_id)
    if each.kind != KIND or is_public or own:
        return Invited(each.name, each.email, True)
    return Invited(instead_of_name(each.organisation or each.county), "", False)


def visible(viewer: User | None) -> Q:
    """For roles: those that may be read as somebody's."""
    return ~Q(pk__in=hidden_roles(viewer).values("pk"))
