from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import collect
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from .. import actions, queries
from ..access import CountyRequest, as_coordinator, in_county
from ..actions import registers
from ..actions.registers import RegisterRefused
from ..forms import RoleForm
from ..models import Organisation, Role
from ..queries.consents import representatives_of, shown_name
from ..queries.registers import ended_organisations, facts_of
from ..register_forms import AliasForm, EndOrganisationForm, MembershipForm, NewOrganisationForm, OrganisationForm
from .forms_shown import form_page, refused


@in_county
def organisations(request: CountyRequest) -> HttpResponse:
    groups = queries.organisations_with_people(request.county)
    vacant = sum(not line.contacts for group in groups for line in group.lines)
    context = {"groups": groups, "vacant": vacant, "ended": ended_organisations(request.county)}
    return render(request, "people/organisations.html", context)


@in_county
def organisation(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations, pk=pk)
    return _organisation_page(request, found, RoleForm())


def _organisation_page(request: CountyRequest, found: Organisation, form: RoleForm) -> HttpResponse:
    context = {
        "organisation": found,
        "roles": queries.roles_of(found),
        "representatives": representatives_of(found, request.user),
        "facts": facts_of(found),
        "happenings": list(history.of(found, own=_own(request))[:8]),
        "form": form,
        **(_editing(found) if request.is_coordinator else {}),  # type: ignore[attr-defined]
    }
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


def _editing(found: Organisation) -> dict[str, Any]:
    groups = Organisation.objects.current().filter(county=None).exists()
    return {
        "alias_form": AliasForm(prefix="alias"),
        "membership_form": MembershipForm(organisation=found, prefix="med") if groups else None,
        "still_owned": len(collect("owned_by", found)) if found.has_ended else 0,
    }


@in_county
def organisation_history(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations, pk=pk)
    page = history.page_of(history.of(found, own=_own(request)), request.GET.get("sida"))
    back = reverse("people:organisation", args=[request.county.slug, pk])
    return render(request, "history/page.html", {"page": page, "subject_title": found.name, "back": back})


def _own(request: CountyRequest) -> list[int]:
    return list(queries.organisations_of(request.user).values_list("pk", flat=True))


@as_coordinator
def role_give(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations, pk=pk)
    if request.method != "POST":
        return redirect("people:organisation", request.county.slug, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _organisation_page(request, found, form)
    role = actions.give_role(
        user_email=form.cleaned_data["email"],
        user_name=form.cleaned_data["name"],
        organisation=found,
        kind=form.cleaned_data["kind"],
        by=request.user,
    )
    said = {"name": role.user.name, "role": role.get_kind_display().lower(), "organisation": found.name}
    messages.success(request, _("%(name)s är nu %(role)s för %(organisation)s.") % said)
    return redirect("people:organisation", request.county.slug, pk)


@as_coordinator
def role_end(request: CountyRequest, pk: int, role: int) -> HttpResponse:
    found = get_object_or_404(
        Role.objects.select_related("user", "organisation__county"),
        pk=role,
        organisation__pk=pk,
        organisation__county=request.county,
    )
    name = shown_name(found, request.user)
    if request.method == "POST":
        actions.end_role(role=found, by=request.user)
        messages.success(request, _("Uppdraget för %(name)s är avslutat.") % {"name": name})
        return redirect("people:organisation", request.county.slug, pk)
    return render(request, "people/role_end.html", {"role": found, "name": name, "organisation": found.organisation})


@as_coordinator
def organisation_new(request: CountyRequest) -> HttpResponse:
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = registers.add_organisation(county=request.county, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd.") % {"name": made.name})
            return redirect("people:organisation", request.county.slug, made.pk)
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Föreningar, brukarorganisationer och andra. Regionen och kommunerna finns redan.")
    back = reverse("people:organisations", args=[request.county.slug])
    return form_page(request, form, title=_("Ny organisation"), lead=lead, button=_("Lägg till"), back=back)


@as_coordinator
def organisation_edit(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations.filter(code=""), pk=pk)
    form = OrganisationForm(merging.posted(request), initial=_now(found))
    back = reverse("people:organisation", args=[request.county.slug, pk])
    if request.method == "POST" and form.is_valid():
        try:
            registers.edit_organisation(
                organisation=found, seen=merging.seen(request), by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": registers.mark_of_organisation(found), "events": history.of(found)}
            return merging.page(request, form, title=found.name, back=back, **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, registers.mark_of_organisation(found))
    return form_page(request, form, title=_("Ändra uppgifter"), kicker=found.name, back=back, seen=seen)


def _now(found: Organisation) -> dict[str, Any]:
    names = ("kind", "name", "short_name", "valid_from")
    return {name: getattr(found, name) for name in names} | {"renamed_on": None}


@as_coordinator
def organisation_end(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations.filter(code=""), pk=pk)
    form = EndOrganisationForm(request.POST or None, organisation=found, initial={"last_day": today()})
    back = reverse("people:organisation", args=[request.county.slug, pk])
    if request.method == "POST" and form.is_valid():
        try:
            registers.end_organisation(organisation=found, by=request.user, **form.cleaned_data)
            said = {"name": found.name, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("%(name)s upphör %(day)s.") % said)
            return redirect(back)
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Allt som är skrivet står kvar. Organisationen går inte att välja för något nytt efter sista dagen.")
    title = _("När upphör %(name)s?") % {"name": found.name}
    return form_page(request, form, title=title, lead=lead, button=_("Skriv in slutdagen"), back=back)


@as_coordinator
@require_POST
def organisation_resume(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations, pk=pk)
    registers.resume_organisation(organisation=found, by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect("people:organisation", request.county.slug, pk)
