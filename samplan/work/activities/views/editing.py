from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.models import Organisation
from samplan.foundation.people.queries import ActorRegister
from samplan.work.plans.queries import current_editions

from .. import access, actions, sorting, states
from ..forms import ActivityForm, NewActivityForm, OwnerForm, StateForm
from ..models import Activity
from ..states import NotAllowed


@access.making
def new(request: HttpRequest) -> HttpResponse:
    """By hand: coordinators for anyone, others for an organisation they write for."""
    county, coordinates = request.county, request.is_coordinator  # type: ignore[attr-defined]
    owners = county.organisations.current() if coordinates else access.own_organisations(request)
    node, programme = request.GET.get("del", ""), request.GET.get("program", "")
    initial: dict[str, Any] = {"nodes": [int(node)]} if node.isdecimal() else {}
    initial |= {"programme": int(programme)} if programme.isdecimal() else {}
    form = NewActivityForm(
        request.POST or None, county=county, owners=owners, must_own=not coordinates, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = actions.create_activity(
            county=county,
            edition=_edition(county, form.cleaned_data["nodes"]),
            activity=_new(form.cleaned_data, county),
            by=request.user,
        )
        messages.success(request, _("Aktiviteten är tillagd."))
        return redirect("activities:detail", county.slug, made.pk)
    return render(request, "activities/form.html", {"form": form})


def _edition(county: Any, nodes: Any) -> Any:
    if nodes:
        return nodes[0].edition
    editions = current_editions(county)
    return editions[0] if editions else None


def _new(data: dict[str, Any], county: Any) -> actions.NewActivity:
    register = ActorRegister(county)
    return actions.NewActivity(
        title=data["title"],
        kind=data["kind"],
        node_ids=[node.pk for node in data["nodes"]],
        actors=[(text, register.find(text)) for text in data["actors"]],
        text=data["text"],
        state=data["state"],
        meaning=data["meaning"],
        owner=data["owner"],
        place=data["place"],
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        ordinary_on=data["ordinary_on"],
        **{name: data[name] for name in ("age_from", "age_to", "contact", "follow_up_method")},
        parent=data.get("programme"),
        term_ids=[term.pk for name in sorting.FIELDS for term in data.get(name, ())],
        place_ids=[place.pk for place in data.get("places", ())],
    )


@access.changing
def edit(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    county = request.county  # type: ignore[attr-defined]
    form = ActivityForm(merging.posted(request), county=county, activity=shown, initial=_initial(shown))
    back = reverse("activities:detail", args=[county.slug, shown.pk])
    if request.method == "POST" and form.is_valid():
        try:
            data = dict(form.cleaned_data)
            register = ActorRegister(county)
            actors = [(text, register.find(text)) for text in data.pop("actors")]
            actions.edit_activity(
                activity=shown,
                node_ids=[node.pk for node in data.pop("nodes")],
                actors=actors,
                **_sorted(data, shown),
                seen=merging.seen(request),
                by=request.user,
                **data,
            )
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown = access.changeable(request, activity)
            told = {"now": _initial(shown), "seen": actions.mark_of_activity(shown), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, actions.mark_of_activity(shown))
    return render(request, "activities/form.html", {"form": form, "activity": shown, "seen": start})


def _sorted(data: dict[str, Any], shown: Activity) -> dict[str, Any]:
    """What it is sorted by, out of the form's fields. A list that the form did not show keeps what was chosen from it."""
    given = {name: list(data.pop(name)) for name in sorting.FIELDS if name in data}
    kept = [t for t in sorting.terms_of(shown) if t.vocabulary.kind not in {sorting.FIELDS[name] for name in given}]
    terms = [*kept, *(term for chosen in given.values() for term in chosen)]
    return {"terms": terms, "places": list(data.pop("places")) if "places" in data else None}


def _initial(shown: Activity) -> dict[str, Any]:
    return {
        **{name: getattr(shown, name) for name in actions.changes.TEXTS},
        "actors": "\n".join(a.text for a in shown.performers),
        "nodes": list(shown.nodes.all()),
        **sorting.in_fields(sorting.terms_of(shown)),
        "places": list(shown.places.all()),
    }


@access.changing
def state(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = StateForm(request.POST or None, now=shown.state, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_state(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat. Läget är ändrat."))
            return redirect("activities:detail", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    now = states.State(shown.state).label
    return render(request, "activities/state.html", {"form": form, "activity": shown, "now": now})


@access.as_coordinator
def owner(request: HttpRequest, activity: int) -> HttpResponse:
    """The coordinator says who has taken it on."""
    shown = access.activity_of(request, activity)
    organisations = request.county.organisations.choosable(shown.owner_id)  # type: ignore[attr-defined]
    form = OwnerForm(merging.posted(request), organisations=organisations, initial=_owner_now(shown))
    back = reverse("activities:detail", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_owner(activity=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown = access.activity_of(request, activity)
            told = {"now": _owner_now(shown), "seen": actions.mark_of_owner(shown), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, actions.mark_of_owner(shown))
    return render(request, "activities/owner.html", {"form": form, "activity": shown, "seen": start})


def _owner_now(shown: Activity) -> dict[str, Any]:
    return {"owner": shown.owner_id, "owner_person": shown.owner_person}


@access.taking_on
def take_on(request: HttpRequest, activity: int) -> HttpResponse:
    """Somebody who writes for an organisation takes on what nobody has."""
    shown = access.activity_of(request, activity)
    organisations = access.own_organisations(request)
    initial = {"owner_person": request.user.name}  # type: ignore[union-attr]
    form = OwnerForm(request.POST or None, organisations=organisations, must_choose=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen: Organisation = form.cleaned_data["owner"]
        try:
            actions.take_on(
                activity=shown, owner=chosen, owner_person=form.cleaned_data["owner_person"], by=request.user
            )
            messages.success(request, _("Sparat."))
            return redirect("activities:detail", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "activities/owner.html", {"form": form, "activity": shown})
