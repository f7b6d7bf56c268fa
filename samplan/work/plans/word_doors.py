"""The doors to the words of target visions: a part of access.py, which shows them to the rest of the room."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _t

from samplan.foundation.core.doors import Door
from samplan.foundation.people.access import View, in_county, stamped
from samplan.foundation.people.models import Organisation, Role
from samplan.foundation.people.queries import current_roles, organisations_of
from samplan.foundation.people.visitors import COORDINATOR, HERE, ORGANISATION_KINDS, neighbours, outcomes, own
from samplan.foundation.people.visitors import in_county as of_county

from . import visions
from .models import Node, Suggestion


def suggestion_of(request: HttpRequest, pk: int) -> Suggestion:
    rows = Suggestion.objects.filter(node__edition__plan__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("node__tier", "node__edition__plan__county"), pk=pk)


def own_of(request: HttpRequest, node: Node) -> list[Organisation]:
    """Which of those who own the words the visitor speaks for."""
    mine = set(organisations_of(request.user, *visions.WORDS).values_list("pk", flat=True))  # type: ignore[arg-type]
    return [owner for owner in visions.owners_of(node) if owner.pk in mine]


def words_visions(view: View) -> View:
    """The words of a target vision: those who speak for an organisation that owns them, and nobody else. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not own_of(request, _asked_for(request, kwargs)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("words_visions", inner)


def _asked_for(request: HttpRequest, kwargs: dict[str, Any]) -> Node:
    if "suggestion" in kwargs:
        return suggestion_of(request, kwargs["suggestion"]).node
    here = Node.objects.filter(edition__plan__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(here, pk=kwargs["node"])


SUGGESTING = (Role.Kind.COORDINATOR, *ORGANISATION_KINDS)


def may_suggest(request: HttpRequest) -> bool:
    here = Q(county=request.county) | Q(organisation__county=request.county)  # type: ignore[attr-defined]
    return current_roles(request.user).filter(here, kind__in=SUGGESTING).exists()  # type: ignore[arg-type]


def suggests_words(view: View) -> View:
    """Another wording is suggested by those who take part in the county's work. 403 for those who only read."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_suggest(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("suggests_words", inner)


_OWNERS = own(*visions.WORDS)
_TAKING_PART = (
    COORDINATOR
    | own(*ORGANISATION_KINDS)
    | neighbours(*ORGANISATION_KINDS)
    | {of_county(Role.Kind.USER_REPRESENTATIVE)}
)
DOORS = (
    Door(
        "words_visions",
        _t("Orden i en målbild: de som för talan för en organisation som äger dem"),
        outcomes(inside=_OWNERS, refused=HERE - _OWNERS),
    ),
    Door(
        "suggests_words",
        _t("Föreslå en annan lydelse av en målbild: samordnaren, och alla med ett uppdrag i en organisation"),
        outcomes(inside=_TAKING_PART, refused=HERE - _TAKING_PART),
    ),
)
