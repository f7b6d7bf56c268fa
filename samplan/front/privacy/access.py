"""Who may see and change what is kept about somebody: the person, the coordinators of their county, the administrators."""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Door
from samplan.foundation.people import queries as people
from samplan.foundation.people.access import CountyRequest, View, as_administrator, signed_in, stamped, stand_somewhere
from samplan.foundation.people.models import County, Role, User
from samplan.foundation.people.queries.hidden import hidden_users
from samplan.foundation.people.visitors import ADMINISTRATOR, COORDINATOR, elsewhere, outcomes

from . import addresses, queries

__all__ = ["addressing", "as_administrator", "as_keeper", "keeping", "signed_in", "visible_people"]


def coordinated(user: User) -> list[County]:
    held = people.current_roles(user).filter(kind=Role.Kind.COORDINATOR).select_related("county")
    return [role.county for role in held if role.county]


def visible_people(user: User) -> Any:
    """Whose data the visitor may ask for: everybody's for an administrator, for a coordinator those of the county by name."""
    if user.is_administrator:
        return User.objects.exclude(name=queries.ERASED)
    return queries.people_of(coordinated(user)).exclude(pk__in=hidden_users(user))


def as_keeper(view: View) -> View:
    """For coordinators and administrators; what they see there is narrowed by visible_people."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _stand(request)
        return view(request, *args, **kwargs)

    return stamped("privacy_keeper", inner)


def keeping(view: View) -> View:
    """For pages about one person: 404 unless the visitor answers for that person's county, or is administrator."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, person: int, *args: Any, **kwargs: Any) -> HttpResponse:
        _stand(request)
        shown = get_object_or_404(visible_people(request.user), pk=person)
        return view(request, shown, *args, **kwargs)

    return stamped("privacy_person", inner)


def addressing(view: View) -> View:
    """For pages about an e-mail address without an account: 404 unless it is used in the visitor's county, or by anybody for an
    administrator."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        _stand(request)
        address = addresses.address_of(token)
        if not may_ask_about(request.user, address):
            raise Http404
        return view(request, address, *args, **kwargs)

    return stamped("privacy_address", inner)


def may_ask_about(user: User, address: str) -> bool:
    return addresses.is_kept(address, None if user.is_administrator else coordinated(user))


def _stand(request: CountyRequest) -> None:
    """The page stands in a county, so that the menu is there."""
    if not request.user.is_administrator and not coordinated(request.user):
        raise Http404
    stand_somewhere(request)


_ELSEWHERE = frozenset({elsewhere(Role.Kind.COORDINATOR)})
DOORS = (
    Door(
        "privacy_keeper",
        _("Samordnare och administratörer, för sina egna"),
        outcomes(inside=COORDINATOR | _ELSEWHERE | {ADMINISTRATOR}),
    ),
    Door(
        "privacy_person",
        _("Uppgifter om en person: länets samordnare och administratörer"),
        outcomes(inside=COORDINATOR | {ADMINISTRATOR}),
    ),
    Door(
        "privacy_address",
        _("Uppgifter om en e-postadress utan konto: länets samordnare och administratörer"),
        outcomes(inside=COORDINATOR | {ADMINISTRATOR}),
    ),
)
