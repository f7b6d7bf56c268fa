"""A plan document is brought in in three steps: choose the file, review what was read, read it in."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core import personal_numbers
from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.dates import clock
from samplan.foundation.core.plain_text import PlainTextMixin, plain_posts
from samplan.foundation.core.text import whole_number
from samplan.foundation.core.uploads import UploadField
from samplan.foundation.files import store
from samplan.foundation.people.access import CountyRequest, as_coordinator
from samplan.foundation.people.models import Organisation
from samplan.foundation.people.queries import ActorRegister
from samplan.work.plans.recognition.proposal import Proposal
from samplan.work.plans.recognition.readers.errors import ReadRefused
from samplan.work.plans.recognition.readers.sniff import check_size
from samplan.work.plans.recognition.references import Reference

from .. import importing, reviewing
from ..models import ImportDraft

STEPS = [gettext_lazy("Välj fil"), gettext_lazy("Granska"), gettext_lazy("Läs in")]


def _steps(current: int) -> list[tuple[str, str]]:
    return [(str(t), "done" if n < current else "current" if n == current else "todo") for n, t in enumerate(STEPS)]


def _words() -> dict[str, str]:
    return {
        "activity": _("Aktivitet"),
        "question": _("Uppföljningsfråga"),
        "measure": _("Mått"),
        "whole": _("Gäller hela planen"),
    }


class UploadForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Planens dokument"),
        help_text=gettext_lazy("Word (.docx), ODT, PDF, text eller Markdown. Högst 25 MB."),
    )


@as_coordinator
def upload(request: CountyRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _read(request, form.cleaned_data["file"])
        except ReadRefused as refusal:
            form.add_error("file", refusal.message_sv)
        else:
            if warning := _numbers_in(draft):
                messages.warning(request, warning)
            return redirect("activities:import_review", request.county.slug, draft.pk)
    drafts = ImportDraft.objects.filter(county=request.county, edition=None, dropped_at=None).select_related("file")
    context = {"form": form, "steps": _steps(0), "drafts": drafts}
    return render(request, "activities/import_upload.html", context, status=422 if form.errors else 200)


def _read(request: CountyRequest, file: Any) -> ImportDraft:
    from samplan.work.plans.recognition import read, recognise

    check_size(file.size)
    data = file.read()
    document = read(data, file.name)
    proposal = recognise(document, match_actor=ActorRegister(request.county).name)
    kept = store.keep(data=data, name=file.name, content_type=file.content_type or "", by_id=request.user.pk)
    return ImportDraft.objects.create(
        county=request.county,
        file=kept,
        proposal=proposal.to_dict(),
        lines=[line.text for line in document.lines],
        created_by_id=request.user.pk,
        created_by_name=str(request.user),
    )


def _numbers_in(draft: ImportDraft) -> str:
    """A document may hold what the county itself has decided to write: it is read in, and told of."""
    lines = sorted({found.line for found in personal_numbers.where("\n".join(draft.lines))})
    if not lines:
        return ""
    words = ngettext(
        "Något som ser ut som ett personnummer står på rad %(lines)s i dokumentet. Skriv om förslaget innan du läser in det.",
        "Något som ser ut som personnummer står på raderna %(lines)s i dokumentet. Skriv om förslagen innan du läser in dem.",
        len(lines),
    )
    return words % {"lines": ", ".join(str(line) for line in lines)}


def _draft(request: CountyRequest, pk: int) -> ImportDraft:
    draft = get_object_or_404(ImportDraft.objects.select_related("file"), pk=pk, county=request.county, dropped_at=None)
    if draft.edition_id:
        raise Http404
    return draft


@as_coordinator
@plain_posts
def review(request: CountyRequest, pk: int) -> HttpResponse:
    """Proposals on one side, the document on the other; each accepted, changed or dropped. Saved whole, by button or as you go."""
    draft = _draft(request, pk)
    proposal = Proposal.from_dict(draft.proposal)
    if request.method == "POST":
        saved = importing.save_decisions(
            draft=draft, decisions=_decisions(request.POST, proposal), revision=_number(request.POST.get("revision"))
        )
        if request.headers.get("X-Autosave"):
            status = 200 if saved else 409
            return JsonResponse({"revision": draft.revision, "clock": clock(timezone.now())}, status=status)
        if not saved:
            messages.error(
                request, _("Någon annan har granskat samtidigt. Här är det som sparades sist. Gör om din ändring.")
            )
        elif "vidare" in request.POST:
            return redirect("activities:import_save", request.county.slug, pk)
        else:
            messages.success(request, _("Granskningen är sparad."))
        return redirect("activities:import_review", request.county.slug, pk)
    return render(request, "activities/import_review.html", _review_page(request, draft, proposal))


def _review_page(request: CountyRequest, draft: ImportDraft, proposal: Proposal) -> dict[str, Any]:
    groups = reviewing.rows_of(proposal, draft.decisions, _words())
    marks = reviewing.marks(groups)
    organisations = Organisation.objects.filter(county=request.county)
    chosen = draft.decisions.get("actors", {})
    by_name = {o.name: o.pk for o in organisations}
    return {
        "draft": draft,
        "proposal": proposal,
        "steps": _steps(1),
        "groups": groups,
        "total": sum(len(g.rows) for g in groups),
        "waiting": sum(g.waiting for g in groups),
        "document": [(n, text, marks.get(n), proposal.account.get(n, "")) for n, text in enumerate(draft.lines, 1)],
        "organisations": organisations,
        "actors": [
            (n, text, count, _chosen(text, known, chosen, by_name))
            for n, (text, count, known) in enumerate(reviewing.spellings(proposal))
        ],
        "joined": [a for a in proposal.activities if any(j.likeness < 1 for j in a.joins)],
        "repeated": sum(len(a.nodes) > 1 for a in proposal.activities),
        "apart": set(draft.decisions.get("apart", [])),
        "similar": _similar(proposal, draft.decisions),
        "unclear": [(u, draft.decisions.get("lines", {}).get(str(u.line), "")) for u in proposal.not_understood],
    }


def _chosen(text: str, known: str | None, chosen: dict[str, Any], by_name: dict[str, int]) -> int | None:
    if text in chosen:
        return int(chosen[text]) if str(chosen[text]).isdigit() else None
    return by_name.get(known) if known else None


def _similar(proposal: Proposal, decisions: dict[str, Any]) -> list[tuple[str, Any, Any, bool]]:
    by_id = {a.id: a for a in proposal.activities}
    same = set(decisions.get("same", []))
    return [
        (f"{s.one}:{s.other}", by_id[s.one], by_id[s.other], f"{s.one}:{s.other}" in same)
        for s in proposal.similar
        if s.one in by_id and s.other in by_id
    ]


def _decisions(post: QueryDict, proposal: Proposal) -> dict[str, Any]:
    """Only what the proposal has ids for, so that nothing strange is kept."""
    items: dict[str, Any] = {}
    for item in [*proposal.nodes, *proposal.activities, *proposal.questions, *proposal.measures]:
        act = post.get(f"act-{item.id}", "")
        if act in reviewing.ACTS:
            items[item.id] = {"act": act}
            if act == reviewing.CHANGE:
                items[item.id]["title"] = post.get(f"title-{item.id}", "").strip()
    texts = [text for text, _count, _known in reviewing.spellings(proposal)]
    return {
        "items": items,
        "actors": {text: post.get(f"actor-{n}", "") for n, text in enumerate(texts) if f"actor-{n}" in post},
        "apart": [a.id for a in proposal.activities if f"apart-{a.id}" in post],
        "same": [key for s in proposal.similar if f"same-{(key := f'{s.one}:{s.other}')}" in post],
        "lines": {
            str(u.line): what
            for u in proposal.not_understood
            if (what := post.get(f"line-{u.line}", ""))
            in (reviewing.SKIP, reviewing.AS_ACTIVITY, reviewing.AS_QUESTION)
        },
    }


def _number(text: str | None) -> int:
    return whole_number(text)


@as_coordinator
@require_POST
def drop(request: CountyRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    importing.drop_draft(draft=draft, by=request.user)
    messages.success(request, _("%(file)s är borttagen. Inget hade lästs in.") % {"file": draft.file.name})
    return redirect("activities:import_upload", request.county.slug)


class SaveForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=gettext_lazy("Planens namn"), max_length=200)
    valid_from = forms.DateField(
        label=gettext_lazy("Gäller från"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Gäller till"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Vem håller i planen?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Till exempel en samordningsgrupp."),
    )
    parties = RowsField(
        Organisation.objects.none(),
        label=gettext_lazy("Vilka står bakom planen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    missing = forms.MultipleChoiceField(
        label=gettext_lazy("Det här hänvisar planen till, men det finns inte i filen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Det som är ikryssat står som saknat i planen, tills någon hittar det."),
    )

    def __init__(self, *args: Any, missing: dict[str, Reference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = _("%(name)s (rad %(line)d)")
        choices = [(r.name, named % {"name": r.name, "line": r.line}) for r in missing.values()]
        if choices:
            self.fields["missing"].choices = choices  # type: ignore[attr-defined]
            self.fields["missing"].initial = list(missing)
        else:
            del self.fields["missing"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Planen slutar före den börjar. Välj en senare dag."))
        return data


@as_coordinator
def save(request: CountyRequest, pk: int) -> HttpResponse:
    """The third step: what will be made, the plan's name and validity, who stands behind it; then it is made."""
    draft = _draft(request, pk)
    names = {o.pk: o.name for o in Organisation.objects.filter(county=request.county)}
    proposal = Proposal.from_dict(draft.proposal)
    waiting = sum(g.waiting for g in reviewing.rows_of(proposal, draft.decisions, _words()))
    applied = reviewing.apply(proposal, draft.decisions, names)
    lacking = importing.lacking_in(draft, proposal)
    form = _save_form(request, applied, lacking)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        missing = [lacking[name] for name in facts.pop("missing", ())]
        edition = importing.save_draft(draft=draft, proposal=applied, by=request.user, missing=missing, **facts)
        messages.success(request, _("Planen är inläst som arbetsutkast."))
        return redirect("plans:edition", request.county.slug, edition.pk)
    context = {"draft": draft, "proposal": applied, "steps": _steps(2), "form": form, "waiting": waiting}
    return render(request, "activities/import_save.html", context)


def _save_form(request: CountyRequest, proposal: Proposal, lacking: dict[str, Reference]) -> SaveForm:
    authorities = [Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY]
    mine = Organisation.objects.filter(county=request.county)
    initial = {
        "title": proposal.title,
        "valid_from": date.fromisoformat(proposal.valid_from) if proposal.valid_from else None,
        "valid_to": date.fromisoformat(proposal.valid_to) if proposal.valid_to else None,
        "parties": list(mine.filter(kind__in=authorities).values_list("pk", flat=True)),
    }
    form = SaveForm(request.POST or None, initial=initial, missing=lacking)
    field = form.fields["parties"]
    if isinstance(field, RowsField):
        field.queryset = mine
    return form
