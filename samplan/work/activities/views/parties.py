"""Who has a part in an activity, and the posts that several pay for."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of

from .. import access
from .. import parties as reading
from ..actions import parties as writing
from ..models import Activity, Actor, Post
from ..party_forms import LeaveForm, PartyForm, PostForm
from ..states import NotAllowed

ASKED = {
    Actor.Role.PERFORMER: _l("Vem mer gör den?"),
    Actor.Role.FUNDER: _l("Vem betalar?"),
    Actor.Role.EVALUATOR: _l("Vem utvärderar den?"),
    Actor.Role.FOLLOWER: _l("Vem följer upp den?"),
}


@access.in_county
def parties(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    context = {
        "activity": shown,
        "parties": reading.parties_of(shown),
        "addresses": reading.ADDRESS,
        "may_change": access.may_change(request, shown),
    }
    return render(request, "activities/parties.html", context)


@access.changing
def add(request: HttpRequest, activity: int, role: str) -> HttpResponse:
    """`efter` is who has been in it before and comes back: a row of its own."""
    shown = access.changeable(request, activity)
    if role not in reading.ROLES:
        raise Http404
    former = shown.actors.filter(pk=whole_number(request.GET.get("efter"))).first()
    form = _form_of(request, request.POST or None, reading.ROLES[role], None, initial=_new(former))
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.add_party(activity=shown, role=reading.ROLES[role], by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är inskriven.") % {"name": made})
            return redirect(_page(request, shown))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, form, shown, title=ASKED[reading.ROLES[role]])


@access.changing
def change(request: HttpRequest, activity: int, actor: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = _actor(shown, actor)
    form = _form_of(request, merging.posted(request), row.role, row, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_party(actor=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, shown))
        except Stale:
            row = _actor(shown, actor)
            told = {"now": _now(row), "seen": reading.mark_of_party(row), "events": history_of(shown)}
            return merging.page(request, form, title=str(row), back=_page(request, shown), **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, reading.mark_of_party(row))
    return _shown(request, form, shown, title=str(row), row=row, seen=start)


@access.changing
def leave(request: HttpRequest, activity: int, actor: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = _actor(shown, actor)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            left = writing.leave(actor=row, by=request.user, **form.cleaned_data)
            told = {"name": left, "day": long_day(left.left_on)}
            gone, stays = (
                _("Sparat. %(name)s står nu under Har varit med."),
                _("Sparat. %(name)s är med till och med %(day)s."),
            )
            messages.success(request, (gone if left.has_left else stays) % told)
            return redirect(_page(request, shown))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    lead = _("Raden står kvar under Har varit med, så att man ser vilka som har gjort vad.")
    return _shown(request, form, shown, title=_("När slutar %(name)s?") % {"name": row}, lead=lead)


@access.changing
@require_POST
def remove(request: HttpRequest, activity: int, actor: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = _actor(shown, actor)
    try:
        writing.remove_party(actor=row, by=request.user)
        messages.success(request, _("%(name)s är borttagen. Det som stod finns i historiken.") % {"name": row})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_page(request, shown))


@access.changing
def add_post(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = PostForm(request.POST or None, county=request.county)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            writing.add_post(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Tjänsten är inskriven."))
            return redirect(_page(request, shown))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, form, shown, title=_("En tjänst som flera betalar"))


@access.changing
def change_post(request: HttpRequest, activity: int, post: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = get_object_or_404(Post, pk=post, activity=shown)
    county = request.county  # type: ignore[attr-defined]
    form = PostForm(merging.posted(request), county=county, initial=_post_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_post(post=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, shown))
        except Stale:
            row = get_object_or_404(Post, pk=post, activity=shown)
            told = {"now": _post_now(row), "seen": reading.mark_of_post(row), "events": history_of(shown)}
            return merging.page(request, form, title=row.title, back=_page(request, shown), **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, reading.mark_of_post(row))
    return _shown(request, form, shown, title=row.title, post=row, seen=start)


@access.changing
@require_POST
def remove_post(request: HttpRequest, activity: int, post: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = get_object_or_404(Post, pk=post, activity=shown)
    try:
        writing.remove_post(post=row, by=request.user)
        messages.success(request, _("Tjänsten är borttagen. Det som stod finns i historiken."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_page(request, shown))


def _actor(shown: Activity, pk: int) -> Actor:
    row = get_object_or_404(Actor.objects.select_related("organisation"), pk=pk, activity=shown)
    row.activity = shown
    return row


def _form_of(request: HttpRequest, data: Any, role: str, row: Actor | None, initial: dict[str, Any]) -> PartyForm:
    county = request.county  # type: ignore[attr-defined]
    chosen = row.organisation_id if row else initial.get("organisation")
    organisations = county.organisations.choosable(chosen).order_by("name_key")
    return PartyForm(data, county=county, role=role, organisations=organisations, row=row, initial=initial)


def _new(former: Actor | None) -> dict[str, Any]:
    if former is None:
        return {}
    return {**_now(former), "share": None, "joined_on": today(), "left_on": None, "left_why": ""}


def _now(row: Actor) -> dict[str, Any]:
    names = ("responsibility", "share", "joined_on", "left_on", "left_why")
    known = row.organisation is not None and row.text == row.organisation.name
    text = "" if known else row.text
    return {"organisation": row.organisation_id, "text": text, **{name: getattr(row, name) for name in names}}


def _post_now(row: Post) -> dict[str, Any]:
    shares = "\n".join(str(share) for share in row.shares.all())
    names = ("title", "percent", "starts_on", "ends_on")
    return {**{name: getattr(row, name) for name in names}, "shares": shares}


def _page(request: HttpRequest, shown: Activity) -> str:
    return reverse("activities:parties", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]


def _shown(request: HttpRequest, form: Any, shown: Activity, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "activities/party_form.html", {"form": form, "activity": shown, **context}, status=status)
