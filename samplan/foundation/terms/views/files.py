"""A list of words as a file: out, and in again after a dry run."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.workbooks import write_csv
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.access import CountyRequest

from .. import actions
from ..access import Desk
from ..forms import FileForm
from ..word_files import COLUMNS, read_words, sheet_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


def word_file(request: CountyRequest, desk: Desk, vocabulary: int) -> HttpResponse:
    found = desk.vocabulary(vocabulary)
    form = FileForm(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            read_words(data, file.name)
        except TableRefused as refusal:
            form.add_error("file", refusal.message)
            refusals = [each.message for each in refusal.errors]
        else:
            kept = store.keep(data=data, name=file.name, content_type=file.content_type or "", by_id=request.user.pk)
            return redirect(desk.url("word_review", found.pk, kept.pk))
    context = {
        "vocabulary": found,
        "form": form,
        "refusals": refusals,
        "headings": [heading for heading, _n in COLUMNS.values()],
        "xlsx_url": desk.url("word_xlsx", found.pk),
        "csv_url": desk.url("word_csv", found.pk),
        "back": desk.url("vocabulary", found.pk),
        "words_url": desk.url("words"),
    }
    return render(request, "terms/file.html", context, status=422 if form.errors else 200)


def word_download(request: CountyRequest, desk: Desk, vocabulary: int, kind: str) -> HttpResponse:
    found = desk.vocabulary(vocabulary)
    sheet = sheet_of(found)
    content = write_xlsx([sheet], title=found.name) if kind == "xlsx" else write_csv(sheet)
    content_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="ord-{found.pk}-{today():%Y-%m-%d}.{kind}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def word_review(request: CountyRequest, desk: Desk, vocabulary: int, file: int) -> HttpResponse:
    """The dry run of a file that the visitor sent; «Läs in» applies that very content, if the list is as it was shown."""
    found = desk.vocabulary(vocabulary)
    kept = get_object_or_404(StoredFile, pk=file, uploaded_by_id=request.user.pk)
    try:
        given = read_words(store.read(kept), kept.name)
    except TableRefused:  # a file of the visitor's that is no list of words
        return redirect(desk.url("word_file", found.pk))
    status = 200
    if request.method == "POST" and request.POST.get("content") == kept.sha256:
        try:
            done = actions.read_in(vocabulary=found, file=given, seen=request.POST.get("seen", ""), by=request.user)
            if not done.errors:
                n = done.number
                messages.success(request, ngettext("%(n)d ord är inläst.", "%(n)d ord är inlästa.", n) % {"n": n})
                return redirect(desk.url("vocabulary", found.pk))
            status = 422
        except Stale:
            messages.warning(request, _("Listan har ändrats sedan du granskade filen. Läs igenom en gång till."))
            status = 409
    outcome = actions.read_in(vocabulary=found, file=given, seen=None, by=request.user, dry_run=True)
    context = {"vocabulary": found, "file": kept, "found": outcome, "errors": outcome.errors[:MOST_SHOWN]}
    context |= {"back": desk.url("word_file", found.pk), "words_url": desk.url("words")}
    return render(request, "terms/review.html", context, status=status)
