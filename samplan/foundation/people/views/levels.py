"""The levels above the county. Kept by the administrators, read by those who have a role in any county."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history

from ..access import CountyRequest, as_administrator, in_county
from ..actions import levels as actions
from ..actions import memberships
from ..actions.registers import RegisterRefused
from ..correction_forms import LevelForm, LevelMemberForm
from ..models import FormerName, MemberRegion, Organisation
from ..queries import levels as queries
from ..register_forms import EndForm
from . import corrections
from .forms_shown import form_page, refused

PLACE = "levels"


def _level(pk: int) -> Organisation:
    return get_object_or_404(queries.all_levels(), pk=pk)


def _page(pk: int) -> str:
    return reverse("people:level", args=[pk])


@as_administrator
def levels(request: CountyRequest) -> HttpResponse:
    lines = queries.level_lines()
    context = {
        "lines": [line for line in lines if not line.level.has_ended],
        "ended": [line.level for line in lines if line.level.has_ended],
        "outside": queries.regions_outside(),
    }
    return render(request, "people/levels.html", context)


@as_administrator
def level(request: CountyRequest, pk: int) -> HttpResponse:
    found = _level(pk)
    context = {
        "level": found,
        "members": queries.members_of(found),
        "member_of": queries.groups_of(found),
        "former_names": list(found.former_names.all()),
        "happenings": list(history.of(found)[:8]),
        "form": LevelMemberForm(level=found, prefix="medlem"),
        "may_change": True,
    }
    return render(request, "people/level.html", context)


@in_county
def level_read(request: CountyRequest, pk: int) -> HttpResponse:
    """For those in a county that has, or has had, an organisation in it: its name and members, nothing to change."""
    found = get_object_or_404(queries.levels_of(request.county), pk=pk)
    context = {
        "level": found,
        "members": queries.members_of(found),
        "member_of": queries.groups_of(found),
        "former_names": list(found.former_names.all()),
    }
    return render(request, "people/level.html", context)


@as_administrator
def level_new(request: CountyRequest) -> HttpResponse:
    form = LevelForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_level(by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd. Lägg till medlemmarna.") % {"name": made.name})
            return redirect(_page(made.pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"button": _("Lägg till"), "back": reverse("people:levels"), "place": PLACE}
    return form_page(request, form, title=_("Ny nivå över länet"), **told)


@as_administrator
def level_edit(request: CountyRequest, pk: int) -> HttpResponse:
    found = _level(pk)
    form = LevelForm(merging.posted(request), is_new=False, initial=_now(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_level(level=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(pk))
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": actions.mark_of_level(found), "events": history.of(found)}
            return merging.page(request, form, title=found.name, back=_page(pk), **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_level(found))
    told = {"kicker": found.name, "back": _page(pk), "seen": seen, "place": PLACE}
    return form_page(request, form, title=_("Ändra uppgifter"), **told)


def _now(found: Organisation) -> dict[str, Any]:
    names = ("name", "short_name", "code", "valid_from")
    return {name: getattr(found, name) for name in names} | {"renamed_on": None}


@as_administrator
def level_end(request: CountyRequest, pk: int) -> HttpResponse:
    found = _level(pk)
    form = EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_level(level=found, by=request.user, **form.cleaned_data)
            said = {"name": found.name, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("%(name)s upphör %(day)s.") % said)
            return redirect(_page(pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Medlemmarna lämnar samma dag. Allt går att läsa efteråt.")
    told = {"kicker": found.name, "lead": lead, "button": _("Skriv in slutdagen"), "place": PLACE}
    return form_page(request, form, title=_("När upphör %(name)s?") % {"name": found.name}, back=_page(pk), **told)


@as_administrator
@require_POST
def level_resume(request: CountyRequest, pk: int) -> HttpResponse:
    actions.resume_level(level=_level(pk), by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect(_page(pk))


@as_administrator
def level_member_add(request: CountyRequest, pk: int) -> HttpResponse:
    found = _level(pk)
    form = LevelMemberForm(request.POST or None, level=found, prefix="medlem")
    if request.method == "POST" and form.is_valid():
        try:
            made = memberships.add_membership(group=found, by=request.user, **form.cleaned_data)
            said = {"member": made.member.name, "group": found.name}
            messages.success(request, _("%(member)s är nu med i %(group)s.") % said)
            return redirect(_page(pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    told = {"kicker": found.name, "button": _("Lägg till"), "back": _page(pk), "place": PLACE}
    return form_page(request, form, title=_("Ny medlem"), **told)


def _membership(pk: int, membership: int) -> MemberRegion:
    known = MemberRegion.objects.select_related("group", "member__county")
    return get_object_or_404(known, pk=membership, group=_level(pk))


@as_administrator
def level_member_end(request: CountyRequest, pk: int, membership: int) -> HttpResponse:
    found = _membership(pk, membership)
    form = EndForm(request.POST or None, initial={"last_day": found.valid_to or today()})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.end_membership(membership=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    title = _("När lämnade %(member)s %(group)s?") % {"member": found.member.short_name, "group": found.group.name}
    told = {"kicker": found.group.name, "button": _("Skriv in slutdagen"), "place": PLACE}
    return form_page(request, form, title=title, back=_page(pk), **told)


@as_administrator
def level_member_remove(request: CountyRequest, pk: int, membership: int) -> HttpResponse:
    found = _membership(pk, membership)
    return corrections.remove_membership(request, found, back=_page(pk), place=PLACE, kicker=found.group.name)


@as_administrator
def level_name_new(request: CountyRequest, pk: int) -> HttpResponse:
    return corrections.add_name(request, _level(pk), back=_page(pk), place=PLACE)


def _name(pk: int, name: int) -> FormerName:
    return get_object_or_404(_level(pk).former_names.select_related("organisation", "unit"), pk=name)


@as_administrator
def level_name_edit(request: CountyRequest, pk: int, name: int) -> HttpResponse:
    return corrections.edit_name(request, _name(pk, name), back=_page(pk), place=PLACE)


@as_administrator
def level_name_remove(request: CountyRequest, pk: int, name: int) -> HttpResponse:
    return corrections.remove_name(request, _name(pk, name), back=_page(pk), place=PLACE)
