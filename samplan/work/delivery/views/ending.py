"""The final report of what has ended, and the county's list of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access, final_reports
from ..actions import ending as writing
from ..final_report_forms import ApproveForm, FinalReportForm, GiveBackForm


@access.in_county
def listing(request: HttpRequest) -> HttpResponse:
    groups = final_reports.groups_of(request.county)  # type: ignore[attr-defined]
    missing = sum(len(group.activities) for group in groups if group.stage == final_reports.MISSING)
    return render(request, "delivery/final_reports.html", {"groups": groups, "missing": missing})


@access.in_county
def report(request: HttpRequest, activity: int) -> HttpResponse:
    about, shown = _shown(request, activity)
    context = {"activity": about, "shown": shown, "seen": writing.mark_of_report(shown.report)}
    return render(request, "delivery/final_report.html", context)


@access.changing
def write(request: HttpRequest, activity: int) -> HttpResponse:
    about, shown = _shown(request, activity)
    if shown.stage in (final_reports.HANDED_IN, final_reports.APPROVED):
        messages.info(request, _("Slutrapporten är inlämnad. Ta tillbaka den först, om något ska ändras."))
        return _to_report(request, activity)
    form = FinalReportForm(merging.posted(request), initial=_now(about, shown))
    if request.method == "POST" and form.is_valid():
        try:
            writing.save_report(activity=about, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Utkastet är sparat."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        except Stale:
            now = final_reports.report_of(about)
            told: dict[str, Any] = {"now": _texts(now), "seen": writing.mark_of_report(now)}
            own = [about.owner_id] if about.owner_id else []
            told["events"] = history_of(about, own=own).filter(verb="delivery.final_report_written")
            return merging.page(request, form, title=about.title, back=_address(request, activity), **told)
        return _to_report(request, activity)
    start = merging.start(request, form, writing.mark_of_report(shown.report))
    context = {"form": form, "activity": about, "shown": shown, "seen": start}
    return render(request, "delivery/final_report_write.html", context, status=422 if form.errors else 200)


@access.changing
@require_POST
def deed(request: HttpRequest, activity: int) -> HttpResponse:
    """Handed in, or taken back."""
    about = access.changeable(request, activity)
    try:
        if request.POST.get("gor") == "lamna-in":
            writing.hand_in(activity=about, seen=request.POST.get("seen", ""), by=request.user)
            messages.success(request, _("Inlämnad. Tack! Samordnaren ser den på sin startsida."))
        elif request.POST.get("gor") == "tillbaka":
            writing.take_back(activity=about, by=request.user)
            messages.success(request, _("Tillbakatagen. Nu kan ni ändra i den."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    except Stale:
        messages.error(request, _("Någon ändrade i rapporten medan du läste. Läs den igen innan du lämnar in den."))
    return _to_report(request, activity)


@access.as_coordinator
def approve(request: HttpRequest, activity: int) -> HttpResponse:
    about, shown = _shown(request, activity)
    if shown.report is None or shown.report.handed_in_at is None or shown.report.approved_on is not None:
        messages.info(request, _("Det finns ingen inlämnad slutrapport att godkänna."))
        return _to_report(request, activity)
    handed_in = as_date(shown.report.handed_in_at)
    form = ApproveForm(request.POST or None, handed_in=handed_in, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        return _decided(request, about, writing.approve, _("Sparat. Rapporten står som den är."), form.cleaned_data)
    return _decision_page(request, "delivery/final_report_approve.html", about, shown, form)


@access.as_coordinator
def give_back(request: HttpRequest, activity: int) -> HttpResponse:
    about, shown = _shown(request, activity)
    if shown.stage != final_reports.HANDED_IN:
        messages.info(request, _("Det finns ingen inlämnad slutrapport att lämna tillbaka."))
        return _to_report(request, activity)
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = _("Rapporten är tillbaka hos dem som skrev den.")
        return _decided(request, about, writing.give_back, words, form.cleaned_data)
    return _decision_page(request, "delivery/final_report_give_back.html", about, shown, form)


def _decided(request: HttpRequest, about: Any, write: Any, words: str, data: dict[str, Any]) -> HttpResponse:
    """What is decided is decided of the report that was read: its mark came with the form."""
    try:
        write(activity=about, seen=request.POST.get("seen", ""), by=request.user, **data)
        messages.success(request, words)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    except Stale:
        messages.error(request, _("Rapporten har ändrats sedan du läste den. Läs den igen."))
    return _to_report(request, about.pk)


def _decision_page(request: HttpRequest, template: str, about: Any, shown: Any, form: Any) -> HttpResponse:
    seen = request.POST.get("seen", "") if request.method == "POST" else writing.mark_of_report(shown.report)
    context = {"form": form, "activity": about, "shown": shown, "seen": seen}
    return render(request, template, context, status=422 if form.errors else 200)


def _shown(request: HttpRequest, activity: int) -> tuple[Any, final_reports.Shown]:
    """404 where no report is owed and none exists."""
    about = access.activity_of(request, activity)
    shown = final_reports.shown_of(about, request)
    if shown is None:
        raise Http404
    return about, shown


def _now(about: Any, shown: final_reports.Shown) -> dict[str, str]:
    return _texts(shown.report) if shown.report else final_reports.begun_from(about)


def _texts(report: Any) -> dict[str, str]:
    return {name: getattr(report, name) if report else "" for name in final_reports.PARTS}


def _address(request: HttpRequest, activity: int) -> str:
    return reverse("delivery:final_report", args=[request.county.slug, activity])  # type: ignore[attr-defined]


def _to_report(request: HttpRequest, activity: int) -> HttpResponse:
    return redirect(_address(request, activity))
