"""The registers as files: out, and in again after a dry run."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import Sheet, TableRefused, write_xlsx
from samplan.foundation.core.workbooks import write_csv_zip
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.history.actions import note_read

from ..access import CountyRequest, as_administrator, as_coordinator
from ..actions.register_import import FileHasErrors, import_register
from ..models import County
from ..register_files import (
    LEVEL_TABLES,
    TABLES,
    Comparison,
    RegisterFile,
    Table,
    compare,
    compare_levels,
    level_sheets,
    read_file,
    sheets_of,
)
from ..register_forms import FileForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Register:
    """Whose register it is, a county's or that of the levels above, with the addresses of its pages."""

    county: County | None
    tables: tuple[Table, ...]
    home: str
    files: str
    xlsx: str
    csv: str

    def review(self, pk: int) -> str:
        args = [self.county.slug, pk] if self.county else [pk]
        return reverse("people:register_review" if self.county else "people:level_review", args=args)

    def compared(self, given: RegisterFile, viewer: Any) -> Comparison:
        return compare(self.county, given, viewer) if self.county else compare_levels(given)


def _of_county(request: CountyRequest) -> Register:
    names = ("people:organisations", "people:register_files", "people:register_xlsx", "people:register_csv")
    return Register(request.county, TABLES, *(reverse(name, args=[request.county.slug]) for name in names))


def _of_levels() -> Register:
    names = ("people:levels", "people:level_files", "people:level_xlsx", "people:level_csv")
    return Register(None, LEVEL_TABLES, *(reverse(name) for name in names))


@as_coordinator
def register_files(request: CountyRequest) -> HttpResponse:
    return files_page(request, _of_county(request))


@as_administrator
def level_files(request: CountyRequest) -> HttpResponse:
    return files_page(request, _of_levels())


def files_page(request: CountyRequest, register: Register) -> HttpResponse:
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
            return redirect(register.review(kept.pk))
    context = {"form": form, "refusals": refusals, "register": register}
    return render(request, "people/register_files.html", context, status=422 if form.errors else 200)


@as_coordinator
def register_download(request: CountyRequest, kind: str) -> HttpResponse:
    note_read(request.user, request.county, _("hämtade hela registret som fil"), county=request.county.code)
    title = _("Register för %(county)s") % {"county": request.county}
    return _download(sheets_of(request.county, request.user), kind, title, f"register-{request.county.slug}")


@as_administrator
def level_download(request: CountyRequest, kind: str) -> HttpResponse:
    return _download(level_sheets(), kind, _("Nivåer över länet"), "nivaer")


def _download(sheets: list[Sheet], kind: str, title: str, name: str) -> HttpResponse:
    if kind == "xlsx":
        content, content_type = write_xlsx(sheets, title=title), XLSX
    else:
        content, content_type = write_csv_zip(sheets), "application/zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}-{today():%Y-%m-%d}.{kind}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@as_coordinator
def register_review(request: CountyRequest, file: int) -> HttpResponse:
    return review_page(request, file, _of_county(request))


@as_administrator
def level_review(request: CountyRequest, file: int) -> HttpResponse:
    return review_page(request, file, _of_levels())


def review_page(request: CountyRequest, file: int, register: Register) -> HttpResponse:
    """The dry run of a file that the visitor sent; «Läs in» applies that very content, if the register is as it was shown."""
    kept = get_object_or_404(StoredFile, pk=file, uploaded_by_id=request.user.pk)
    try:
        given = read_file(store.read(kept), kept.name)
    except TableRefused:  # a file of the visitor's that is no register
        return redirect(register.files)
    status = 200
    if request.method == "POST" and request.POST.get("content") == kept.sha256:
        seen = request.POST.get("seen", "")
        try:
            done = import_register(county=register.county, file=given, seen=seen, name=kept.name, by=request.user)
            n = len(done.changes)
            messages.success(request, ngettext("%(n)d rad är inläst.", "%(n)d rader är inlästa.", n) % {"n": n})
            return redirect(register.home)
        except Stale:
            messages.warning(request, _("Registret har ändrats sedan du granskade filen. Läs igenom en gång till."))
            status = 409
        except FileHasErrors:
            status = 422
    return render(request, "people/register_review.html", _reviewed(request, register, given, kept), status=status)


def _reviewed(request: CountyRequest, register: Register, given: RegisterFile, kept: StoredFile) -> dict[str, Any]:
    found = register.compared(given, request.user)
    titles = {table.key: table.title for table in TABLES}
    beside = [titles[key] for key in given.rows if key not in {table.key for table in register.tables}]
    return {
        "register": register,
        "file": kept,
        "found": found,
        "errors": found.errors[:MOST_SHOWN],
        "made": [c for c in found.changes if c.is_new][:MOST_SHOWN],
        "changed": [c for c in found.changes if not c.is_new][:MOST_SHOWN],
        "most": MOST_SHOWN,
        "unknown": [*given.unknown, *beside],
    }
