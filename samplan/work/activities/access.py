"""Who may read and change activities. Everybody with a role in the county reads; its coordinators and those who write for the owner change."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Door, Situation
from samplan.foundation.people.access import View, as_coordinator, in_county, stamped
from samplan.foundation.people.models import Organisation, Role
from samplan.foundation.people.queries import organisations_of
from samplan.foundation.people.visitors import COORDINATOR, HERE, neighbours, outcomes, own
from samplan.work.plans.access import SPEAKS, local_planners

from . import queries
from .asking import ANSWERS, answers_for
from .models import Activity, Adoption, Asking, SavedView

__all__ = [
    "activity_of",
    "adoption_of",
    "answers_askings",
    "as_coordinator",
    "asking_of",
    "changeable",
    "changing",
    "in_county",
    "keeps_adoption",
    "keeps_view",
    "making",
    "may_change",
    "may_nominate",
    "may_take_on",
    "nominating",
    "own_organisations",
    "taking_on",
    "view_of",
]
WRITERS = (Role.Kind.CONTACT, Role.Kind.EDITOR, Role.Kind.ACTIVITY_LEAD)


def activity_of(request: HttpRequest, pk: int, read: Any = queries.with_state) -> Any:
    """The activity with its state; 404 outside the county."""
    activities = read(Activity.objects.filter(county=request.county))  # type: ignore[attr-defined]
    activity = get_object_or_404(activities.select_related("owner", "edition__plan", "parent"), pk=pk)
    activity.county = request.county  # type: ignore[attr-defined]
    return activity


def own_organisations(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations in this county that the visitor writes for."""
    found = organisations_of(request.user, *WRITERS)  # type: ignore[arg-type]
    return found.filter(county=request.county)  # type: ignore[attr-defined]


def writes_for(request: HttpRequest) -> set[int]:
    """Ids of those organisations: asked for once in a request."""
    found: set[int] | None = request.__dict__.get("_writes_for")
    if found is None:
        found = request.__dict__["_writes_for"] = set(own_organisations(request).values_list("pk", flat=True))
    return found


def may_change(request: HttpRequest, activity: Activity) -> bool:
    if request.is_coordinator:  # type: ignore[attr-defined]
        return True
    return activity.owner_id is not None and activity.owner_id in writes_for(request)


def may_take_on(request: HttpRequest, activity: Activity) -> bool:
    """An activity nobody has taken on can be taken on by anyone for an organisation they write for."""
    return activity.owner_id is None and bool(writes_for(request))


def may_nominate(request: HttpRequest) -> bool:
    """That more ought to do an activity is said by coordinators and by those who write for an organisation in the county."""
    return request.is_coordinator or bool(writes_for(request))  # type: ignore[attr-defined]


def changeable(request: HttpRequest, pk: int) -> Any:
    """The activity a page behind `changing` is about: looked up once by the door, again when the page asks anew."""
    found = request.__dict__.pop("changing", None)
    return found if found is not None and found.pk == pk else _changeable(request, pk)


def _changeable(request: HttpRequest, pk: int) -> Any:
    activity = activity_of(request, pk)
    if not may_change(request, activity):
        raise PermissionDenied
    return activity


def adoption_of(request: HttpRequest, pk: int) -> Adoption:
    rows = Adoption.objects.filter(activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "plan__organisation"), pk=pk)


def keeps_adoption(view: View) -> View:
    """What a local plan has taken up is kept by those who speak for its organisation; the county's coordinators may too."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, adoption: int, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = adoption_of(request, adoption).plan
        if not request.is_coordinator and not local_planners(request).filter(pk=plan.organisation_id).exists():  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, adoption, *args, **kwargs)

    return stamped("keeps_adoption", inner)


def changing(view: View) -> View:
    """For pages that change an activity; 403 for those who may only read it."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, *args: Any, **kwargs: Any) -> HttpResponse:
        request.changing = _changeable(request, activity)  # type: ignore[attr-defined]
        return view(request, activity, *args, **kwargs)

    return stamped("activity_change", inner)


def asking_of(request: HttpRequest, pk: int) -> Asking:
    rows = Asking.objects.filter(activity__county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("activity__county", "organisation"), pk=pk)


def view_of(request: HttpRequest, pk: int) -> SavedView:
    """The visitor's own or the county's; of somebody else's nobody knows."""
    rows = SavedView.objects.filter(Q(user=None) | Q(user=request.user), county=request.county)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("county", "user"), pk=pk)


def keeps_view(view: View) -> View:
    """A saved view is its owner's to rename and remove; the county's is the coordinators'. 403 for others who see it."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, saved: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if view_of(request, saved).user_id is None and not request.is_coordinator:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, saved, *args, **kwargs)

    return stamped("keeps_view", inner)


def answers_askings(view: View) -> View:
    """What an organisation has been asked to take on is answered by those who answer for it. 403 for others."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, asking: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if asking_of(request, asking).organisation_id not in answers_for(request.user):
            raise PermissionDenied
        return view(request, asking, *args, **kwargs)

    return stamped("answers_askings", inner)


def making(view: View) -> View:
    """For new activities: coordinators for anyone, others for an organisation they write for."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.is_coordinator and not own_organisations(request).exists():  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("activity_make", inner)


def nominating(view: View) -> View:
    """For saying that more ought to do an activity."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_nominate(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return stamped("activity_nominate", inner)


def taking_on(view: View) -> View:
    """For what nobody has taken on: those who write for an organisation."""

    @in_county
    @wraps(view)
    def inner(request: HttpRequest, activity: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_take_on(request, activity_of(request, activity)):
            raise PermissionDenied
        return view(request, activity, *args, **kwargs)

    return stamped("activity_take_on", inner)


_OWNERS, _WRITERS = own(*WRITERS), own(*WRITERS) | neighbours(*WRITERS)
_ANSWERING = own(*ANSWERS)
_SPEAKERS = COORDINATOR | own(*SPEAKS)
DOORS = (
    Door(
        "answers_askings",
        _("Svara på om organisationen tar på sig en aktivitet: dess kontaktperson, chef och redaktör"),
        outcomes(inside=_ANSWERING, refused=HERE - _ANSWERING),
    ),
    Door(
        "keeps_view",
        _("Byta namn på och ta bort länets sparade urval: samordnaren. Egna urval: den som har sparat dem"),
        outcomes(inside=COORDINATOR, refused=HERE - COORDINATOR),
    ),
    Door(
        "keeps_adoption",
        _("Vad en lokal plan har tagit upp: chef och redaktör i dess organisation, och samordnaren"),
        outcomes(inside=_SPEAKERS, refused=HERE - _SPEAKERS),
    ),
    Door(
        "activity_change",
        _("Ändra en aktivitet: samordnaren och de som skriver för dess ägare"),
        outcomes(inside=COORDINATOR | _OWNERS, refused=HERE - COORDINATOR - _OWNERS),
    ),
    Door(
        "activity_make",
        _("Lägga till en aktivitet: samordnaren och de som skriver för en organisation"),
        outcomes(inside=COORDINATOR | _WRITERS, refused=HERE - COORDINATOR - _WRITERS),
    ),
    Door(
        "activity_nominate",
        _("Tipsa om att fler borde göra en aktivitet: samordnaren och de som skriver för en organisation"),
        outcomes(inside=COORDINATOR | _WRITERS, refused=HERE - COORDINATOR - _WRITERS),
    ),
    Door(
        "activity_take_on",
        _("Ta på sig en aktivitet som ingen har: de som skriver för en organisation"),
        outcomes(inside=_WRITERS, refused=HERE - _WRITERS),
        situations={"taken": Situation(_("När någon redan har den"), outcomes(inside=(), refused=HERE))},
    ),
)
