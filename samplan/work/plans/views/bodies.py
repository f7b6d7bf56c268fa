"""Which bodies own, work with and advise on the plan and its parts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.views.forms_shown import refused
from samplan.work.governance.queries import choosable

from .. import access, actions, bodies
from ..deciding_forms import BodyRoleForm, EndForm


@access.in_county
def bodies_of(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    return render(request, "plans/bodies.html", {"edition": shown, "table": bodies.table_of(shown)})


@access.as_coordinator
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    node = access.given_node(request, shown)
    form = BodyRoleForm(request.POST or None, county=request.county)  # type: ignore[attr-defined]
    back = reverse("plans:bodies", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_body_role(edition=shown, node=node, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except RegisterRefused as refusal:
            refused(form, refusal)
    context = {"form": form, "edition": shown, "node": node, "back": back}
    context["bodies"] = choosable(request.county).exists()  # type: ignore[attr-defined]
    return render(request, "plans/body_role_form.html", context, status=422 if form.errors else 200)


@access.as_coordinator
def end(request: HttpRequest, edition: int, role: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = access.body_role_of(shown, role)
    form = EndForm(request.POST or None, initial={"last_day": today()})
    back = reverse("plans:bodies", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_body_role(role=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except RegisterRefused as refusal:
            refused(form, refusal)
    context = {"form": form, "edition": shown, "node": found.node, "role": found, "back": back, "bodies": True}
    return render(request, "plans/body_role_form.html", context, status=422 if form.errors else 200)
