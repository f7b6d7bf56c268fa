"""The communication plan of an activity: its lines, what became of them, and the plan as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging, tables
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access
from .. import telling as reading
from ..actions import telling as writing
from ..models import Message
from ..telling_forms import TOLD, MessageForm, ToldForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.changing
def new(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = MessageForm(request.POST or None, organisations=_organisations(request))
    if request.method == "POST" and form.is_valid():
        made = writing.add_message(activity=shown, by=request.user, **form.cleaned_data)
        messages.success(request, _("Tillagd. En vecka innan kommer den som en uppgift till dem som ska berätta."))
        return redirect(_place(request, made))
    context = {"form": form, "activity": shown}
    return render(request, "delivery/message_form.html", context, status=422 if form.errors else 200)


@access.changing
def edit(request: HttpRequest, activity: int, message: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = get_object_or_404(shown.messages.select_related("organisation"), pk=message)
    organisations = _organisations(request, row.organisation_id)
    form = MessageForm(merging.posted(request), organisations=organisations, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_message(message=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_place(request, row))
        except NotAllowed as refusal:
            return _refused(request, row, refusal)
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": writing.mark_of_message(row)}
            told["events"] = history_of(shown).filter(verb="delivery.message_changed")
            return merging.page(request, form, title=shown.title, back=_place(request, row), **told)
    if row.told_on is not None or row.dropped_why:
        return _refused(request, row, _("Den är redan markerad. Ta tillbaka det först, om något ska ändras."))
    start = merging.start(request, form, writing.mark_of_message(row))
    context = {"form": form, "activity": shown, "row": row, "seen": start}
    return render(request, "delivery/message_form.html", context, status=422 if form.errors else 200)


@access.changing
@require_POST
def remove(request: HttpRequest, activity: int, message: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = get_object_or_404(shown.messages, pk=message)
    place = f"{_page(request, activity)}#kommunikationsplan"
    try:
        writing.remove_message(message=row, by=request.user)
        messages.success(request, _("Borttagen. Vad raden sade finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(place)


@access.telling
def told(request: HttpRequest, activity: int, message: int) -> HttpResponse:
    """It is told, or it is not to be told after all."""
    row = access.message_of(request, activity, message)
    if row.told_on is not None or row.dropped_why:
        return _refused(request, row, _("Någon har redan skrivit hur det gick."))
    form = ToldForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["outcome"] == TOLD:
                writing.mark_told(message=row, on=data["on"], by=request.user)
            else:
                writing.drop_message(message=row, why=data["why"], by=request.user)
            messages.success(request, _("Sparat."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(_place(request, row))
    context = {"form": form, "activity": row.activity, "row": row}
    return render(request, "delivery/message_told.html", context, status=422 if form.errors else 200)


@access.telling
@require_POST
def take_back(request: HttpRequest, activity: int, message: int) -> HttpResponse:
    row = access.message_of(request, activity, message)
    try:
        writing.take_back(message=row, by=request.user)
        messages.success(request, _("Markeringen är tillbakatagen. Vad den sade finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_place(request, row))


@access.in_county
def export(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    title = _("Kommunikationsplan: %(title)s") % {"title": shown.title}
    content = tables.write_xlsx([reading.sheet(reading.lines_of(shown, request))], title=title)
    name = f"kommunikationsplan-{shown.pk}-{today():%Y-%m-%d}.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _organisations(request: HttpRequest, also: int | None = None) -> Any:
    return request.county.organisations.choosable(also)  # type: ignore[attr-defined]


def _now(row: Message) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in writing.FIELDS}, "organisation": row.organisation_id}


def _page(request: HttpRequest, activity: int) -> str:
    return reverse("delivery:page", args=[request.county.slug, activity])  # type: ignore[attr-defined]


def _place(request: HttpRequest, row: Message) -> str:
    return f"{_page(request, row.activity_id)}#budskap-{row.pk}"


def _refused(request: HttpRequest, row: Message, refusal: NotAllowed | str) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect(_place(request, row))
