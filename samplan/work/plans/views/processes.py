"""Processes: ordered steps with who hands over and who takes over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access
from ..actions import processes as writing
from ..models import Edition, Node, Process, ProcessStep
from ..process_forms import ProcessForm, StepForm


@access.in_county
def processes(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = list(shown.plan.processes.prefetch_related("steps__giver", "steps__receiver", "steps__parts"))
    nodes = {node.key: node for node in shown.nodes.select_related("tier")}
    rows = [(process, [(step, _parts(step, nodes)) for step in process.steps.all()]) for process in found]
    may_write = access.may_sort(request, shown)
    return render(request, "plans/processes.html", {"edition": shown, "rows": rows, "may_write": may_write})


def _parts(step: ProcessStep, nodes: dict[Any, Node]) -> list[Node]:
    """Those that stand in this edition: a part that is gone from it is not linked."""
    return sorted((nodes[p.node_key] for p in step.parts.all() if p.node_key in nodes), key=lambda n: n.position)


@access.edits_plans
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = ProcessForm(request.POST or None, plan=shown.plan)
    if request.method == "POST" and form.is_valid():
        made = writing.add_process(plan=shown.plan, by=request.user, **form.cleaned_data)
        messages.success(request, _("Processen är upplagd. Lägg till det första steget."))
        return redirect(_back(request, shown, made))
    return render(request, "plans/process_form.html", {"form": form, "edition": shown})


@access.edits_plans
def edit(request: HttpRequest, edition: int, process: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _process(shown, process)
    form = ProcessForm(merging.posted(request), plan=shown.plan, process=found, initial=_now(found))
    back = _back(request, shown, found)
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_process(process=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            return redirect(back)
        except Stale:
            found = _process(shown, process)
            told: dict[str, Any] = {
                "now": _now(found),
                "seen": writing.mark_of_process(found),
                "events": history_of(shown.plan),
            }
            return merging.page(request, form, title=found.title, back=back, **told)
    start = merging.start(request, form, writing.mark_of_process(found))
    context = {"form": form, "edition": shown, "process": found, "seen": start, "steps": found.steps.count()}
    return render(request, "plans/process_form.html", context)


@access.edits_plans
@require_POST
def remove(request: HttpRequest, edition: int, process: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    writing.remove_process(process=_process(shown, process), by=request.user)
    messages.success(request, _("Processen är borttagen."))
    return redirect(_back(request, shown))


@access.edits_plans
def add_step(request: HttpRequest, edition: int, process: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _process(shown, process)
    form = StepForm(request.POST or None, edition=shown, initial=_follows(found))
    if request.method == "POST" and form.is_valid():
        writing.add_step(process=found, by=request.user, **form.values())
        messages.success(request, _("Steget är tillagt."))
        return redirect(_back(request, shown, found))
    return render(request, "plans/step_form.html", {"form": form, "edition": shown, "process": found})


def _follows(process: Process) -> dict[str, Any]:
    """Whoever took over last is likely to hand over next."""
    last = process.steps.last()
    return {"giver": last.receiver_id, "giver_unit": last.receiver_unit} if last else {}


@access.edits_plans
def edit_step(request: HttpRequest, edition: int, step: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _step(shown, step)
    form = StepForm(merging.posted(request), edition=shown, initial=_step_now(shown, found))
    back = _back(request, shown, found.process)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values["parts"] += _elsewhere(shown, found)
        try:
            writing.edit_step(step=found, seen=merging.seen(request), by=request.user, **values)
            return redirect(back)
        except Stale:
            found = _step(shown, step)
            told = {
                "now": _step_now(shown, found),
                "seen": writing.mark_of_step(found),
                "events": history_of(shown.plan),
            }
            return merging.page(request, form, title=found.title, back=back, **told)
    start = merging.start(request, form, writing.mark_of_step(found))
    context = {"form": form, "edition": shown, "process": found.process, "step": found, "seen": start}
    return render(request, "plans/step_form.html", context)


def _elsewhere(shown: Edition, step: ProcessStep) -> list[Any]:
    """Parts of other editions: this page does not show them, and leaves them."""
    here = set(shown.nodes.values_list("key", flat=True))
    return [part.node_key for part in step.parts.all() if part.node_key not in here]


@access.edits_plans
@require_POST
def move_step(request: HttpRequest, edition: int, step: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _step(shown, step)
    if not writing.move_step(step=found, up=request.POST.get("hall") == "upp", by=request.user):
        messages.info(request, _("Steget står redan ytterst."))
    return redirect(f"{_back(request, shown)}#steg-{found.pk}")


@access.edits_plans
@require_POST
def remove_step(request: HttpRequest, edition: int, step: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _step(shown, step)
    writing.remove_step(step=found, by=request.user)
    messages.success(request, _("Steget är borttaget. Vad det sade finns kvar i historiken."))
    return redirect(_back(request, shown, found.process))


def _process(shown: Edition, pk: int) -> Process:
    return get_object_or_404(shown.plan.processes.select_related("plan__county"), pk=pk)


def _step(shown: Edition, pk: int) -> ProcessStep:
    steps = ProcessStep.objects.filter(process__plan=shown.plan).select_related("process", "giver", "receiver")
    return get_object_or_404(steps, pk=pk)


def _now(process: Process) -> dict[str, str]:
    return {"title": process.title, "text": process.text}


def _step_now(shown: Edition, step: ProcessStep) -> dict[str, Any]:
    values = {name: getattr(step, name) for name in writing.STEP}
    keys = {part.node_key for part in step.parts.all()}
    parts = shown.nodes.filter(key__in=keys).order_by("position")
    return {**values, "giver": step.giver_id, "receiver": step.receiver_id, "parts": [node.pk for node in parts]}


def _back(request: HttpRequest, shown: Edition, process: Process | None = None) -> str:
    address = reverse("plans:processes", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    return f"{address}#process-{process.pk}" if process else address
