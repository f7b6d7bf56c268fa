from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.history import queries as history

from .. import actions, queries
from ..access import CountyRequest, as_coordinator, in_county
from ..forms import RoleForm
from ..models import Organisation, Role


@in_county
def organisations(request: CountyRequest) -> HttpResponse:
    groups = queries.organisations_with_people(request.county)
    vacant = sum(not line.contacts for group in groups for line in group.lines)
    return render(request, "people/organisations.html", {"groups": groups, "vacant": vacant})


@in_county
def organisation(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(request.county.organisations, pk=pk)
    return _organisation_page(request, found, RoleForm())


def _organisation_page(request: CountyRequest, found: Organisation, form: RoleForm) -> HttpResponse:
    context = {
        "organisation": found,
        "roles": queries.roles_of(found),
        "units": found.units.all(),
        "aliases": found.aliases.order_by("folded"),
        "happenings": list(history.of(found, own=_own(request))[:8]),
        "form": form,
    }
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


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
        Role.objects.select_related("user"), pk=role, organisation__pk=pk, organisation__county=request.county
    )
    if request.method == "POST":
        actions.end_role(role=found, by=request.user)
        messages.success(request, _("Uppdraget för %(name)s är avslutat.") % {"name": found.user.name})
        return redirect("people:organisation", request.county.slug, pk)
    return render(request, "people/role_end.html", {"role": found, "organisation": found.organisation})
