"""What stands wrong about an organisation's past: put right or taken away, with the reason; and added again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from ..access import CountyRequest, as_coordinator
from ..actions import corrections, memberships
from ..actions.registers import RegisterRefused
from ..correction_forms import (
    CorrectedNameForm,
    CorrectedSuccessionForm,
    FormerNameForm,
    ReasonForm,
    SuccessionForm,
)
from ..models import FormerName, MemberRegion, Organisation, Succession
from .forms_shown import form_page, refused


def _organisation(request: CountyRequest, pk: int) -> Organisation:
    return get_object_or_404(request.county.organisations, pk=pk)


def _page(request: CountyRequest, pk: int) -> str:
    return reverse("people:organisation", args=[request.county.slug, pk])


@as_coordinator
def former_name_new(request: CountyRequest, pk: int) -> HttpResponse:
    return add_name(request, _organisation(request, pk), back=_page(request, pk))


def add_name(request: HttpRequest, organisation: Organisation, *, back: str, **told: Any) -> HttpResponse:
    form = FormerNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.add_former_name(organisation=organisation, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except RegisterRefused as refusal:
            refused(form, refusal)
    told |= {"kicker": organisation.name, "button": _("Lägg till"), "back": back}
    return form_page(request, form, title=_("Tidigare namn"), **told)


@as_coordinator
def former_name_edit(request: CountyRequest, pk: int, name: int) -> HttpResponse:
    found = _former_name(_organisation(request, pk), name)
    return edit_name(request, found, back=_page(request, pk))


def _former_name(organisation: Organisation, pk: int) -> FormerName:
    return get_object_or_404(organisation.former_names.select_related("organisation", "unit"), pk=pk)


def edit_name(request: HttpRequest, former: FormerName, *, back: str, **told: Any) -> HttpResponse:
    now = {"name": former.name, "valid_to": former.valid_to, "reason": ""}
    form = CorrectedNameForm(merging.posted(request), initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            seen = merging.seen(request)
            corrections.correct_former_name(former=former, seen=seen, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            former.refresh_from_db()
            now |= {"name": former.name, "valid_to": former.valid_to}
            shown = {"now": now, "seen": corrections.mark_of_former_name(former), "title": former.name, "back": back}
            return merging.page(request, form, events=history.of(former.organisation), **shown)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, corrections.mark_of_former_name(former))
    told |= {"kicker": former.organisation.name, "back": back, "seen": seen}
    return form_page(request, form, title=_("Rätta det tidigare namnet"), **told)


@as_coordinator
def former_name_remove(request: CountyRequest, pk: int, name: int) -> HttpResponse:
    return remove_name(request, _former_name(_organisation(request, pk), name), back=_page(request, pk))


def remove_name(request: HttpRequest, former: FormerName, *, back: str, **told: Any) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        corrections.remove_former_name(former=former, by=request.user, **form.cleaned_data)
        messages.success(request, _("”%(text)s” är borttaget.") % {"text": former.name})
        return redirect(back)
    title = _("Ta bort det tidigare namnet ”%(name)s”?") % {"name": former.name}
    told |= {"kicker": former.organisation.name, "button": _("Ta bort"), "back": back}
    return form_page(
        request, form, title=title, lead=_("För det som aldrig stämde. Det går att lägga till igen."), **told
    )


@as_coordinator
def succession_new(request: CountyRequest, pk: int) -> HttpResponse:
    found = _organisation(request, pk)
    form = SuccessionForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.add_succession(organisation=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"kicker": found.name, "button": _("Lägg till"), "back": _page(request, pk)}
    return form_page(request, form, title=_("Vem tog över?"), **told)


def _succession(request: CountyRequest, pk: int, succession: int) -> Succession:
    """Reached from both sides, and changed by the county of the one that was taken over."""
    here = _organisation(request, pk)
    known = Succession.objects.filter(predecessor__county=request.county).select_related(
        "predecessor__county", "predecessor_unit", "successor", "successor_unit"
    )
    return get_object_or_404(known.filter(predecessor=here) | known.filter(successor=here), pk=succession)


@as_coordinator
def succession_edit(request: CountyRequest, pk: int, succession: int) -> HttpResponse:
    found = _succession(request, pk, succession)
    is_of_parts = bool(found.predecessor_unit_id or found.successor_unit_id)
    shape = {"organisation": found.predecessor, "is_of_parts": is_of_parts}
    form = CorrectedSuccessionForm(merging.posted(request), initial=_now(found), **shape)
    back = _page(request, pk)
    if request.method == "POST" and form.is_valid():
        data = {"successor": None, **form.cleaned_data}
        try:
            corrections.correct_succession(succession=found, seen=merging.seen(request), by=request.user, **data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": corrections.mark_of_succession(found), "title": str(found)}
            return merging.page(request, form, back=back, events=history.of(found.predecessor), **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, corrections.mark_of_succession(found))
    told = {"kicker": found.predecessor.name, "lead": str(found), "back": back, "seen": seen}
    return form_page(request, form, title=_("Rätta vem som tog över"), **told)


def _now(found: Succession) -> dict[str, Any]:
    return {"successor": found.successor_id, "on": found.on, "reason": ""}


@as_coordinator
def succession_remove(request: CountyRequest, pk: int, succession: int) -> HttpResponse:
    found = _succession(request, pk, succession)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        corrections.remove_succession(succession=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Raden är borttagen."))
        return redirect(_page(request, pk))
    told = {"kicker": found.predecessor.name, "button": _("Ta bort"), "back": _page(request, pk)}
    lead = _("%(what)s. För det som aldrig stämde. Det går att lägga till igen.") % {"what": found}
    return form_page(request, form, title=_("Ta bort vem som tog över?"), lead=lead, **told)


@as_coordinator
def membership_remove(request: CountyRequest, pk: int, membership: int) -> HttpResponse:
    known = MemberRegion.objects.select_related("group", "member__county")
    found = get_object_or_404(known, pk=membership, member=_organisation(request, pk))
    return remove_membership(request, found, back=_page(request, pk))


def remove_membership(request: HttpRequest, found: MemberRegion, *, back: str, **told: Any) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        memberships.remove_membership(membership=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Medlemskapet är borttaget."))
        return redirect(back)
    words = {"member": found.member.short_name, "group": found.group.name}
    title = _("Ta bort att %(member)s är med i %(group)s?") % words
    lead = _("För det som aldrig stämde. Det som har varit avslutar du i stället, med en sista dag.")
    told = {"kicker": found.member.name, "button": _("Ta bort"), "back": back, **told}
    return form_page(request, form, title=title, lead=lead, **told)
