"""What can be taken away as a file."""

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from samplan.foundation.core.documents.model import Document
from samplan.foundation.core.documents.pdf import render_pdf
from samplan.foundation.core.documents.word import render_word
from samplan.foundation.core.documents.xlsx import render_xlsx
from samplan.foundation.core.personal import Somebody

from .. import documents, queries

PRINTERS = {
    "pdf": (render_pdf, "application/pdf"),
    "docx": (render_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (render_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def extract_file(user: Somebody, groups: list[queries.Group], kind: str) -> HttpResponse:
    if kind == "json":
        return download(documents.extract_json(user, groups), "application/json", "uppgifter.json")
    return printed(documents.extract(user, groups), kind)


def printed(document: Document, kind: str) -> HttpResponse:
    if kind not in PRINTERS:
        raise Http404
    printer, content_type = PRINTERS[kind]
    return download(printer(document), content_type, f"{slugify(document.title)}.{kind}")


def download(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
