"""Publishing a report, and the pages that everybody can read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.web import render_web
from samplan.foundation.people.access import CountyRequest, as_coordinator, open_county

from . import access, actions, queries


@as_coordinator
def publish(request: CountyRequest, pk: int) -> HttpResponse:
    """Says what publishing means; then the deed, or taking it back."""
    report = access.get_report(request, pk)
    if request.method == "POST":
        _do(request, report, take_back="dra-tillbaka" in request.POST)
        return redirect("reports:detail", request.county.slug, pk)
    context = {
        "report": report,
        "publication": queries.publication_of(report),
        "is_approved": queries.latest_snapshot(report) is not None,
    }
    return render(request, "reports/publish.html", context)


def _do(request: CountyRequest, report: access.Report, *, take_back: bool) -> None:
    if take_back:
        actions.withdraw_report(report=report, by=request.user)
        messages.success(request, _("Rapporten är inte längre publicerad."))
        return
    try:
        actions.publish_report(report=report, by=request.user)
        messages.success(request, _("Rapporten är publicerad. Alla kan läsa den, utan att logga in."))
    except actions.NotApproved:
        messages.error(request, _("Rapporten är inte godkänd. Godkänn den först."))


@open_county
def published(request: HttpRequest, pk: int) -> HttpResponse:
    report, document = access.published(request, pk)
    county = request.open_county  # type: ignore[attr-defined]
    context = {"open_county": county, "report": report, "document": render_web(document, key=f"r{report.pk}")}
    return render(request, "reports/published.html", context)


@open_county
def published_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    report, document = access.published(request, pk)
    response = HttpResponse(render_pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(report.title)}.pdf"'
    return response
