"""A programme's criteria and the places where it is carried out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import write_xlsx
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access
from .. import criteria as reading
from ..actions import criteria as writing
from ..guide_forms import CriteriaForm, LookForm, SiteForm
from ..models import Site
from .telling import XLSX


def _address(request: HttpRequest, activity: int) -> str:
    return reverse("delivery:page", args=[request.county.slug, activity]) + "#kriterier"  # type: ignore[attr-defined]


@access.changing
def edit(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = CriteriaForm(merging.posted(request), initial=_texts(shown))
    back = _address(request, shown.pk)
    if request.method == "POST" and form.is_valid():
        try:
            writing.set_criteria(activity=shown, seen=merging.seen(request) or "", by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error("texts", str(refusal))
        except Stale:
            told: dict[str, Any] = {"now": _texts(shown), "seen": writing.mark_of_criteria(shown)}
            return merging.page(request, form, title=shown.title, back=back, events=history_of(shown), **told)
    start = merging.start(request, form, writing.mark_of_criteria(shown))
    return render(request, "delivery/criteria_form.html", {"form": form, "activity": shown, "seen": start})


def _texts(shown: Any) -> dict[str, str]:
    return {"texts": "\n".join(row.text for row in shown.criteria.all())}


def _organisations(request: HttpRequest, row: Site | None = None) -> Any:
    return request.county.organisations.choosable(row.organisation_id if row else None)  # type: ignore[attr-defined]


@access.changing
def new_site(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = SiteForm(request.POST or None, organisations=_organisations(request))
    if request.method == "POST" and form.is_valid():
        try:
            writing.add_site(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Platsen är tillagd."))
            return redirect(_address(request, shown.pk))
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
    context = {"form": form, "activity": shown}
    return render(request, "delivery/site_form.html", context, status=422 if form.errors else 200)


@access.changing
def edit_site(request: HttpRequest, activity: int, site: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    row = get_object_or_404(shown.sites.select_related("organisation", "activity"), pk=site)
    form = SiteForm(merging.posted(request), organisations=_organisations(request, row), initial=_now(row))
    back = _address(request, shown.pk)
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_site(site=row, seen=merging.seen(request) or "", by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": writing.mark_of_site(row), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, writing.mark_of_site(row))
    return render(request, "delivery/site_form.html", {"form": form, "activity": shown, "site": row, "seen": start})


def _now(row: Site) -> dict[str, Any]:
    names = ("name", "is_pilot", "lesson", "started_on", "ended_on")
    return {"organisation": row.organisation_id, **{name: getattr(row, name) for name in names}}


@access.changing
@require_POST
def remove_site(request: HttpRequest, activity: int, site: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    try:
        writing.remove_site(site=get_object_or_404(shown.sites, pk=site), by=request.user)
        messages.success(request, _("Platsen är borttagen."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(request, shown.pk))


@access.looking_at_site
def look(request: HttpRequest, activity: int, site: int) -> HttpResponse:
    """How one place meets each criterion."""
    row = access.site_of(request, activity, site)
    found = reading.matrix(row.activity)
    mine = next(line for line in found.rows if line.site.pk == row.pk)
    latest = {tick.criterion_id: tick for tick in mine.ticks if tick}
    initial = {f"outcome_{pk}": tick.outcome for pk, tick in latest.items()}
    initial |= {f"note_{pk}": tick.note for pk, tick in latest.items()}
    form = LookForm(request.POST or None, criteria=found.criteria, initial=initial)
    if request.method == "POST" and form.is_valid():
        writing.look(site=row, found=form.found(), by=request.user)
        messages.success(request, _("Sparat. Det som stod förut finns kvar nedanför."))
        return redirect(_address(request, row.activity_id))
    earlier = row.ticks.select_related("criterion").order_by("-on", "-pk")
    context = {"form": form, "row": row, "activity": row.activity, "earlier": earlier, "any": bool(found.criteria)}
    return render(request, "delivery/site_look.html", context, status=422 if form.errors else 200)


@access.in_county
def export(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    sheet = reading.sheet(reading.matrix(shown))
    return HttpResponse(
        write_xlsx([sheet], title=shown.title),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="kriterier.xlsx"'},
    )
