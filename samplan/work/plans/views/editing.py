from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.terms.queries import better_words, suggest

from .. import access, actions, queries, visions
from ..forms import NodeForm, QuestionForm
from ..models import FollowUpQuestion, Node
from ..states import NotAllowed


@access.edits_plans
@access.told
def add_node(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    parent = access.given_node(request, shown, "under")
    tiers = list(shown.tiers.all())
    form = NodeForm(request.POST or None, edition=shown, initial={"parent": parent, "tier": _tier_below(parent, tiers)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_node(edition=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(title)s” är tillagd.") % {"title": made})
            _tell_of_words(request, made.title, made.text)
            return redirect("plans:node", request.county.slug, made.pk)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "plans/node_form.html", {"form": form, "edition": shown, "parent": parent})


@access.edits_plans
@access.told
def edit_node(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    locked = visions.locked_for(shown, request.user)
    form = NodeForm(
        merging.posted(request), edition=edition, node=shown, initial=_node_now(shown), words_locked=bool(locked)
    )
    back = reverse("plans:node", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_node(node=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            _tell_of_words(request, form.cleaned_data["title"], form.cleaned_data["text"])
            return redirect(back)
        except Stale:
            shown.refresh_from_db()
            told = {"now": _node_now(shown), "seen": actions.mark_of_node(shown), "events": history_of(shown)}
            return merging.page(request, form, title=str(shown), back=back, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, actions.mark_of_node(shown))
    words = suggest(f"{shown.title}\n{shown.text}", request.county)  # type: ignore[attr-defined]
    context = {"form": form, "edition": edition, "node": shown, "seen": start, "found": words, "locked": locked}
    return render(request, "plans/node_form.html", context)


def _tell_of_words(request: HttpRequest, *texts: str) -> None:
    """Which words the county has a newer one for. The text is never changed by us."""
    if words := better_words(request.county, *texts):  # type: ignore[attr-defined]
        messages.info(request, words)


def _node_now(node: Node) -> dict[str, Any]:
    return {"number": node.number, "title": node.title, "text": node.text, "parent": node.parent_id}


@access.edits_plans
@access.told
@require_POST
def move_node(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    access.open_edition_of(request, shown.edition_id)
    up = request.POST.get("hall") == "upp"
    if not actions.move_node(node=shown, up=up, by=request.user):
        messages.info(request, _("Den står redan först.") if up else _("Den står redan sist."))
    return redirect("plans:node", request.county.slug, shown.pk)  # type: ignore[attr-defined]


@access.edits_plans
@access.told
def remove_node(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    if request.method == "POST":
        try:
            actions.remove_node(node=shown, by=request.user)
            messages.success(request, _("”%(title)s” är borttagen. Du kan ångra det här.") % {"title": shown})
            return redirect("plans:draft", request.county.slug, edition.pk)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    context = {"node": shown, "edition": edition, "hanging": queries.hangs_on(shown)}
    return render(request, "plans/node_remove.html", context)


@access.edits_plans
@access.told
def add_question(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    node = access.given_node(request, shown)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_question(edition=shown, node=node, by=request.user, **form.cleaned_data)
        messages.success(request, _("Frågan är tillagd."))
        _tell_of_words(request, form.cleaned_data["text"], form.cleaned_data["help"])
        return _back(request, shown.pk, node)
    return render(request, "plans/question_form.html", {"form": form, "edition": shown, "node": node})


@access.edits_plans
@access.told
def edit_question(request: HttpRequest, question: int) -> HttpResponse:
    shown = access.question_of(request, question)
    edition = access.open_edition_of(request, shown.edition_id)
    form = QuestionForm(merging.posted(request), initial=_question_now(shown))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_question(question=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            _tell_of_words(request, form.cleaned_data["text"], form.cleaned_data["help"])
            return _back(request, edition.pk, shown.node)
        except Stale:
            shown.refresh_from_db()
            told = {"now": _question_now(shown), "seen": actions.mark_of_question(shown)}
            about = history_of(shown.node or edition).filter(verb="plans.question_changed", note=shown.text)
            back = _back(request, edition.pk, shown.node).url  # type: ignore[attr-defined]
            return merging.page(request, form, title=shown.text, back=back, events=about, **told)
    context = {"form": form, "edition": edition, "node": shown.node, "question": shown}
    start = merging.start(request, form, actions.mark_of_question(shown))
    return render(request, "plans/question_form.html", {**context, "seen": start})


def _question_now(question: FollowUpQuestion) -> dict[str, Any]:
    return {
        "text": question.text,
        "help": question.help,
        "audience": question.audience,
        "is_open": question.is_open,
    }


@access.edits_plans
@access.told
@require_POST
def remove_question(request: HttpRequest, question: int) -> HttpResponse:
    shown = access.question_of(request, question)
    edition = access.open_edition_of(request, shown.edition_id)
    node = shown.node
    try:
        actions.remove_question(question=shown, by=request.user)
        messages.success(request, _("Frågan är borttagen."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return _back(request, edition.pk, node)


def _back(request: HttpRequest, edition: int, node: Node | None) -> HttpResponse:
    slug = request.county.slug  # type: ignore[attr-defined]
    return redirect("plans:node", slug, node.pk) if node else redirect("plans:edition", slug, edition)


def _tier_below(parent: Node | None, tiers: list[Any]) -> Any:
    if parent is None:
        return tiers[0] if tiers else None
    lower = [t for t in tiers if t.position > parent.tier.position]
    return lower[0] if lower else parent.tier
