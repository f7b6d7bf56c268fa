"""Who may read and change activities. Everybody with a role in the county reads; its coordinators and those who write for the owner change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from samplan.foundation.people.access import as_coordinator, in_county
from samplan.foundation.people.models import Organisation, Role
from samplan.foundation.people.queries import organisations_of

from . import queries
from .models import Activity

__all__ = ["activity_of", "as_coordinator", "changeable", "in_county", "may_change", "may_take_on", "own_organisations"]
WRITERS = (Role.Kind.CONTACT, Role.Kind.EDITOR)


def activity_of(request: HttpRequest, pk: int) -> Any:
    """The activity with its state; 404 outside the county."""
    activities = queries.with_state(Activity.objects.filter(county=request.county))  # type: ignore[attr-defined]
    activity = get_object_or_404(activities.select_related("owner", "edition__plan"), pk=pk)
    activity.county = request.county  # type: ignore[attr-defined]
    return activity


def own_organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations the visitor writes for."""
    return organisations_of(request.user, *WRITERS)  # type: ignore[arg-type]


def may_change(request: HttpRequest, activity: Activity) -> bool:
    if request.is_coordinator:  # type: ignore[attr-defined]
        return True
    return activity.owner_id is not None and own_organisations(request).filter(pk=activity.owner_id).exists()


def may_take_on(request: HttpRequest, activity: Activity) -> bool:
    """An activity nobody has taken on can be taken on by anyone for an organisation they write for."""
    return activity.owner_id is None and own_organisations(request).exists()


def changeable(request: HttpRequest, pk: int) -> Any:
    """The activity, for a page that changes it; 403 for those who may only read."""
    activity = activity_of(request, pk)
    if not may_change(request, activity):
        raise PermissionDenied
    return activity
