"""All activities of an edition as a file: out, and in again after a dry run."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.uploads import UploadField
from samplan.foundation.core.workbooks import write_csv
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.work.plans.access import edition_of

from .. import access, actions
from ..exchange import GivenRow, read_rows, sheets, standing
from ..exchange_compare import compare
from .listing_files import XLSX

MOST_SHOWN = 200


class FileForm(forms.Form):
    file = UploadField(label=_l("Fil"), help_text=_l("Den hämtade filen med dina ändringar, Excel (.xlsx) eller CSV."))


@access.in_county
def exchange(request: HttpRequest, edition: int) -> HttpResponse:
    """Fetching is for all who read; reading in is the coordinator's."""
    shown = edition_of(request, edition)
    may_read_in = request.is_coordinator  # type: ignore[attr-defined]
    form = FileForm(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and may_read_in and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            read_rows(data, file.name)
        except TableRefused as refusal:
            form.add_error("file", refusal.message)
            refusals = [error.message for error in refusal.errors]
        else:
            kind = file.content_type or ""
            kept = store.keep(data=data, name=file.name, content_type=kind, by_id=request.user.pk)
            return redirect("activities:exchange_review", request.county.slug, shown.pk, kept.pk)  # type: ignore[attr-defined]
    context = {"edition": shown, "form": form if may_read_in else None, "refusals": refusals}
    return render(request, "activities/exchange.html", context, status=422 if form.errors else 200)


@access.in_county
def download_xlsx(request: HttpRequest, edition: int) -> HttpResponse:
    shown = edition_of(request, edition)
    title = _("Aktiviteter i %(plan)s") % {"plan": shown.title}
    return _file(shown, write_xlsx(sheets(standing(shown)), title=title), XLSX, "xlsx")


@access.in_county
def download_csv(request: HttpRequest, edition: int) -> HttpResponse:
    shown = edition_of(request, edition)
    return _file(shown, write_csv(sheets(standing(shown))[0]), "text/csv; charset=utf-8", "csv")


def _file(shown: Any, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"aktiviteter-{slugify(shown.title)}-{today():%Y-%m-%d}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@access.as_coordinator
def review(request: HttpRequest, edition: int, file: int) -> HttpResponse:
    """The dry run of a file that the visitor sent; «Läs in» applies that very content, if all is as it was shown."""
    shown = edition_of(request, edition)
    kept = get_object_or_404(StoredFile, pk=file, uploaded_by_id=request.user.pk)
    try:
        rows = read_rows(store.read(kept), kept.name)
    except TableRefused:  # a file of the visitor's that holds no activities
        return redirect("activities:exchange", request.county.slug, shown.pk)  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST" and request.POST.get("content") == kept.sha256:
        try:
            done = actions.read_activities(
                edition=shown, rows=rows, seen=request.POST.get("seen", ""), name=kept.name, by=request.user
            )
        except Stale:
            messages.warning(
                request, _("Något i planen har ändrats sedan du granskade filen. Läs igenom en gång till.")
            )
            status = 409
        except actions.FileHasErrors:
            status = 422
        else:
            words = _("Inläst: %(changed)d ändrade och %(new)d nya aktiviteter.")
            messages.success(request, words % {"changed": len(done.changed), "new": len(done.new)})
            return redirect("activities:list", request.county.slug)  # type: ignore[attr-defined]
    return render(request, "activities/exchange_review.html", _reviewed(shown, rows, kept), status=status)


def _reviewed(shown: Any, rows: list[GivenRow], kept: StoredFile) -> dict[str, Any]:
    found = compare(standing(shown), rows)
    return {
        "edition": shown,
        "file": kept,
        "found": found,
        "errors": found.errors[:MOST_SHOWN],
        "changed": found.changed[:MOST_SHOWN],
        "new": found.new[:MOST_SHOWN],
        "kept": found.kept[:MOST_SHOWN],
        "most": MOST_SHOWN,
    }
