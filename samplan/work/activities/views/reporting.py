"""Writing how an activity goes, putting it right, and how many it has reached."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of

from .. import access, aliveness, points, queries
from ..actions import reporting as writing
from ..models import Activity, ReportingPoint, Update, Volume
from ..report_forms import OneVolumeForm, PeriodForm, UpdateForm, VolumeLines
from ..states import NotAllowed


@access.changing
def report(request: HttpRequest, activity: int) -> HttpResponse:
    """Background, result and analysis at one date, what hindered and helped, and how many."""
    shown = access.changeable(request, activity)
    county = request.county  # type: ignore[attr-defined]
    chosen = _chosen_point(request, points.to_choose(county))
    form = UpdateForm(request.POST or None, points=points.to_choose(county), initial={"on": today(), "point": chosen})
    period, lines = _numbers(request, shown)
    after = _next_that_waits(request, shown)
    if request.method == "POST" and form.is_valid() and period.is_valid() and lines.is_valid():
        given = _counted(period, lines, form.cleaned_data["on"])
        writing.add_update(activity=shown, by=request.user, volumes=given, **form.cleaned_data)
        if after and request.POST.get("go") == "next":
            messages.success(request, _("Sparat. Här är nästa."))
            return redirect("activities:report", county.slug, after.pk)
        messages.success(request, _("Sparat. Det du skrev syns för alla i länet."))
        return redirect("activities:detail", county.slug, shown.pk)
    earlier = shown.updates.first()
    context = {"form": form, "period": period, "lines": lines, "activity": shown, "earlier": earlier, "after": after}
    return render(request, "activities/report.html", context)


def _chosen_point(request: HttpRequest, offered: list[ReportingPoint]) -> int | None:
    asked = whole_number(request.GET.get("tillfalle", ""))
    now = points.asked_now(request.county)  # type: ignore[attr-defined]
    return next((p.pk for p in offered if p.pk == asked), now.pk if now else None)


def _numbers(request: HttpRequest, shown: Activity) -> tuple[PeriodForm, Any]:
    """What was counted the last time stands there to be counted again."""
    data = request.POST if "antal-TOTAL_FORMS" in request.POST else None
    whats = list(dict.fromkeys(shown.volumes.order_by("-ends_on", "pk").values_list("what", flat=True)))[:8]
    day = today()
    period = PeriodForm(data, prefix="tid", initial={"starts_on": day.replace(month=1, day=1), "ends_on": day})
    if data is None and request.method == "POST":  # a page without the lines: nothing is counted
        return PeriodForm({}, prefix="tid"), VolumeLines(_no_lines(), prefix="antal")
    return period, VolumeLines(data, prefix="antal", initial=[{"what": what} for what in whats])


def _no_lines() -> dict[str, str]:
    return {"antal-TOTAL_FORMS": "0", "antal-INITIAL_FORMS": "0"}


def _counted(period: PeriodForm, lines: Any, until: Any) -> list[writing.Count]:
    ends_on = period.cleaned_data.get("ends_on") or until
    starts_on = period.cleaned_data.get("starts_on") or ends_on.replace(month=1, day=1)
    found = [line.counted(starts_on, ends_on) for line in lines if line.has_changed()]
    return [count for count in found if count is not None]


def _next_that_waits(request: HttpRequest, shown: Activity) -> Activity | None:
    """Another that the county's day asks for, or that nobody has written of for long, among those the visitor writes for."""
    own = set(access.own_organisations(request).values_list("pk", flat=True))
    if not own:
        return None
    county = request.county  # type: ignore[attr-defined]
    _point, lacking = points.lacking(county, own)
    waiting = [*lacking, *queries.standing_still(county, own, aliveness.rules_of(county).days)]
    return next((activity for activity in waiting if activity.pk != shown.pk), None)


def _update(shown: Activity, pk: int) -> Update:
    return get_object_or_404(shown.updates.select_related("point"), pk=pk)


def _back(request: HttpRequest, shown: Activity, name: str = "detail") -> str:
    return reverse(f"activities:{name}", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]


@access.changing
def change(request: HttpRequest, activity: int, update: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = _update(shown, update)
    offered = points.to_choose(request.county)  # type: ignore[attr-defined]
    offered += [row.point] if row.point and row.point not in offered else []
    form = UpdateForm(merging.posted(request), points=offered, initial=_now(row))
    back = _back(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_update(update=row, seen=merging.seen(request) or "", by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat. Det som stod finns kvar bland ändringarna."))
            return redirect(back)
        except Stale:
            row = _update(shown, update)
            told = {"now": _now(row), "seen": writing.mark_of_update(row), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, writing.mark_of_update(row))
    context = {"form": form, "activity": shown, "update": row, "seen": start}
    return render(request, "activities/report_change.html", context)


def _now(row: Update) -> dict[str, Any]:
    return {"point": row.point_id, "on": row.on, **{name: getattr(row, name) for name in writing.PARTS}}


@access.changing
@require_POST
def remove(request: HttpRequest, activity: int, update: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    try:
        writing.remove_update(update=_update(shown, update), by=request.user)
        messages.success(request, _("Borttaget. Det som stod finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, shown))


@access.changing
def volume(request: HttpRequest, activity: int, volume: int = 0) -> HttpResponse:
    """One line of numbers: a new one, or another in the place of one that stands."""
    shown = access.changeable(request, activity)
    row = get_object_or_404(shown.volumes, pk=volume) if volume else None
    form = OneVolumeForm(request.POST or None, initial=_line(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = form.counted(data["starts_on"], data["ends_on"])
        try:
            assert given is not None  # noqa: S101 - the form asks for the number
            writing.keep_count(activity=shown, given=given, seen=row, by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(_back(request, shown) + "#antal")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "activity": shown, "volume": row}
    return render(request, "activities/volume.html", context, status=422 if form.errors else 200)


def _line(row: Volume | None) -> dict[str, Any]:
    if row is None:
        day = today()
        return {"starts_on": day.replace(month=1, day=1), "ends_on": day.replace(month=12, day=31)}
    number = str(row.low) if row.low == row.high else f"{row.low}–{row.high}"
    facts = {name: getattr(row, name) for name in ("what", "women", "men", "starts_on", "ends_on", "source")}
    return {**facts, "number": number}


@access.changing
@require_POST
def remove_volume(request: HttpRequest, activity: int, volume: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    try:
        writing.drop_count(volume=get_object_or_404(shown.volumes, pk=volume), by=request.user)
        messages.success(request, _("Raden är borttagen."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, shown) + "#antal")
