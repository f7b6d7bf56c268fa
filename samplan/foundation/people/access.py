"""The only door: which county a page stands in, and what the visitor may do there. 404 for what one may not know exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from . import queries
from .models import County, Organisation, Role, User

View = Callable[..., HttpResponse]


class CountyRequest(HttpRequest):
    """A request that has come through the door."""

    county: County
    user: User  # type: ignore[assignment]


def may_see(user: User, county: County) -> bool:
    return any(c.pk == county.pk for c in queries.counties_of(user))


def is_coordinator(user: User, county: County) -> bool:
    return queries.current_roles(user).filter(kind=Role.Kind.COORDINATOR, county=county).exists()


def speaks_for(user: User, organisation: Organisation, *kinds: str) -> bool:
    return queries.organisations_of(user, *kinds).filter(pk=organisation.pk).exists()


def stamped(name: str, view: View) -> View:
    """Says on the view which door it stands behind: docs/permissions.md and the walk of every address read it."""
    view.door = name  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For pages about the visitor's own account, whatever roles they have."""
    return stamped("signed_in", login_required(view))


def open_to_all(view: View) -> View:
    """For pages without sign-in. Says that it was meant."""
    return stamped("open", view)


def as_administrator(view: View) -> View:
    """For the installation's own pages: 404 for everybody but its administrators."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return stamped("administrator", inner)


def in_county(view: View) -> View:
    """For pages under /<county>/…: signed in, and with a role in that county. Sets request.county and request.is_coordinator."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, county: str, *args: Any, **kwargs: Any) -> HttpResponse:
        request.county = get_object_or_404(County, slug=county)
        request.counties = queries.counties_of(request.user)  # type: ignore[attr-defined]
        if request.county not in request.counties:  # type: ignore[attr-defined]
            raise Http404
        request.is_coordinator = is_coordinator(request.user, request.county)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return stamped("county", inner)


def as_coordinator(view: View) -> View:
    """Like in_county, and 403 with a page that says who can, for everybody but the county's coordinators."""

    @in_county
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.is_coordinator:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("coordinator", inner)
