from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.history import queries as history

from . import actions, queries
from .access import CountyRequest, as_coordinator, in_county
from .context import THEME_COOKIE, THEMES
from .forms import RoleForm
from .models import Organisation, Role, User

YEAR = 365 * 24 * 60 * 60


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the computer. Kept in a cookie so that the server draws the right one at once."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click per role, in demonstrations only: everywhere else this address does not exist."""
    if not settings.DEMO:
        raise Http404
    pk = request.POST.get("user", "")
    user = get_object_or_404(User, pk=pk if pk.isdigit() else 0, is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")


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
        "happenings": history.of(found)[:20],
        "form": form,
    }
    return render(request, "people/organisation.html", context, status=422 if form.errors else 200)


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
