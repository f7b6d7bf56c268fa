from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from samplan.foundation.core.documents.model import Document
from samplan.foundation.people.access import CountyRequest
from samplan.insight.analysis.access import get_round
from samplan.work.rounds.models import Round

from . import queries
from .models import Report


def get_report(request: CountyRequest, pk: int) -> Report:
    return get_object_or_404(visible(request).select_related("round__county", "round__form"), pk=pk)


def visible(request: CountyRequest) -> QuerySet[Report]:
    """Everything to those in the county; to those who read its decisions, what is approved."""
    if request.decided_only:  # type: ignore[attr-defined]
        return queries.approved_reports(request.county)
    return queries.reports_of(request.county)


def document_of(request: CountyRequest, report: Report) -> Document:
    """What the visitor reads of it: without links that lead to pages they can't open."""
    shown = queries.document_for_others(report) if request.decided_only else None  # type: ignore[attr-defined]
    return shown or queries.document_of(report)


def published(request: HttpRequest, pk: int) -> tuple[Report, Document]:
    """404 before it is published and after it has been taken back, also for those who may read it elsewhere."""
    report = get_object_or_404(queries.published_reports(request.open_county), pk=pk)  # type: ignore[attr-defined]
    document = queries.document_for_others(report)
    if document is None:
        raise Http404
    return report, document


def round_to_report(request: CountyRequest, pk: int) -> Round:
    return get_round(request, pk)
