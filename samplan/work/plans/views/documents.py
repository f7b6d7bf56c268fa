"""An edition as a document: on the web, as Word and as PDF."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from samplan.foundation.core.documents.model import Document
from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.web import render_web
from samplan.foundation.core.documents.word import render_word

from .. import access, own_template, printing, queries
from ..as_document import build
from .over_time import document_then, or_on_a_day

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@access.reading_decided
@or_on_a_day(document_then)
def document(request: HttpRequest, edition: int) -> HttpResponse:
    """The whole plan in reading order, for reading and for paper."""
    shown = access.edition_of(request, edition)
    context = {
        "edition": shown,
        "plan": shown.plan,
        "publication": queries.publication_of(shown),
        "document": render_web(_document(request, shown), with_head=False, key=f"p{shown.pk}"),
    }
    return render(request, "plans/document.html", context)


@access.reading_decided
def word(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    return as_file(_document(request, shown), own_template.printer(request.county, render_word), WORD, "docx")  # type: ignore[attr-defined]


@access.reading_decided
def pdf(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    return as_file(_document(request, shown), render_pdf, PDF, "pdf")


@access.open_county
def published_word(request: HttpRequest, edition: int) -> HttpResponse:
    publication = access.publication_of(request, edition)
    printer = own_template.printer(publication.edition.plan.county, render_word)
    return as_file(published_document(publication), printer, WORD, "docx")


@access.open_county
def published_pdf(request: HttpRequest, edition: int) -> HttpResponse:
    return as_file(published_document(access.publication_of(request, edition)), render_pdf, PDF, "pdf")


def _document(request: HttpRequest, shown: Any) -> Document:
    return build(printing.material_of(shown, access.offered(request, "printed", shown)))


def published_document(publication: Any) -> Document:
    """What everybody may read: the plan's own text, without what hangs on it."""
    return build(printing.material_of(publication.edition, decided_by=publication.decided_by))


def as_file(document: Document, printer: Callable[[Document], bytes], kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(printer(document), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(document.title)}.{ending}"'
    return response
