"""The county's guides, and how they are followed in activities."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access
from .. import guides as reading
from ..actions import guides as writing
from ..guide_forms import BeginForm, GuideForm, StopForm
from ..models import Guide


def _guide(request: HttpRequest, pk: int) -> Guide:
    return get_object_or_404(Guide.objects.select_related("county"), county=request.county, pk=pk)  # type: ignore[attr-defined]


@access.in_county
def guides(request: HttpRequest) -> HttpResponse:
    rows = reading.guides_of(request.county)  # type: ignore[attr-defined]
    return render(request, "delivery/guides.html", {"rows": rows})


@access.in_county
def guide(request: HttpRequest, guide: int) -> HttpResponse:
    """Its steps, and how far each organisation has come."""
    shown = _guide(request, guide)
    steps = list(shown.steps.prefetch_related("checks"))
    lines = reading.progress(steps, reading.uses_of(shown.uses.all()))
    return render(request, "delivery/guide.html", {"guide": shown, "steps": steps, "lines": lines})


@access.as_coordinator
def new(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    like = whole_number(request.GET.get("som", ""))
    other = Guide.objects.filter(county=county, pk=like).first() if like else None
    initial = {"steps": reading.in_words(other), "text": other.text, "source": other.source} if other else {}
    form = GuideForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.add_guide(county=county, by=request.user, **form.cleaned_data)
            messages.success(request, _("Vägledningen är tillagd. Börja den från en aktivitet, under Genomförande."))
            return redirect("delivery:guide", county.slug, made.pk)
        except NotAllowed as refusal:
            form.add_error("title", str(refusal))
    return render(request, "delivery/guide_form.html", {"form": form}, status=422 if form.errors else 200)


@access.as_coordinator
def edit(request: HttpRequest, guide: int) -> HttpResponse:
    shown = _guide(request, guide)
    form = GuideForm(merging.posted(request), initial=_now(shown))
    back = reverse("delivery:guide", args=[shown.county.slug, shown.pk])
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_guide(guide=shown, seen=merging.seen(request) or "", by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error("steps", str(refusal))
        except Stale:
            shown = _guide(request, guide)
            told = {"now": _now(shown), "seen": writing.mark_of_guide(shown), "events": history_of(shown)}
            return merging.page(request, form, title=shown.title, back=back, **told)
    start = merging.start(request, form, writing.mark_of_guide(shown))
    return render(request, "delivery/guide_form.html", {"form": form, "guide": shown, "seen": start})


def _now(shown: Guide) -> dict[str, Any]:
    return {"title": shown.title, "source": shown.source, "text": shown.text, "steps": reading.in_words(shown)}


@access.as_coordinator
@require_POST
def end(request: HttpRequest, guide: int) -> HttpResponse:
    """Ended, or taken up again."""
    shown = _guide(request, guide)
    ended = "avsluta" in request.POST
    writing.end_guide(guide=shown, ended=ended, by=request.user)
    messages.success(request, _("Vägledningen är avslutad. Det som är påbörjat går vidare.") if ended else _("Sparat."))
    return redirect("delivery:guide", shown.county.slug, shown.pk)


def _back(request: HttpRequest, activity: int) -> HttpResponse:
    return redirect(reverse("delivery:page", args=[request.county.slug, activity]) + "#inforande")  # type: ignore[attr-defined]


@access.changing
def begin(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    county = request.county  # type: ignore[attr-defined]
    organisations = county.organisations.current().order_by("name_key")
    guides = Guide.objects.filter(county=county, ended_on=None)
    form = BeginForm(request.POST or None, guides=guides, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.begin(activity=shown, by=request.user, **form.cleaned_data)
            words = ngettext(
                "%(n)d organisation följer nu vägledningen.", "%(n)d organisationer följer nu vägledningen.", len(made)
            )
            messages.success(request, words % {"n": len(made)})
            return _back(request, shown.pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "activity": shown, "any": guides.exists()}
    return render(request, "delivery/guide_begin.html", context, status=422 if form.errors else 200)


@access.following_guide
def follow(request: HttpRequest, activity: int, use: int) -> HttpResponse:
    """The checklist of one organisation, ticked off."""
    row = access.use_of(request, activity, use)
    steps = list(row.guide.steps.prefetch_related("checks"))
    if request.method == "POST":
        shown = {pk for text in request.POST.getlist("visad") if (pk := whole_number(text))}
        done = {pk for text in request.POST.getlist("klar") if (pk := whole_number(text))}
        try:
            new, back = writing.tick(use=row, done=done, shown=shown, by=request.user)
            messages.success(request, _ticked(new, back))
            return redirect(request.path)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    ticks = {tick.check_line_id: tick for tick in row.done.all()}
    lines = [(step, [(check, ticks.get(check.pk)) for check in step.checks.all()]) for step in steps]
    number, done_number = sum(len(step.checks.all()) for step in steps), len(ticks)
    context = {"row": row, "activity": row.activity, "steps": lines, "number": number, "done": done_number}
    return render(request, "delivery/guide_follow.html", context)


def _ticked(new: int, back: int) -> str:
    words = [ngettext("%(n)d sak är avbockad.", "%(n)d saker är avbockade.", new) % {"n": new}] if new else []
    if back:
        words.append(ngettext("%(n)d är tillbakatagen.", "%(n)d är tillbakatagna.", back) % {"n": back})
    return " ".join(words) or _("Ingenting ändrades.")


@access.following_guide
def stop(request: HttpRequest, activity: int, use: int) -> HttpResponse:
    row = access.use_of(request, activity, use)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        writing.stop(use=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Sparat. Det som är avbockat finns kvar."))
        return _back(request, row.activity_id)
    context = {"form": form, "row": row, "activity": row.activity}
    return render(request, "delivery/guide_stop.html", context, status=422 if form.errors else 200)
