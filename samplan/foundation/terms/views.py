from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history import queries as history
from samplan.foundation.people.access import CountyRequest, as_coordinator, in_county

from . import actions, queries
from .actions import TermRefused
from .forms import EndTermForm, FindForm, SpellingForm, TermForm, TryForm, VocabularyForm
from .models import Spelling, Term, Vocabulary


@in_county
def words(request: CountyRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    found = queries.lists(request.county, asked)
    context = {"lists": found, "words": asked, "find": FindForm(initial={"q": asked}), "kinds": Vocabulary.Kind.choices}
    return render(request, "terms/words.html", context)


@in_county
def term(request: CountyRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.terms_of(request.county), pk=pk)
    context = {
        "term": found,
        "spellings": list(found.spellings.all()),
        "replaces": list(found.replaces.all()),
        "may_change": request.is_coordinator and found.vocabulary.county_id is not None,  # type: ignore[attr-defined]
        "form": SpellingForm(),
        "happenings": list(history.of(found)[:8]),
    }
    return render(request, "terms/term.html", context)


@in_county
def try_text(request: CountyRequest) -> HttpResponse:
    """Nothing is kept of the text."""
    form = TryForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = queries.suggest(form.cleaned_data["text"], request.county)
    context = {"form": form, "found": found}
    return render(request, "terms/try_text.html", context, status=422 if form.errors else 200)


def _own(request: CountyRequest, pk: int) -> Term:
    known = Term.objects.select_related("vocabulary__county", "replaced_by")
    return get_object_or_404(known, pk=pk, vocabulary__county=request.county)


def _page(request: CountyRequest, pk: int) -> str:
    return reverse("terms:term", args=[request.county.slug, pk])


def _form_page(request: CountyRequest, form: django_forms.Form, **told: Any) -> HttpResponse:
    context = {"form": form, "button": _("Spara"), **told}
    return render(request, "terms/form.html", context, status=422 if form.errors else 200)


def _refused(form: django_forms.Form, refusal: TermRefused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


@as_coordinator
def vocabulary_new(request: CountyRequest) -> HttpResponse:
    kind = request.GET.get("sort", "")
    named = dict(Vocabulary.Kind.choices).get(kind)
    form = VocabularyForm(request.POST or None, initial={"kind": kind, "name": named} if named else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_vocabulary(county=request.county, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s är tillagd. Lägg till det första ordet.") % {"name": made.name})
            return redirect("terms:term_new", request.county.slug, made.pk)
        except TermRefused as refusal:
            _refused(form, refusal)
    back = reverse("terms:words", args=[request.county.slug])
    return _form_page(request, form, title=_("Ny lista"), button=_("Lägg till"), back=back)


@as_coordinator
def term_new(request: CountyRequest, vocabulary: int) -> HttpResponse:
    found = get_object_or_404(Vocabulary, pk=vocabulary, county=request.county)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_term(vocabulary=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(text)s” är tillagt.") % {"text": made.text})
            return redirect(_page(request, made.pk))
        except TermRefused as refusal:
            _refused(form, refusal)
    back = reverse("terms:words", args=[request.county.slug])
    return _form_page(request, form, title=_("Nytt ord"), kicker=found.name, button=_("Lägg till"), back=back)


@as_coordinator
def term_edit(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = TermForm(merging.posted(request), initial=_now(found))
    back = _page(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_term(term=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            found.refresh_from_db()
            told = {"now": _now(found), "seen": actions.mark_of_term(found), "events": history.of(found)}
            return merging.page(request, form, title=found.text, back=back, **told)
        except TermRefused as refusal:
            _refused(form, refusal)
    seen = merging.start(request, form, actions.mark_of_term(found))
    return _form_page(request, form, title=_("Ändra ordet"), kicker=found.text, back=back, seen=seen)


def _now(found: Term) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("text", "definition", "source", "code", "valid_from")}


@as_coordinator
def term_end(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    initial = {"last_day": found.valid_to or today(), "replaced_by": found.replaced_by_id}
    form = EndTermForm(request.POST or None, term=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_term(term=found, by=request.user, **form.cleaned_data)
            said = {"text": found.text, "day": long_day(form.cleaned_data["last_day"])}
            messages.success(request, _("”%(text)s” upphör %(day)s.") % said)
            return redirect(_page(request, pk))
        except TermRefused as refusal:
            _refused(form, refusal)
    lead = _("Ordet går att läsa och söka på efteråt. Den som skriver det i en text får då förslag på det nya.")
    told = {"kicker": found.text, "lead": lead, "button": _("Skriv in slutdagen"), "back": _page(request, pk)}
    return _form_page(request, form, title=_("När upphör ”%(text)s”?") % {"text": found.text}, **told)


@as_coordinator
@require_POST
def term_resume(request: CountyRequest, pk: int) -> HttpResponse:
    actions.resume_term(term=_own(request, pk), by=request.user)
    messages.success(request, _("Slutdagen är borttagen."))
    return redirect(_page(request, pk))


@as_coordinator
def spelling_add(request: CountyRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = SpellingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_spelling(term=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(text)s” är tillagt som skrivsätt.") % {"text": made.text})
            return redirect(_page(request, pk))
        except TermRefused as refusal:
            _refused(form, refusal)
    told = {"kicker": found.text, "button": _("Lägg till"), "back": _page(request, pk)}
    return _form_page(request, form, title=_("Nytt skrivsätt"), **told)


@as_coordinator
@require_POST
def spelling_remove(request: CountyRequest, pk: int, spelling: int) -> HttpResponse:
    found = get_object_or_404(Spelling.objects.select_related("term"), pk=spelling, term=_own(request, pk))
    actions.remove_spelling(spelling=found, by=request.user)
    messages.success(request, _("”%(text)s” är borttaget.") % {"text": found.text})
    return redirect(_page(request, pk))
