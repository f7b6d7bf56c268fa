from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, sorting
from ..actions.sorting import set_node_terms, set_vocabularies
from ..sorting_forms import NodeTermsForm, PlanWordsForm


@access.in_county
def words(request: HttpRequest, edition: int) -> HttpResponse:
    """The lists a plan works with, and which parts answer to which word."""
    shown = access.edition_of(request, edition)
    context = {"edition": shown, "used": sorting.used_in(shown), "may_write": access.may_sort(request, shown)}
    return render(request, "plans/words.html", context)


@access.edits_plans
def choose_words(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    plan = shown.plan
    now = {"vocabularies": sorting.vocabularies_of(plan)}
    form = PlanWordsForm(merging.posted(request), plan=plan, initial=now)
    back = reverse("plans:words", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["vocabularies"]
            set_vocabularies(edition=shown, vocabularies=chosen, seen=merging.seen(request), by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            told: dict[str, Any] = {"seen": sorting.mark_of_vocabularies(plan), "events": history_of(shown)}
            now = {"vocabularies": sorting.vocabularies_of(plan)}
            return merging.page(request, form, now=now, title=plan.title, back=back, **told)
    seen = merging.start(request, form, sorting.mark_of_vocabularies(plan))
    context = {"form": form, "seen": seen, "back": back, "edition": shown, "button": _("Spara")}
    return render(request, "plans/words_form.html", {**context, "title": _("Planens listor"), "kicker": plan.title})


@access.edits_plans
def node_terms(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.edition_of(request, shown.edition_id)
    now = {"terms": sorting.terms_of(shown)}
    form = NodeTermsForm(merging.posted(request), node=shown, plan=edition.plan, initial=now)
    back = reverse("plans:node", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["terms"]
            set_node_terms(node=shown, terms=chosen, seen=merging.seen(request), by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            told: dict[str, Any] = {"seen": sorting.mark_of_terms(shown), "events": history_of(shown)}
            now = {"terms": sorting.terms_of(shown)}
            return merging.page(request, form, now=now, title=str(shown), back=back, **told)
    seen = merging.start(request, form, sorting.mark_of_terms(shown))
    context = {"form": form, "seen": seen, "back": back, "edition": edition, "node": shown, "button": _("Spara")}
    return render(request, "plans/words_form.html", {**context, "title": _("Vad delen svarar mot"), "kicker": shown})
