"""The registers as files: out, and in again after a dry run."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.workbooks import write_csv_zip
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.history.actions import note_read

from ..access import CountyRequest, as_coordinator
from ..actions.register_import import FileHasErrors, import_register
from ..register_files import TABLES, RegisterFile, compare, read_file, sheets_of
from ..register_forms import FileForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@as_coordinator
def register_files(request: CountyRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            read_file(data, file.name)
        except TableRefused as refusal:
            form.add_error("file", refusal.message)
            refusals = [e.message for e in refusal.errors]
        else:
            kept = store.keep(data=data, name=file.name, content_type=file.content_type or "", by_id=request.user.pk)
            return redirect("people:register_review", request.county.slug, kept.pk)
    context = {"form": form, "refusals": refusals, "tables": TABLES}
    return render(request, "people/register_files.html", context, status=422 if form.errors else 200)


@as_coordinator
def register_download(request: CountyRequest, kind: str) -> HttpResponse:
    sheets = sheets_of(request.county, request.user)
    note_read(request.user, request.county, _("hämtade hela registret som fil"), county=request.county.code)
    if kind == "xlsx":
        content, content_type = (
            write_xlsx(sheets, title=_("Register för %(county)s") % {"county": request.county}),
            XLSX,
        )
    else:
        content, content_type = write_csv_zip(sheets), "application/zip"
    name = f"register-{request.county.slug}-{today():%Y-%m-%d}.{kind}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@as_coordinator
def register_review(request: CountyRequest, file: int) -> HttpResponse:
    """The dry run of a file that the visitor sent; «Läs in» applies that very content, if the register is as it was shown."""
    kept = get_object_or_404(StoredFile, pk=file, uploaded_by_id=request.user.pk)
    try:
        given = read_file(store.read(kept), kept.name)
    except TableRefused:  # a file of the visitor's that is no register
        return redirect("people:register_files", request.county.slug)
    status = 200
    if request.method == "POST" and request.POST.get("content") == kept.sha256:
        try:
            done = import_register(
                county=request.county, file=given, seen=request.POST.get("seen", ""), name=kept.name, by=request.user
            )
            n = len(done.changes)
            messages.success(request, ngettext("%(n)d rad är inläst.", "%(n)d rader är inlästa.", n) % {"n": n})
            return redirect("people:organisations", request.county.slug)
        except Stale:
            messages.warning(request, _("Registret har ändrats sedan du granskade filen. Läs igenom en gång till."))
            status = 409
        except FileHasErrors:
            status = 422
    return render(request, "people/register_review.html", _reviewed(request, given, kept), status=status)


def _reviewed(request: CountyRequest, given: RegisterFile, kept: StoredFile) -> dict[str, Any]:
    found = compare(request.county, given, request.user)
    return {
        "file": kept,
        "found": found,
        "errors": found.errors[:MOST_SHOWN],
        "made": [c for c in found.changes if c.is_new][:MOST_SHOWN],
        "changed": [c for c in found.changes if not c.is_new][:MOST_SHOWN],
        "most": MOST_SHOWN,
        "unknown": given.unknown,
    }
