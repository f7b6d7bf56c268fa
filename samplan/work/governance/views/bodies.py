from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging, offers
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.views.forms_shown import refused

from .. import access, actions, queries
from ..access import CountyRequest
from ..forms import BodyAliasForm, BodyForm, EndForm, FindBodyForm
from ..models import Body
from .forms_shown import form_page

NEWS = 8


@access.in_county
def bodies(request: CountyRequest) -> HttpResponse:
    words = request.GET.get("ord", "").strip()
    context = {
        "register": queries.register_of(request.county, words),
        "find": FindBodyForm(initial={"ord": words}, auto_id="find-%s"),
        "words": words,
    }
    return render(request, "governance/bodies.html", context)


@access.in_county
def body(request: CountyRequest, pk: int) -> HttpResponse:
    shown = access.body_of(request, pk)
    return _body_page(request, shown, BodyAliasForm(prefix="namn"))


def _body_page(request: CountyRequest, shown: Body, form: BodyAliasForm) -> HttpResponse:
    context = {
        "body": shown,
        "path": queries.path_of(shown),
        "below": queries.below(shown),
        "aliases": list(shown.aliases.all()),
        "decisions": queries.decisions_by(shown),
        "anchorings": queries.anchorings_at(shown),
        "panels": _panels(request, shown),
        "happenings": list(history.of(shown)[:NEWS]),
        "form": form,
    }
    return render(request, "governance/body.html", context, status=422 if form.errors else 200)


def _panels(request: CountyRequest, shown: Body) -> list[dict[str, str]]:
    found = sorted(offers.collect("panels", shown, request.user), key=lambda panel: panel.place)
    return [
        {
            "title": panel.title,
            "html": render_to_string(panel.template, {**panel.context, "county": request.county}, request),
        }
        for panel in found
    ]


def _page(request: CountyRequest, pk: int) -> str:
    return reverse("governance:body", args=[request.county.slug, pk])


@access.as_coordinator
def body_new(request: CountyRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, county=request.county)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_body(county=request.county, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagt.") % {"name": made.name})
            return redirect(_page(request, made.pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Nämnder, styrgrupper, samråd, nätverk och andra som träffas i ett eget uppdrag.")
    back = reverse("governance:bodies", args=[request.county.slug])
    return form_page(request, form, title=_("Nytt organ"), lead=lead, button=_("Lägg till"), back=back)


@access.as_coordinator
def body_edit(request: CountyRequest, pk: int) -> HttpResponse:
    shown = access.body_of(request, pk)
    form = BodyForm(merging.posted(request), county=request.county, body=shown, initial=_now(shown))
    back = _page(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_body(body=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown.refresh_from_db()
            told: dict[str, Any] = {
                "now": _now(shown),
                "seen": actions.mark_of_body(shown),
                "events": history.of(shown),
            }
            return merging.page(request, form, title=shown.name, back=back, **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_body(shown))
    return form_page(request, form, title=_("Ändra uppgifter"), kicker=shown.name, back=back, seen=seen)


def _now(shown: Body) -> dict[str, Any]:
    names = ("name", "short_name", "kind", "is_deciding", "purpose", "valid_from")
    return {name: getattr(shown, name) for name in names} | {
        "organisation": shown.organisation_id,
        "parent": shown.parent_id,
    }


@access.as_coordinator
def body_end(request: CountyRequest, pk: int) -> HttpResponse:
    shown = access.body_of(request, pk)
    form = EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_body(body=shown, by=request.user, **form.cleaned_data)
            said = {"name": shown.name, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("%(name)s upphör %(day)s.") % said)
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    lead = _("Beslut och annat som är skrivet står kvar. Organet går inte att välja för något nytt efter sista dagen.")
    title = _("När upphör %(name)s?") % {"name": shown.name}
    back = _page(request, pk)
    return form_page(
        request, form, title=title, kicker=shown.name, lead=lead, button=_("Skriv in slutdagen"), back=back
    )


@access.as_coordinator
@require_POST
def body_resume(request: CountyRequest, pk: int) -> HttpResponse:
    actions.resume_body(body=access.body_of(request, pk), by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect(_page(request, pk))


@access.as_coordinator
def alias_add(request: CountyRequest, pk: int) -> HttpResponse:
    shown = access.body_of(request, pk)
    form = BodyAliasForm(request.POST or None, prefix="namn")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_alias(body=shown, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("”%(text)s” är nu ett annat namn på %(name)s.") % {"text": made, "name": shown})
            return redirect(_page(request, pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    if request.method != "POST":
        return redirect(_page(request, pk))
    return _body_page(request, shown, form)


@access.as_coordinator
@require_POST
def alias_remove(request: CountyRequest, pk: int, alias: int) -> HttpResponse:
    found = access.alias_of(request, pk, alias)
    actions.remove_alias(alias=found, by=request.user)
    messages.success(request, _("”%(text)s” är borttaget.") % {"text": found.text})
    return redirect(_page(request, pk))


@access.in_county
def body_history(request: CountyRequest, pk: int) -> HttpResponse:
    shown = access.body_of(request, pk)
    page = history.page_of(history.of(shown), request.GET.get("sida"))
    return render(request, "history/page.html", {"page": page, "subject_title": shown.name, "back": _page(request, pk)})
