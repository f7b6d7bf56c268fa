"""Who may read and change how an activity is carried through: as the activity itself. Guides are the county's, kept by its coordinators."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Door
from samplan.foundation.people.access import View, as_coordinator, in_county, stamped
from samplan.foundation.people.visitors import COORDINATOR, HERE, outcomes, own
from samplan.work.activities.access import (
    WRITERS,
    activity_of,
    changeable,
    changing,
    may_change,
    own_organisations,
    writes_for,
)

from .models import EvaluationQuestion, GuideUse, Message, Site

__all__ = [
    "activity_of",
    "answering_evaluation",
    "as_coordinator",
    "changeable",
    "changing",
    "evaluation_of",
    "following_guide",
    "in_county",
    "looking_at_site",
    "may_change",
    "message_of",
    "own_organisations",
    "site_of",
    "speaks_for",
    "telling",
    "use_of",
]


def speaks_for(request: HttpRequest, organisation_id: int | None) -> bool:
    """The county's coordinators, and those who write for the organisation it was left to."""
    return request.is_coordinator or organisation_id in writes_for(request)  # type: ignore[attr-defined]


def evaluation_of(request: HttpRequest, activity: int, pk: int) -> EvaluationQuestion:
    rows = EvaluationQuestion.objects.filter(activity=activity, activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "organisation"), pk=pk)


def answering_evaluation(view: View) -> View:
    """What one wants to know is answered by those who write for whom it is asked of. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, question: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not speaks_for(request, evaluation_of(request, activity, question).organisation_id):
            raise PermissionDenied
        return view(request, activity, question, *args, **kwargs)

    return stamped("answers_evaluation", inner)


def message_of(request: HttpRequest, activity: int, pk: int) -> Message:
    rows = Message.objects.filter(activity=activity, activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "activity__owner", "organisation"), pk=pk)


def telling(view: View) -> View:
    """That something was told is said by those who were to tell it, and by those who may change the activity. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, message: int, *args: Any, **kwargs: Any) -> HttpResponse:
        row = message_of(request, activity, message)
        if not speaks_for(request, row.organisation_id) and not may_change(request, row.activity):
            raise PermissionDenied
        return view(request, activity, message, *args, **kwargs)

    return stamped("tells_message", inner)


def use_of(request: HttpRequest, activity: int, pk: int) -> GuideUse:
    rows = GuideUse.objects.filter(activity=activity, activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "organisation", "guide"), pk=pk)


def following_guide(view: View) -> View:
    """A checklist is ticked off by those who write for whose it is, and by the county's coordinators. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, use: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not speaks_for(request, use_of(request, activity, use).organisation_id):
            raise PermissionDenied
        return view(request, activity, use, *args, **kwargs)

    return stamped("follows_guide", inner)


def site_of(request: HttpRequest, activity: int, pk: int) -> Site:
    rows = Site.objects.filter(activity=activity, activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "activity__owner", "organisation"), pk=pk)


def looking_at_site(view: View) -> View:
    """How a place meets the criteria is said by those who write for it, and by those who may change the programme."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, site: int, *args: Any, **kwargs: Any) -> HttpResponse:
        row = site_of(request, activity, site)
        if not speaks_for(request, row.organisation_id) and not may_change(request, row.activity):
            raise PermissionDenied
        return view(request, activity, site, *args, **kwargs)

    return stamped("looks_at_site", inner)


_WRITE = COORDINATOR | own(*WRITERS)
DOORS = (
    Door(
        "answers_evaluation",
        _("Svara på vad man vill ta reda på om en aktivitet: samordnaren och de som skriver för den som ska svara"),
        outcomes(inside=_WRITE, refused=HERE - _WRITE),
    ),
    Door(
        "follows_guide",
        _("Bocka av i en vägledning: samordnaren och de som skriver för den som följer den"),
        outcomes(inside=_WRITE, refused=HERE - _WRITE),
    ),
    Door(
        "looks_at_site",
        _(
            "Bedöma hur en plats uppfyller ett programs kriterier: samordnaren och de som skriver för platsen eller programmet"
        ),
        outcomes(inside=_WRITE, refused=HERE - _WRITE),
    ),
    Door(
        "tells_message",
        _(
            "Säga att något i en kommunikationsplan är berättat: samordnaren och de som skriver för den som ansvarar "
            "eller för aktivitetens ägare"
        ),
        outcomes(inside=_WRITE, refused=HERE - _WRITE),
    ),
)
