from collections.abc import Callable

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.documents.model import Document
from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.web import render_web
from samplan.foundation.core.documents.word import render_word
from samplan.foundation.core.plain_text import plain_posts
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.history.queries import page_of
from samplan.foundation.people.access import (
    CountyRequest,
    as_coordinator,
    coordinator_saves,
    in_county,
    reading_decided,
)
from samplan.insight.analysis.queries import rounds_to_compile
from samplan.work.plans import own_template

from . import access, actions, queries
from .forms import CorrectionForm, PartForm, ReportForm
from .models import Report
from .parts import Part

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@reading_decided
def list_(request: CountyRequest) -> HttpResponse:
    reports = list(access.visible(request))
    reported = {report.round_id for report in reports}
    rounds = [] if request.decided_only else rounds_to_compile(request.county)  # type: ignore[attr-defined]
    waiting = [r for r in rounds if r.pk not in reported]
    return render(request, "reports/list.html", {"reports": reports, "waiting": waiting})


@coordinator_saves
def for_round(request: CountyRequest, round_id: int) -> HttpResponse:
    """The round's report; the first time, a page that says what making one means."""
    round = access.round_to_report(request, round_id)
    report = queries.reports_of(request.county).filter(round=round).first()
    if report is None and request.method == "POST":
        report = actions.start_report(round=round, by=request.user)
    if report is not None:
        return redirect("reports:detail", request.county.slug, report.pk)
    return render(request, "reports/start.html", {"round": round})


@reading_decided
def detail(request: CountyRequest, pk: int) -> HttpResponse:
    report = access.get_report(request, pk)
    snapshot = queries.latest_snapshot(report)
    parts = [] if snapshot else queries.parts_of(queries.material_of(report))
    context = {
        "report": report,
        "snapshot": snapshot,
        "publication": queries.publication_of(report) if snapshot else None,
        "snapshots": list(report.snapshots.all()),
        "parts": parts,
        "done": sum(p.is_done for p in parts),
        "left": sum(not p.is_done for p in parts),
        "document": render_web(access.document_of(request, report), key=f"r{report.pk}"),
        "history": list(history_of(report)[:8]),
        "correction": CorrectionForm(),
    }
    return render(request, "reports/detail.html", context)


@in_county
def history(request: CountyRequest, pk: int) -> HttpResponse:
    report = access.get_report(request, pk)
    page = page_of(history_of(report), request.GET.get("sida"))
    back = reverse("reports:detail", args=[request.county.slug, pk])
    return render(request, "history/page.html", {"page": page, "subject_title": report.title, "back": back})


def _part(request: CountyRequest, pk: int, key: str) -> Part:
    report = access.get_report(request, pk)
    found = next((p for p in queries.parts_of(queries.material_of(report)) if p.key == key), None)
    if found is None:
        raise Http404
    return found


@as_coordinator
@plain_posts
def write(request: CountyRequest, pk: int, part: str) -> HttpResponse:
    report, shown = access.get_report(request, pk), _part(request, pk, part)
    form = PartForm(merging.posted(request), initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        return _save_part(request, report, shown, form)
    context = {"report": report, "part": shown, "seen": merging.start(request, form, str(shown.revision))}
    return render(request, "reports/write.html", context)


def _save_part(request: CountyRequest, report: Report, shown: Part, form: PartForm) -> HttpResponse:
    back, revision = reverse("reports:detail", args=[request.county.slug, report.pk]), merging.seen(request)
    try:
        actions.save_part(
            report=report,
            part=shown.key,
            text=form.cleaned_data["text"],
            revision=int(revision) if revision.isdigit() else 0,
            data_version=shown.data_version,
            by=request.user,
        )
    except Stale:
        now = report.texts.get(part=shown.key)
        who = {"text": merging.Saver(now.saved_by_name, now.saved_at)}
        told = {"now": {"text": now.text}, "seen": str(now.revision), "savers": who}
        return merging.page(request, form, title=shown.title, back=back, **told)
    except actions.Frozen:
        messages.error(request, _("Rapporten är godkänd och kan inte ändras. Gör en rättelse i stället."))
    else:
        messages.success(request, _("Texten är sparad."))
    return redirect(back)


@as_coordinator
def edit(request: CountyRequest, pk: int) -> HttpResponse:
    report = access.get_report(request, pk)
    back = reverse("reports:detail", args=[request.county.slug, pk])
    form = ReportForm(merging.posted(request), instance=report)
    start = merging.start(request, form, actions.mark_of_report(report))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_report(report=report, seen=merging.seen(request), by=request.user, **form.cleaned_data)
        except actions.Frozen:
            messages.error(request, _("Rapporten är godkänd och kan inte ändras. Gör en rättelse i stället."))
        except Stale:
            report = access.get_report(request, pk)
            told = {"now": model_to_dict(report), "seen": actions.mark_of_report(report), "events": history_of(report)}
            return merging.page(request, form, title=report.title, back=back, **told)
        return redirect(back)
    return render(request, "reports/edit.html", {"report": report, "form": form, "seen": start})


@as_coordinator
def approve(request: CountyRequest, pk: int) -> HttpResponse:
    """A page that says what approval means, and what is still missing; then the deed."""
    report = access.get_report(request, pk)
    if request.method == "POST":
        try:
            actions.approve_report(report=report, by=request.user)
            messages.success(request, _("Rapporten är godkänd och fryst."))
        except actions.Frozen:
            messages.error(request, _("Rapporten var redan godkänd."))
        return redirect("reports:detail", request.county.slug, pk)
    missing = [p for p in queries.parts_of(queries.material_of(report)) if not p.is_done]
    return render(request, "reports/approve.html", {"report": report, "missing": missing})


@as_coordinator
@require_POST
def correct(request: CountyRequest, pk: int) -> HttpResponse:
    report = access.get_report(request, pk)
    form = CorrectionForm(request.POST)
    if form.is_valid() and queries.latest_snapshot(report):
        actions.correct_report(report=report, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("En ny version är fryst. Den gamla finns kvar."))
    else:
        messages.error(request, _("Skriv vad som har rättats, och varför."))
    return redirect("reports:detail", request.county.slug, pk)


def _download(
    request: CountyRequest, pk: int, render_: Callable[[Document], bytes], kind: str, ending: str
) -> HttpResponse:
    report = access.get_report(request, pk)
    response = HttpResponse(render_(access.document_of(request, report)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(report.title)}.{ending}"'
    return response


@reading_decided
def word(request: CountyRequest, pk: int) -> HttpResponse:
    return _download(request, pk, own_template.printer(request.county, render_word), WORD, "docx")


@reading_decided
def pdf(request: CountyRequest, pk: int) -> HttpResponse:
    return _download(request, pk, render_pdf, "application/pdf", "pdf")
