"""Writing words: one page for a county's lists and for the whole country's. The desk says which."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history
from samplan.foundation.people.access import CountyRequest

from .. import actions
from ..access import Desk, own_organisations
from ..actions import TermRefused
from ..forms import EndTermForm, SpellingForm, TermForm, VocabularyForm
from ..models import Spelling, Term, Vocabulary


def form_page(request: CountyRequest, desk: Desk, form: django_forms.Form, **told: Any) -> HttpResponse:
    context = {"form": form, "button": _("Spara"), "desk": desk, "words_url": desk.url("words"), **told}
    return render(request, "terms/form.html", context, status=422 if form.errors else 200)


def refused(form: django_forms.Form, refusal: TermRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def national_words(request: CountyRequest, desk: Desk) -> HttpResponse:
    """The lists of the whole country, for those who write them."""
    lists = desk.vocabularies.annotate(number=Count("terms")).order_by("kind", "valid_from", "name_key")
    return render(request, "terms/national.html", {"lists": lists, "desk": desk})


def vocabulary(request: CountyRequest, desk: Desk, vocabulary: int) -> HttpResponse:
    """One list with all its words, for those who write in it."""
    found = desk.vocabulary(vocabulary)
    terms = list(found.terms.select_related("parent", "replaced_by"))
    context = {
        "vocabulary": found,
        "desk": desk,
        "tree": _tree(terms),
        "others": [each for each in desk.readable if each.pk != found.pk and each.kind == found.kind],
        "words_url": desk.url("words"),
        "happenings": list(history.of(found)[:8]),
    }
    return render(request, "terms/vocabulary.html", context)


def _tree(terms: list[Term]) -> list[tuple[Term, list[Term]]]:
    below: dict[int, list[Term]] = {}
    for each in terms:
        if each.parent_id:
            below.setdefault(each.parent_id, []).append(each)
    return [(each, below.get(each.pk, [])) for each in terms if each.parent_id is None]


def vocabulary_new(request: CountyRequest, desk: Desk) -> HttpResponse:
    kind = request.GET.get("sort", "")
    named = dict(Vocabulary.Kind.choices).get(kind)
    initial = {"kind": kind, "name": named} if named else None
    form = VocabularyForm(request.POST or None, initial=initial, owners=_owners(request, desk))
    if desk.county and not request.is_coordinator:  # type: ignore[attr-defined]
        form.fields["organisation"].required = True
        form.fields["organisation"].empty_label = None  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_vocabulary(county=desk.county, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd. Lägg till det första ordet.") % {"name": made.name})
            return redirect(desk.url("term_new", made.pk))
        except TermRefused as refusal:
            refused(form, refusal)
    return form_page(request, desk, form, title=_("Ny lista"), button=_("Lägg till"), back=desk.url("words"))


def _owners(request: CountyRequest, desk: Desk) -> Any:
    if desk.county is None:
        return None
    return desk.county.organisations.current() if request.is_coordinator else own_organisations(request)  # type: ignore[attr-defined]


def vocabulary_edit(request: CountyRequest, desk: Desk, vocabulary: int) -> HttpResponse:
    found = desk.vocabulary(vocabulary)
    form = VocabularyForm(merging.posted(request), vocabulary=found, initial=_list_now(found))
    back = desk.url("vocabulary", found.pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_vocabulary(vocabulary=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told: dict[str, Any] = {
                "now": _list_now(found),
                "seen": actions.mark_of_vocabulary(found),
                "events": history.of(found),
            }
            return merging.page(request, form, title=found.name, back=back, **told)
        except TermRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_vocabulary(found))
    return form_page(request, desk, form, title=_("Ändra listan"), kicker=found.name, back=back, seen=seen)


def _list_now(found: Vocabulary) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("name", "description", "valid_from", "valid_to")}


def national_term(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    found = desk.term(pk)
    context = {
        "term": found,
        "desk": desk,
        "spellings": list(found.spellings.all()),
        "replaces": list(found.replaces.all()),
        "parts": list(found.parts.all()),
        "may_change": True,
        "form": SpellingForm(),
        "happenings": list(history.of(found)[:8]),
    }
    return render(request, "terms/term.html", context)


def term_new(request: CountyRequest, desk: Desk, vocabulary: int) -> HttpResponse:
    found = desk.vocabulary(vocabulary)
    form = TermForm(request.POST or None, vocabulary=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_term(vocabulary=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(text)s” är tillagt.") % {"text": made.text})
            return redirect(desk.url("term", made.pk))
        except TermRefused as refusal:
            refused(form, refusal)
    back = desk.url("vocabulary", found.pk)
    return form_page(request, desk, form, title=_("Nytt ord"), kicker=found.name, button=_("Lägg till"), back=back)


def term_edit(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    found = desk.term(pk)
    form = TermForm(merging.posted(request), vocabulary=found.vocabulary, term=found, initial=_now(found))
    back = desk.url("term", pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_term(term=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told: dict[str, Any] = {
                "now": _now(found),
                "seen": actions.mark_of_term(found),
                "events": history.of(found),
            }
            return merging.page(request, form, title=found.text, back=back, **told)
        except TermRefused as refusal:
            refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_term(found))
    return form_page(request, desk, form, title=_("Ändra ordet"), kicker=found.text, back=back, seen=seen)


def _now(found: Term) -> dict[str, Any]:
    names = ("text", "definition", "source", "code", "valid_from", "age_from", "age_to", "position")
    return {name: getattr(found, name) for name in names} | {"parent": found.parent_id}


def term_end(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    found = desk.term(pk)
    initial = {"last_day": found.valid_to or today(), "replaced_by": found.replaced_by_id}
    form = EndTermForm(request.POST or None, term=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_term(term=found, by=request.user, **form.cleaned_data)
            said = {"text": found.text, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("”%(text)s” upphör %(day)s.") % said)
            return redirect(desk.url("term", pk))
        except TermRefused as refusal:
            refused(form, refusal)
    lead = _("Ordet går att läsa och söka på efteråt. Den som skriver det i en text får då förslag på det nya.")
    told = {"kicker": found.text, "lead": lead, "button": _("Skriv in slutdagen"), "back": desk.url("term", pk)}
    return form_page(request, desk, form, title=_("När upphör ”%(text)s”?") % {"text": found.text}, **told)


@require_POST
def term_resume(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    actions.resume_term(term=desk.term(pk), by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect(desk.url("term", pk))


@require_POST
def term_remove(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    """For a word made by mistake."""
    found = desk.term(pk)
    try:
        actions.remove_term(term=found, by=request.user)
    except TermRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(desk.url("term", pk))
    messages.success(request, _("”%(text)s” är borttaget.") % {"text": found.text})
    return redirect(desk.url("vocabulary", found.vocabulary_id))


def spelling_add(request: CountyRequest, desk: Desk, pk: int) -> HttpResponse:
    found = desk.term(pk)
    form = SpellingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_spelling(term=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(text)s” är tillagt som skrivsätt.") % {"text": made.text})
            return redirect(desk.url("term", pk))
        except TermRefused as refusal:
            refused(form, refusal)
    told = {"kicker": found.text, "button": _("Lägg till"), "back": desk.url("term", pk)}
    return form_page(request, desk, form, title=_("Nytt skrivsätt"), **told)


@require_POST
def spelling_remove(request: CountyRequest, desk: Desk, pk: int, spelling: int) -> HttpResponse:
    found = get_object_or_404(Spelling.objects.select_related("term"), pk=spelling, term=desk.term(pk))
    actions.remove_spelling(spelling=found, by=request.user)
    messages.success(request, _("”%(text)s” är borttaget.") % {"text": found.text})
    return redirect(desk.url("term", pk))
