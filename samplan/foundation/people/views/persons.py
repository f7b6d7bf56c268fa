"""The register of people: who works where, as what, since when; and who has left."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import collect
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from ..access import CountyRequest, as_coordinator, in_county
from ..actions import persons as actions
from ..actions.persons import PersonRefused
from ..models import Person, Position
from ..queries.registers import PersonFilter, person_lines, persons_of, sought
from ..register_forms import EndForm, FindPersonForm, PersonForm, PositionForm
from .forms_shown import form_page, refused

PER_PAGE = 100


def _seen_by(request: CountyRequest) -> Any:
    return persons_of(request.county, request.user)


def _person(request: CountyRequest, pk: int) -> Person:
    return get_object_or_404(_seen_by(request).select_related("user", "county"), pk=pk)


def _own_person(request: CountyRequest, pk: int) -> Person:
    """Changed by the county that the person belongs to: 403 for another one where they also work."""
    found = _person(request, pk)
    if found.county_id != request.county.pk:
        raise PermissionDenied
    return found


def _position(request: CountyRequest, pk: int, position: int) -> Position:
    found = get_object_or_404(Position.objects.select_related("organisation", "unit"), pk=position, person_id=pk)
    if found.organisation.county_id not in (request.county.pk, None):
        raise Http404
    return found


def _page(request: CountyRequest, person: Person) -> str:
    return reverse("people:person", args=[request.county.slug, person.pk])


def _list(request: CountyRequest) -> str:
    return reverse("people:persons", args=[request.county.slug])


@in_county
def persons(request: CountyRequest) -> HttpResponse:
    place = request.GET.get("organisation", "")
    chosen = PersonFilter(
        words=request.GET.get("ord", "")[:100].strip(),
        organisation=int(place) if place.isdecimal() and len(place) < 10 else None,
        left=bool(request.GET.get("slutade")),
    )
    found = sought(_seen_by(request), chosen, request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    shown = Person.objects.filter(pk__in=[p.pk for p in page.object_list])
    query = {"ord": chosen.words, "organisation": place if chosen.organisation else "", "slutade": "1" * chosen.left}
    context = {
        "lines": person_lines(shown, request.county, request.user),
        "page": page,
        "query": urlencode({key: value for key, value in query.items() if value}),
        "chosen": chosen,
        "find": FindPersonForm(initial=query, county=request.county, chosen=chosen.organisation),
    }
    return render(request, "people/persons.html", context)


@in_county
def person(request: CountyRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    coordinates = request.is_coordinator  # type: ignore[attr-defined]
    positions = found.positions.select_related("organisation", "unit").order_by("-valid_to", "-valid_from", "pk")
    context = {
        "person": found,
        "line": person_lines(Person.objects.filter(pk=found.pk), request.county, request.user)[0],
        "positions": [p for p in positions if p.organisation.county_id in (request.county.pk, None)],
        "may_change": coordinates and found.county_id == request.county.pk,
        "still_owned": len(collect("owned_by", found.user)) if coordinates and found.user and found.left_on else 0,
        "happenings": list(history.of(found)[:8]) if coordinates else [],
    }
    return render(request, "people/person.html", context)


@as_coordinator
def person_new(request: CountyRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_person(county=request.county, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd.") % {"name": made.name})
            return redirect(_page(request, made))
        except PersonRefused as refusal:
            refused(form, refusal)
    lead = _("Personen behöver inget konto. Den som ska logga in bjuder du in i stället.")
    told = {"lead": lead, "button": _("Lägg till"), "back": _list(request), "place": "persons"}
    return form_page(request, form, title=_("Ny person"), **told)


@as_coordinator
def person_edit(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own_person(request, pk)
    form = PersonForm(merging.posted(request), person=found, initial=_now(found))
    back = _page(request, found)
    if request.method == "POST" and form.is_valid():
        data = {"email": found.email, **form.cleaned_data}
        try:
            actions.edit_person(person=found, seen=merging.seen(request), by=request.user, **data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": actions.mark_of_person(found), "events": history.of(found)}
            return merging.page(request, form, title=found.name, back=back, **told)
        except PersonRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_person(found))
    lead = _("Namnet ändras för kontot också. Adressen är inloggningen, och ändras av personen själv.")
    told = {"lead": lead if found.user_id else "", "kicker": found.name, "back": back, "place": "persons"}
    return form_page(request, form, title=_("Ändra uppgifter"), seen=seen, **told)


def _now(found: Person) -> dict[str, Any]:
    return {"name": found.name, "email": found.email, "phone": found.phone}


@as_coordinator
def person_left(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own_person(request, pk)
    form = EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        actions.person_left(person=found, last_day=form.cleaned_data["last_day"], by=request.user)
        said = {"name": found.name, "day": long_day(form.cleaned_data["last_day"])}
        messages.success(request, _("%(name)s slutar %(day)s.") % said)
        return redirect(_page(request, found))
    lead = _("Arbetet i registret slutar samma dag. Uppdrag och konto lämnas över i nästa steg.")
    told = {"kicker": found.name, "lead": lead, "button": _("Skriv in sista dagen"), "place": "persons"}
    return form_page(
        request, form, title=_("När slutar %(name)s?") % {"name": found.name}, back=_page(request, found), **told
    )


@as_coordinator
@require_POST
def person_back(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own_person(request, pk)
    actions.person_back(person=found, by=request.user)
    messages.success(request, _("Sista dagen är borttagen."))
    return redirect(_page(request, found))


@as_coordinator
def position_new(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own_person(request, pk)
    form = PositionForm(request.POST or None, county=request.county)
    if request.method == "POST" and form.is_valid():
        actions.add_position(person=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Sparat."))
        return redirect(_page(request, found))
    told = {"kicker": found.name, "button": _("Lägg till"), "back": _page(request, found), "place": "persons"}
    return form_page(request, form, title=_("Var arbetar personen?"), **told)


@as_coordinator
def position_edit(request: CountyRequest, pk: int, position: int) -> HttpResponse:
    found, shown = _own_person(request, pk), _position(request, pk, position)
    form = PositionForm(merging.posted(request), county=request.county, position=shown, initial=_position_now(shown))
    back = _page(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_position(position=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown.refresh_from_db()
            told = {"now": _position_now(shown), "seen": actions.mark_of_position(shown)}
            return merging.page(request, form, title=found.name, back=back, events=history.of(found), **told)
    seen = merging.start(request, form, actions.mark_of_position(shown))
    told = {"kicker": found.name, "back": back, "place": "persons", "seen": seen}
    return form_page(request, form, title=_("Ändra arbete"), **told)


def _position_now(position: Position) -> dict[str, Any]:
    return {
        "organisation": position.organisation_id,
        "unit": position.unit_id,
        "title": position.title,
        "valid_from": position.valid_from,
        "valid_to": position.valid_to,
    }


@as_coordinator
@require_POST
def position_remove(request: CountyRequest, pk: int, position: int) -> HttpResponse:
    found, shown = _own_person(request, pk), _position(request, pk, position)
    actions.remove_position(position=shown, by=request.user)
    messages.success(request, _("Raden är borttagen."))
    return redirect(_page(request, found))
