"""The only door: which county a page stands in, and what the visitor may do there. 404 for what one may not know exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page

from samplan.foundation.core.doors import Door, Outcome, Situation

from . import queries, visitors
from .models import County, Organisation, Role, User

View = Callable[..., HttpResponse]


class CountyRequest(HttpRequest):
    """A request that has come through the door."""

    county: County
    user: User  # type: ignore[assignment]


def may_see(user: User, county: County) -> bool:
    """The inside of a county: not only what has been decided there."""
    return county.pk in queries.standing_of(user).inside


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


def published_pages(view: View) -> View:
    """The same page for everybody, signed in or not. A cache may keep it but asks each time: what is taken back is gone at once."""

    @conditional_page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])  # the language and the theme somebody has chosen
        return response

    return stamped("open", inner)


def open_county(view: View) -> View:
    """For what is published, at addresses of its own. Sets request.open_county; nothing else of the county is there."""

    @wraps(view)
    def inner(request: HttpRequest, county: str, *args: Any, **kwargs: Any) -> HttpResponse:
        request.open_county = get_object_or_404(County, slug=county)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return stamped("published", published_pages(inner))


def in_demonstrations(view: View) -> View:
    """For what a demonstration needs: everywhere else the address does not exist."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return stamped("demonstration", inner)


def for_builders(view: View) -> View:
    """For what those who build and test need: in a demonstration or on their own machine."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEBUG or settings.DEMO):
            raise Http404
        return view(request, *args, **kwargs)

    return stamped("builders", inner)


def as_administrator(view: View) -> View:
    """For the installation's own pages: 404 for everybody but its administrators."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_administrator:
            raise Http404
        stand_somewhere(request)
        return view(request, *args, **kwargs)

    return stamped("administrator", inner)


COUNTY_COOKIE = "county"  # the county last used


def stand_somewhere(request: CountyRequest) -> None:
    """For pages that are no county's: the frame keeps one, so that the menu is there. One's own first, then the last used."""
    standing = queries.standing_of(request.user)
    last = request.COOKIES.get(COUNTY_COOKIE)
    counties = sorted(
        standing.counties, key=lambda county: (county.pk not in standing.coordinated, county.slug != last)
    )
    if counties:
        _enter(request, counties[0], standing)


def _stand(request: CountyRequest, slug: str) -> None:
    """Sets the county and what the visitor is there; 404 when they may not open it."""
    county = get_object_or_404(County, slug=slug)
    standing = queries.standing_of(request.user)
    if county not in standing.counties:
        raise Http404
    _enter(request, county, standing)


def _enter(request: CountyRequest, county: County, standing: queries.Standing) -> None:
    request.county = county
    request.counties = standing.counties  # type: ignore[attr-defined]
    request.is_coordinator = request.county.pk in standing.coordinated  # type: ignore[attr-defined]
    request.decided_only = request.county.pk not in standing.inside  # type: ignore[attr-defined]


def in_county(view: View) -> View:
    """For pages under /<county>/…: signed in, and with a role in that county. Sets request.county and request.is_coordinator."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, county: str, *args: Any, **kwargs: Any) -> HttpResponse:
        _stand(request, county)
        if request.decided_only:  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return stamped("county", inner)


def reading_decided(view: View) -> View:
    """Like in_county, and open to those who read every county's decisions: request.decided_only tells the page to show no more."""

    @login_required
    @wraps(view)
    def inner(request: CountyRequest, county: str, *args: Any, **kwargs: Any) -> HttpResponse:
        _stand(request, county)
        return view(request, *args, **kwargs)

    return stamped("decided", inner)


def as_coordinator(view: View) -> View:
    """Like in_county, and 403 with a page that says who can, for everybody but the county's coordinators."""

    @in_county
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.is_coordinator:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("coordinator", inner)


def coordinator_saves(view: View) -> View:
    """Read by everybody in the county, saved by its coordinators: 403 for a POST by anybody else."""

    @in_county
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.is_coordinator:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("coordinator_saves", inner)


READS_COUNTY = visitors.outcomes(inside=visitors.HERE)
COORDINATES = visitors.outcomes(inside=visitors.COORDINATOR, refused=visitors.HERE - visitors.COORDINATOR)
OPEN = visitors.outcomes(inside=visitors.EVERYONE)
NOT_THERE = visitors.outcomes(inside=(), signed_out=Outcome.HIDDEN)

DOORS = (
    Door(
        "open",
        _("Öppen för alla, utan inloggning"),
        OPEN,
        situations={"absent": Situation(_("När det inte finns"), NOT_THERE)},
    ),
    Door(
        "published",
        _("Det som är publicerat: alla, utan inloggning"),
        OPEN,
        situations={"before": Situation(_("Innan det är publicerat"), NOT_THERE)},
    ),
    Door(
        "signed_in",
        _("Den egna inloggningen, oavsett uppdrag"),
        visitors.outcomes(inside=visitors.SIGNED_IN),
        situations={"absent": Situation(_("När det är någon annans"), visitors.outcomes(inside=()))},
    ),
    Door(
        "demonstration",
        _("Finns bara i en demonstration"),
        NOT_THERE,
        situations={"demo": Situation(_("I en demonstration"), OPEN)},
    ),
    Door(
        "builders",
        _("Finns bara i en demonstration och där Samplan byggs"),
        NOT_THERE,
        situations={"demo": Situation(_("I en demonstration"), OPEN)},
    ),
    Door(
        "administrator",
        _("Installationens egna sidor"),
        visitors.outcomes(inside={visitors.ADMINISTRATOR}),
        situations={"absent": Situation(_("När det inte finns"), visitors.outcomes(inside=()))},
    ),
    Door("county", _("Läses av alla med ett uppdrag i länet"), READS_COUNTY),
    Door(
        "decided",
        _("Det som är antaget eller godkänt: alla med ett uppdrag i länet, och nationella läsare"),
        visitors.outcomes(inside=visitors.HERE | visitors.NATIONAL),
        situations={"before": Situation(_("Innan det är antaget eller godkänt"), READS_COUNTY)},
    ),
    Door("coordinator", _("Länets samordnare"), COORDINATES),
    Door(
        "coordinator_saves",
        _("Läses av alla med ett uppdrag i länet, sparas av länets samordnare"),
        READS_COUNTY,
        saves=COORDINATES,
    ),
)
# Django's own views, by URL name.
BORROWED = {"set_language": "open"}
