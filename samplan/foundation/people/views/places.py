"""Places below a municipality, which activities and filters use."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from ..access import CountyRequest, as_coordinator, coordinator_saves
from ..actions import places as actions
from ..actions.registers import RegisterRefused
from ..models import Organisation
from ..models.organisations import Place
from ..place_forms import NewPlaceForm, PlaceForm
from .forms_shown import form_page, refused


def _municipality(request: CountyRequest, pk: int) -> Organisation:
    return get_object_or_404(request.county.organisations, pk=pk, kind=Organisation.Kind.MUNICIPALITY)


def _page(request: CountyRequest, pk: int) -> str:
    return reverse("people:places", args=[request.county.slug, pk])


@coordinator_saves
def places(request: CountyRequest, pk: int) -> HttpResponse:
    found = _municipality(request, pk)
    form = NewPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_place(municipality=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd.") % {"name": made.name})
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    context = {"municipality": found, "places": list(found.places.all()), "form": form}
    return render(request, "people/places.html", context, status=422 if form.errors else 200)


@as_coordinator
def place_edit(request: CountyRequest, pk: int, place: int) -> HttpResponse:
    municipality = _municipality(request, pk)
    found = get_object_or_404(Place, pk=place, municipality=municipality)
    form = PlaceForm(merging.posted(request), initial=_now(found))
    back = _page(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_place(place=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told: dict[str, Any] = {"seen": actions.mark_of_place(found), "events": history.of(municipality)}
            return merging.page(request, form, now=_now(found), title=found.name, back=back, **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_place(found))
    lead = _("En plats som har upphört går inte att välja för nya aktiviteter. De som redan finns där behåller den.")
    told = {"kicker": found.name, "lead": lead, "back": back, "seen": seen}
    return form_page(request, form, title=_("Ändra platsen"), **told)


def _now(found: Place) -> dict[str, Any]:
    return {"name": found.name, "valid_to": found.valid_to}
