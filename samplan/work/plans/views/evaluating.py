"""Evaluations of an edition: what was found, and what each finding led to in the next."""

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
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of

from .. import access, evaluating
from ..actions import evaluating as writing
from ..evaluation_forms import ChoiceForm, EvaluationForm, FindingForm
from ..models import Edition, Evaluation, Finding
from ..states import NotAllowed
from .contacts import XLSX


@access.in_county
def evaluations(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    if request.GET.get("format") == "xlsx":
        return _as_file(shown)
    context = {
        "edition": shown,
        "lines": evaluating.evaluations_of(shown),
        "after": evaluating.next_of(shown),
        "may_write": access.may_sort(request, shown),
    }
    return render(request, "plans/evaluations.html", context)


@access.in_county
def evaluation(request: HttpRequest, edition: int, evaluation: int) -> HttpResponse:
    shown, row = _evaluation(request, edition, evaluation)
    findings = list(evaluating.findings_of(row))
    context = {
        "edition": shown,
        "row": row,
        "findings": findings,
        "waiting": sum(1 for finding in findings if not finding.consequences.all()),
        "after": evaluating.next_of(shown),
        "may_write": access.may_sort(request, shown),
    }
    return render(request, "plans/evaluation.html", context)


@access.edits_plans
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = EvaluationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = writing.add_evaluation(edition=shown, by=request.user, **form.cleaned_data)
        messages.success(request, _("Utvärderingen är inskriven. Lägg till vad den kom fram till."))
        return redirect(_page(request, made))
    return render(request, "plans/evaluation_form.html", {"form": form, "edition": shown})


@access.edits_plans
def edit(request: HttpRequest, edition: int, evaluation: int) -> HttpResponse:
    shown, row = _evaluation(request, edition, evaluation)
    form = EvaluationForm(merging.posted(request), initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_evaluation(evaluation=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, row))
        except NotAllowed as refusal:
            return _gone(request, shown, refusal)
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": writing.mark_of_evaluation(row)}
            told["events"] = history_of(shown).filter(verb__startswith="plans.evaluation")
            return merging.page(request, form, title=row.title, back=_page(request, row), **told)
    start = merging.start(request, form, writing.mark_of_evaluation(row))
    context = {"form": form, "edition": shown, "row": row, "seen": start}
    return render(request, "plans/evaluation_form.html", context)


@access.edits_plans
@require_POST
def remove(request: HttpRequest, edition: int, evaluation: int) -> HttpResponse:
    shown, row = _evaluation(request, edition, evaluation)
    try:
        writing.remove_evaluation(evaluation=row, by=request.user)
        messages.success(request, _("Borttaget. Vad det sade finns kvar bland ändringarna."))
        return redirect(reverse("plans:evaluations", args=[request.county.slug, shown.pk]))  # type: ignore[attr-defined]
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(_page(request, row))


@access.edits_plans
def add_finding(request: HttpRequest, edition: int, evaluation: int) -> HttpResponse:
    shown, row = _evaluation(request, edition, evaluation)
    form = FindingForm(request.POST or None, edition=shown)
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.add_finding(evaluation=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Slutsatsen är tillagd."))
            return redirect(f"{_page(request, row)}#slutsats-{made.pk}")
        except NotAllowed as refusal:
            return _gone(request, shown, refusal)
    return render(request, "plans/finding_form.html", {"form": form, "edition": shown, "row": row})


@access.edits_plans
def edit_finding(request: HttpRequest, edition: int, finding: int) -> HttpResponse:
    shown, found = _finding(request, edition, finding)
    form = FindingForm(merging.posted(request), edition=shown, initial=_said(found))
    back = f"{_page(request, found.evaluation)}#slutsats-{found.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_finding(finding=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except NotAllowed as refusal:
            return _gone(request, shown, refusal)
        except Stale:
            found.refresh_from_db()
            told: dict[str, Any] = {"now": _said(found), "seen": writing.mark_of_finding(found)}
            told["events"] = history_of(shown).filter(verb__startswith="plans.finding")
            return merging.page(request, form, title=_("Slutsatsen"), back=back, **told)
    start = merging.start(request, form, writing.mark_of_finding(found))
    context = {"form": form, "edition": shown, "row": found.evaluation, "finding": found, "seen": start}
    return render(request, "plans/finding_form.html", context)


@access.edits_plans
@require_POST
def finding_deed(request: HttpRequest, edition: int, finding: int) -> HttpResponse:
    """Up, down or away; or an answer taken back."""
    _shown, found = _finding(request, edition, finding)
    deed = request.POST.get("gor", "")
    try:
        if deed in ("upp", "ned"):
            if not writing.move_finding(finding=found, up=deed == "upp", by=request.user):
                messages.info(request, _("Den står redan ytterst."))
        elif deed == "tabort":
            writing.remove_finding(finding=found, by=request.user)
            messages.success(request, _("Borttaget. Vad det sade finns kvar bland ändringarna."))
        else:
            answer = get_object_or_404(found.consequences, pk=whole_number(deed))
            writing.remove_answer(consequence=answer, by=request.user)
            messages.success(request, _("Svaret är borttaget."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{_page(request, found.evaluation)}#slutsats-{found.pk}")


@access.edits_plans
def answer(request: HttpRequest, edition: int, finding: int) -> HttpResponse:
    """What it led to in the next edition: the part that the finding was about is proposed first."""
    shown, found = _finding(request, edition, finding)
    after = evaluating.next_of(shown)
    back = f"{_page(request, found.evaluation)}#slutsats-{found.pk}"
    if after is None:
        messages.info(request, _("Det finns ingen nästa utgåva än. Svara när den är påbörjad."))
        return redirect(back)
    same = after.nodes.filter(key=found.node.key).first() if found.node else None
    form = ChoiceForm(request.POST or None, edition=after, initial={"how": ChoiceForm.PART, "node": same})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            writing.answer_finding(finding=found, node=data["node"], because=data["because"], by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "edition": shown, "row": found.evaluation, "finding": found, "after": after, "back": back}
    return render(request, "plans/finding_answer.html", context)


def _as_file(edition: Edition) -> HttpResponse:
    data = write_xlsx([evaluating.sheet_of(edition)], title=f"{_('Utvärderingar')}, {edition.title}")
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="slutsatser-{edition.pk}.xlsx"'
    return response


def _gone(request: HttpRequest, shown: Edition, refusal: NotAllowed) -> HttpResponse:
    """Somebody removed it while the form was filled in."""
    messages.error(request, str(refusal))
    return redirect(reverse("plans:evaluations", args=[request.county.slug, shown.pk]))  # type: ignore[attr-defined]


def _evaluation(request: HttpRequest, edition: int, pk: int) -> tuple[Edition, Evaluation]:
    shown = access.edition_of(request, edition)
    return shown, get_object_or_404(shown.evaluations, pk=pk)


def _finding(request: HttpRequest, edition: int, pk: int) -> tuple[Edition, Finding]:
    shown = access.edition_of(request, edition)
    rows = Finding.objects.filter(evaluation__edition=shown).select_related("evaluation", "node__tier")
    return shown, get_object_or_404(rows, pk=pk)


def _now(row: Evaluation) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "on", "by_whom", "basis", "url")}


def _said(found: Finding) -> dict[str, Any]:
    return {"text": found.text, "basis": found.basis, "node": found.node_id}


def _page(request: HttpRequest, row: Evaluation) -> str:
    return reverse("plans:evaluation", args=[request.county.slug, row.edition_id, row.pk])  # type: ignore[attr-defined]
