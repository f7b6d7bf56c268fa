"""What belongs to an organisation: its parts, spellings, and the levels above it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from ..access import CountyRequest, as_coordinator
from ..actions import memberships, registers
from ..actions.registers import RegisterRefused
from ..models import Alias, MemberRegion, Organisation, Unit
from ..register_forms import AliasForm, EndForm, MembershipForm, UnitForm
from .forms_shown import form_page, refused


def _organisation(request: CountyRequest, pk: int) -> Organisation:
    return get_object_or_404(request.county.organisations, pk=pk)


def _unit(request: CountyRequest, pk: int, unit: int) -> Unit:
    return get_object_or_404(
        Unit.objects.select_related("organisation"), pk=unit, organisation=_organisation(request, pk)
    )


def _page(request: CountyRequest, pk: int) -> str:
    return reverse("people:organisation", args=[request.county.slug, pk])


@as_coordinator
def unit_new(request: CountyRequest, pk: int) -> HttpResponse:
    found = _organisation(request, pk)
    form = UnitForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = registers.add_unit(organisation=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd.") % {"name": made.name})
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Nämnd, förvaltning, verksamhet eller grupp.")
    told = {"kicker": found.name, "lead": lead, "button": _("Lägg till"), "back": _page(request, pk)}
    return form_page(request, form, title=_("Ny del"), **told)


@as_coordinator
def unit_edit(request: CountyRequest, pk: int, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    form = UnitForm(merging.posted(request), organisation=found.organisation, unit=found, initial=_now(found))
    back = _page(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            registers.edit_unit(unit=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": registers.mark_of_unit(found), "title": found.name, "back": back}
            return merging.page(request, form, events=history.of(found.organisation), **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, registers.mark_of_unit(found))
    return form_page(request, form, title=_("Ändra del"), kicker=found.organisation.name, back=back, seen=seen)


def _now(unit: Unit) -> dict[str, Any]:
    return {
        "kind": unit.kind,
        "name": unit.name,
        "parent": unit.parent_id,
        "valid_from": unit.valid_from,
        "renamed_on": None,
    }


@as_coordinator
def unit_end(request: CountyRequest, pk: int, unit: int) -> HttpResponse:
    found = _unit(request, pk, unit)
    form = EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            registers.end_unit(unit=found, by=request.user, **form.cleaned_data)
            said = {"name": found.name, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("%(name)s upphör %(day)s.") % said)
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    title = _("När upphör %(name)s?") % {"name": found.name}
    lead = _("Det som ligger under upphör samma dag. Allt går att läsa efteråt.")
    told = {"kicker": found.organisation.name, "lead": lead, "button": _("Skriv in slutdagen")}
    return form_page(request, form, title=title, back=_page(request, pk), **told)


@as_coordinator
@require_POST
def unit_resume(request: CountyRequest, pk: int, unit: int) -> HttpResponse:
    registers.resume_unit(unit=_unit(request, pk, unit), by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect(_page(request, pk))


@as_coordinator
def alias_add(request: CountyRequest, pk: int) -> HttpResponse:
    found = _organisation(request, pk)
    form = AliasForm(request.POST or None, prefix="alias")
    if request.method == "POST" and form.is_valid():
        try:
            made = registers.add_alias(organisation=found, text=form.cleaned_data["text"], by=request.user)
            said = {"text": made.text, "name": found.short_name}
            messages.success(request, _("”%(text)s” känns nu igen som %(name)s.") % said)
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"kicker": found.name, "button": _("Lägg till"), "back": _page(request, pk)}
    return form_page(request, form, title=_("Nytt skrivsätt"), **told)


@as_coordinator
@require_POST
def alias_remove(request: CountyRequest, pk: int, alias: int) -> HttpResponse:
    found = get_object_or_404(Alias, pk=alias, organisation=_organisation(request, pk))
    registers.remove_alias(alias=found, by=request.user)
    messages.success(request, _("”%(text)s” är borttaget.") % {"text": found.text})
    return redirect(_page(request, pk))


@as_coordinator
def membership_add(request: CountyRequest, pk: int) -> HttpResponse:
    found = _organisation(request, pk)
    form = MembershipForm(request.POST or None, organisation=found, prefix="med")
    if request.method == "POST" and form.is_valid():
        try:
            memberships.add_membership(member=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"kicker": found.name, "button": _("Lägg till"), "back": _page(request, pk)}
    return form_page(request, form, title=_("Med i en större nivå"), **told)


@as_coordinator
def membership_end(request: CountyRequest, pk: int, membership: int) -> HttpResponse:
    found = get_object_or_404(
        MemberRegion.objects.select_related("group", "member"), pk=membership, member=_organisation(request, pk)
    )
    form = EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.end_membership(membership=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    title = _("När lämnade %(member)s %(group)s?") % {"member": found.member.short_name, "group": found.group.name}
    return form_page(request, form, title=title, back=_page(request, pk), button=_("Skriv in slutdagen"))
