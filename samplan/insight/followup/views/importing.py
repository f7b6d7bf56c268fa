from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.plain_text import plain_posts_of
from samplan.foundation.core.tables import ReadTable, TableRefused, read_table
from samplan.foundation.core.text import fold, whole_number
from samplan.foundation.core.uploads import UploadField
from samplan.foundation.files import store
from samplan.foundation.files.models import StoredFile
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.foundation.people.models import Organisation
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds import inviting
from samplan.work.rounds.inviting_forms import DateInput
from samplan.work.rounds.states import Refused

from .. import access, actions, importing, queries
from ..importing import Outcome, Reading, Register

MANY = 30  # more unknown words than this means that the wrong column is chosen


class UploadForm(forms.Form):
    edition = forms.ModelChoiceField(Edition.objects.none(), label=gettext_lazy("Plan"), empty_label=None)
    year = forms.IntegerField(label=gettext_lazy("År"), min_value=2000, max_value=2100)
    answered_on = forms.DateField(
        label=gettext_lazy("När lämnades svaren?"),
        widget=DateInput(),
        help_text=gettext_lazy("Ungefär räcker. Dagen står vid svaren."),
    )
    file = UploadField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV. En rad per organisation, en kolumn per fråga."),
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Edition.objects.filter(pk__in=[e.pk for e in editions])

    def clean_answered_on(self) -> date:
        day: date = self.cleaned_data["answered_on"]
        if day > today():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.data_read = file.read()
        try:
            read_table(self.data_read, file.name)
        except TableRefused as refusal:
            raise forms.ValidationError([refusal.message, *[e.message for e in refusal.errors[:10]]]) from None
        return file


@as_coordinator
def upload(request: CountyRequest) -> HttpResponse:
    editions = queries.editions_to_follow(request.county)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        editions=editions,
        initial={"year": today().year - 1, "answered_on": importing.default_day(today().year - 1)},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = store.keep(
            data=form.data_read, name=file.name, content_type=file.content_type or "", by_id=request.user.pk
        )
        data = form.cleaned_data
        query = urlencode({"plan": data["edition"].pk, "ar": data["year"], "dag": data["answered_on"].isoformat()})
        return redirect(f"{reverse('followup:import_columns', args=[request.county.slug, kept.pk])}?{query}")
    return render(request, "followup/import_upload.html", {"form": form, "editions": editions})


@as_coordinator
@plain_posts_of("namn")
def columns(request: CountyRequest, file_id: int) -> HttpResponse:
    """Which column is what, which name and word means what; a dry run with errors by row; then, if none, it is read in."""
    file = get_object_or_404(StoredFile, pk=file_id, uploaded_by_id=request.user.pk)
    edition, year, day = _asked_for(request)
    table = read_table(store.read(file), file.name)
    questions = importing.questions_to_map(edition)
    register = importing.Register(inviting.candidates(request.county))
    reading, kept_as = _reading(request, table, questions)
    outcome = importing.read_rows(table, reading, register, questions, year)
    there = importing.round_of_year(edition, year)
    if request.method == "POST" and "spara" in request.POST and not outcome.errors and outcome.answers and not there:
        return _save(request, edition, year, day, outcome, file, reading)
    context = {
        "file": file,
        "edition": edition,
        "year": year,
        "there": there,
        "kept_as": kept_as,
        "name": request.POST.get("namn") or kept_as or file.name,
        "columns": [(n, c, reading.columns.get(c, ""), _examples(table, n)) for n, c in enumerate(table.columns)],
        "targets": importing.targets(questions),
        "outcome": outcome,
        "names": _names(reading, outcome, register),
        "words": _words(reading, outcome),
        "organisations": register.organisations,
        "choices": Answer.Choice.choices,
        "row_count": len(table.rows),
    }
    return render(request, "followup/import_columns.html", context)


@as_coordinator
def drop(request: CountyRequest, pk: int) -> HttpResponse:
    """Says what follows before a round that was read in is taken away."""
    round = access.get_imported(request, pk)
    if request.method == "POST":
        try:
            actions.drop_imported(round=round, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("followup:round", request.county.slug, pk)
        messages.success(request, _("Omgången är borttagen. Filen kan läsas in igen."))
        return redirect("followup:list", request.county.slug)
    return render(request, "followup/drop_imported.html", {"round": round, "count": round.requests.count()})


def _asked_for(request: CountyRequest) -> tuple[Edition, int, date]:
    edition = access.get_edition(request, _number(request.GET.get("plan")))
    year = _number(request.GET.get("ar"))
    if not 2000 <= year <= 2100:
        raise Http404
    try:
        return edition, year, min(date.fromisoformat(request.GET.get("dag", "")), today())
    except ValueError:
        return edition, year, importing.default_day(year)


def _number(text: str | None) -> int:
    return whole_number(text)


def _reading(request: CountyRequest, table: ReadTable, questions: list[Question]) -> tuple[Reading, str]:
    """What the reviewer chose, else the saved mapping for such headings, else a guess."""
    if request.method == "POST":
        allowed = {t.value for t in importing.targets(questions)}
        chosen = {c: request.POST.get(f"kolumn-{n}", "") for n, c in enumerate(table.columns)}
        names, words = _chosen(request.POST)
        return Reading({c: t if t in allowed else "" for c, t in chosen.items()}, names, words), ""
    kept = importing.remembered(request.county, table.columns)
    if kept:
        return importing.as_kept(kept, table.columns), kept.name
    return Reading(importing.guess(table.columns, questions)), ""


def _chosen(post: QueryDict) -> tuple[dict[str, int], dict[str, str]]:
    """What the reviewer says that names and words of the file mean; those left open are not in it."""
    names = {fold(n): _number(v) for n, v in _pairs(post, "person", "organisation") if v != ""}
    meanings = {**{c: str(c) for c in Answer.Choice.values}, "-": ""}
    words = {fold(w): meanings[v] for w, v in _pairs(post, "ord", "betyder") if v in meanings}
    return names, words


def _pairs(post: QueryDict, text: str, value: str) -> list[tuple[str, str]]:
    return list(zip(post.getlist(text), post.getlist(value), strict=False))


def _names(reading: Reading, outcome: Outcome, register: Register) -> list[tuple[str, list[Organisation], str]]:
    """Names the register lacks: those still open, with what they may mean, and those already said."""
    rows = [(name, like, "") for name, like in outcome.unknown_names.items()]
    return rows + [(name, [o] if (o := register.get(pk)) else [], str(pk)) for name, pk in reading.names.items()]


def _words(reading: Reading, outcome: Outcome) -> list[tuple[str, str]]:
    rows = [(word, "") for word in outcome.unknown_words[:MANY]]
    return rows + [(word, choice or "-") for word, choice in reading.words.items()]


def _examples(table: ReadTable, column: int) -> str:
    values = [str(r.cells[column]) for r in table.rows if column < len(r.cells) and r.cells[column] not in (None, "")]
    return " · ".join(v[:40] for v in values[:2])


def _save(
    request: CountyRequest, edition: Edition, year: int, day: date, outcome: Outcome, file: StoredFile, reading: Reading
) -> HttpResponse:
    with house_language():
        title = _("Årsuppföljning %(year)s") % {"year": year}
    try:
        round = importing.save_earlier(
            edition=edition,
            year=year,
            title=title,
            answered_on=day,
            outcome=outcome,
            by=request.user,
            file_name=file.name,
        )
    except importing.AlreadyThere:
        messages.error(request, _("Det finns redan en omgång för %(year)s. Inget är sparat.") % {"year": year})
        return redirect("followup:list", request.county.slug)
    name = request.POST.get("namn", "").strip() or file.name
    importing.remember(county=request.county, name=name, reading=reading, by=request.user)
    messages.success(
        request,
        ngettext(
            "Omgången är inläst med %(n)s organisation. Svaren står nu bredvid frågorna som förra gången.",
            "Omgången är inläst med %(n)s organisationer. Svaren står nu bredvid frågorna som förra gången.",
            len(outcome.answers),
        )
        % {"n": len(outcome.answers)},
    )
    return redirect("followup:round", request.county.slug, round.pk)
