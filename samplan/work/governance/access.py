"""Who may read and change the register of bodies: everybody with a role in the county reads, its coordinators write."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from samplan.foundation.people.access import CountyRequest, as_coordinator, in_county

from . import queries
from .models import Body, BodyAlias

__all__ = ["CountyRequest", "alias_of", "as_coordinator", "body_of", "in_county"]


def body_of(request: HttpRequest, pk: int) -> Body:
    """404 outside the county."""
    return get_object_or_404(queries.bodies_in(request.county).select_related("county"), pk=pk)  # type: ignore[attr-defined]


def alias_of(request: HttpRequest, body: int, pk: int) -> BodyAlias:
    return get_object_or_404(BodyAlias.objects.select_related("body__county"), pk=pk, body=body_of(request, body))
