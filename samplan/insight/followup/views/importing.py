from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import ReadTable, TableRefused, read_table
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.work.plans.models import Edition

from .. import access, exports, importing, queries


class UploadForm(forms.Form):
    edition = forms.ModelChoiceField(Edition.objects.none(), label=gettext_lazy("Plan"), empty_label=None)
    year = forms.IntegerField(label=gettext_lazy("År"), min_value=2000, max_value=2100)
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV. En rad per organisation, en kolumn per fråga."),
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Edition.objects.filter(pk__in=[e.pk for e in editions])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(_("Filen är för stor. Högst 25 MB."))
        self.data_read = file.read()
        try:
            read_table(self.data_read, file.name)
        except TableRefused as refusal:
            raise forms.ValidationError(
                [refusal.message, *[f"{_('Rad')} {e.row}: {e.message}" for e in refusal.errors[:10]]]
            ) from None
        return file


@as_coordinator
def upload(request: CountyRequest) -> HttpResponse:
    editions = queries.editions_to_follow(request.county)
    form = UploadForm(
        request.POST or None, request.FILES or None, editions=editions, initial={"year": today().year - 1}
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = store.keep(
            data=form.data_read, name=file.name, content_type=file.content_type or "", by_id=request.user.pk
        )
        query = urlencode({"plan": form.cleaned_data["edition"].pk, "ar": form.cleaned_data["year"]})
        return redirect(f"{reverse('followup:import_columns', args=[request.county.slug, kept.pk])}?{query}")
    return render(request, "followup/import_upload.html", {"form": form, "editions": editions})


@as_coordinator
def columns(request: CountyRequest, file_id: int) -> HttpResponse:
    """Which column is what; a dry run with errors by row; then, if none, it is read in."""
    file = get_object_or_404(StoredFile, pk=file_id, uploaded_by_id=request.user.pk)
    edition = access.get_edition(request, _number(request.GET.get("plan")))
    year = _number(request.GET.get("ar"))
    if not 2000 <= year <= 2100:
        raise Http404
    table = read_table(store.read(file), file.name)
    questions = importing.questions_to_map(edition)
    mapping, name = _mapping(request, table, questions)
    outcome = importing.read_rows(table, mapping, queries.candidates(request.county), questions)
    if request.method == "POST" and "spara" in request.POST and not outcome.errors and outcome.answers:
        return _save(request, edition, year, outcome, file, mapping)
    context = {
        "file": file,
        "edition": edition,
        "year": year,
        "name": name,
        "rows": [(n, c, mapping.get(c, ""), _examples(table, n)) for n, c in enumerate(table.columns)],
        "targets": importing.targets(questions),
        "outcome": outcome,
        "row_count": len(table.rows),
    }
    return render(request, "followup/import_columns.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _mapping(request: CountyRequest, table: ReadTable, questions: list[Any]) -> tuple[dict[str, str], str]:
    """What the reviewer chose, else the saved mapping for such headings, else a guess."""
    if request.method == "POST":
        allowed = {t.value for t in importing.targets(questions)}
        chosen = {c: request.POST.get(f"kolumn-{n}", "") for n, c in enumerate(table.columns)}
        return {c: t for c, t in chosen.items() if t in allowed}, ""
    saved = importing.remembered(request.county, table.columns)
    return (saved[1], saved[0]) if saved else (importing.guess(table.columns, questions), "")


def _examples(table: ReadTable, column: int) -> str:
    values = [str(r.cells[column]) for r in table.rows if column < len(r.cells) and r.cells[column] not in (None, "")]
    return " · ".join(v[:40] for v in values[:2])


def _save(
    request: CountyRequest, edition: Edition, year: int, outcome: Any, file: StoredFile, mapping: dict[str, str]
) -> HttpResponse:
    round = importing.save_earlier(
        edition=edition,
        year=year,
        title=_("Årsuppföljning %(year)s") % {"year": year},
        answered_on=_day(request.POST.get("dag"), year),
        outcome=outcome,
        by=request.user,
        file_name=file.name,
    )
    importing.remember(county=request.county, name=file.name, mapping=mapping)
    messages.success(
        request,
        _("Omgången är inläst med %(n)s organisationer. Den syns nu som förra gången.") % {"n": len(outcome.answers)},
    )
    return redirect("followup:round", request.county.slug, round.pk)


def _day(text: str | None, year: int) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return importing.default_day(year)


@as_coordinator
def export(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    response = HttpResponse(
        exports.answers_table(round), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="svar-{round.year}.xlsx"'
    return response
