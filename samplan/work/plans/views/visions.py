"""The target visions: who owns their words, how those are changed, and what others suggest."""

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

from .. import access, actions, visions
from ..models import Node
from ..states import EDITABLE, NotAllowed
from ..vision_forms import AnswerSuggestionForm, GiveWordsForm, SuggestWordsForm, VisionWordsForm


@access.in_county
def visions_of(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    lines = visions.lines(shown)
    context = {
        "edition": shown,
        "lines": lines,
        "is_open": shown.state in EDITABLE,
        "may_suggest": access.may_suggest(request),
        "ownerless": sum(1 for line in lines if not line.owners),
        "may_give": access.may_sort(request, shown) and shown.state != "superseded",
    }
    return render(request, "plans/visions.html", context)


@access.edits_plans
def give_words(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = GiveWordsForm(request.POST or None, edition=shown)
    back = reverse("plans:visions", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_words(edition=shown, by=request.user, **form.chosen())
            messages.success(request, _("Sparat. Nu är det de som ändrar orden."))
            return redirect(back)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "edition": shown, "back": back}
    return render(request, "plans/vision_owners.html", context, status=422 if form.errors else 200)


@access.words_visions
def leave_words(request: HttpRequest, node: int) -> HttpResponse:
    """One of the visitor's own organisations no longer owns the words."""
    shown = access.node_of(request, node)
    owners = access.own_of(request, shown)
    if request.method == "POST":
        try:
            for owner in owners:
                actions.leave_words(node=shown, organisation=owner, by=request.user)
            messages.success(request, _("%(names)s äger inte orden längre.") % {"names": visions.in_words(owners)})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return _to_node(request, shown)
    context = {"node": shown, "edition": access.edition_of(request, shown.edition_id), "owners": owners}
    return render(request, "plans/vision_leave.html", context)


@access.edits_plans
@require_POST
def release_words(request: HttpRequest, node: int) -> HttpResponse:
    """Owners that have ended, or have nobody in Samplan, keep nothing locked."""
    shown = access.node_of(request, node)
    owners = [owner for owner in visions.owners_of(shown) if visions.is_voiceless(owner)]
    for owner in owners:
        actions.leave_words(node=shown, organisation=owner, by=request.user)
    if owners:
        messages.success(request, _("%(names)s äger inte orden längre.") % {"names": visions.in_words(owners)})
    else:
        messages.info(request, _("De som äger orden har personer i Samplan. Be dem lämna dem ifrån sig."))
    return _to_node(request, shown)


@access.words_visions
@access.told
def vision_words(request: HttpRequest, node: int) -> HttpResponse:
    """For those who own the words, also when they do not write in the rest of the plan."""
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    form = VisionWordsForm(merging.posted(request), initial=_now(shown))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_vision(node=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return _to_node(request, shown)
        except Stale:
            return _stale(request, form, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    start = merging.start(request, form, actions.mark_of_words(shown))
    context = {"form": form, "edition": edition, "node": shown, "seen": start, "voice": _voice(request, shown)}
    return render(request, "plans/vision_words.html", context, status=422 if form.errors else 200)


@access.suggests_words
@access.told
def suggest_words(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    form = SuggestWordsForm(request.POST or None, initial=_now(shown))
    if request.method == "POST" and form.is_valid():
        try:
            actions.suggest_words(node=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Förslaget är lämnat. Du får ett mejl när det är besvarat."))
            return _to_node(request, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "edition": edition, "node": shown, "voice": _voice(request, shown)}
    return render(request, "plans/vision_suggest.html", context, status=422 if form.errors else 200)


@access.words_visions
@access.told
def suggestion(request: HttpRequest, suggestion: int) -> HttpResponse:
    """The owners read a suggestion beside their own words, and answer it."""
    shown = access.suggestion_of(request, suggestion)
    edition = access.open_edition_of(request, shown.node.edition_id)
    form = AnswerSuggestionForm(request.POST or None)
    stale = False
    if request.method == "POST" and form.is_valid():
        take = form.cleaned_data["outcome"] == form.TAKE
        facts = {"take": take, "answer": form.cleaned_data["answer"], "seen": request.POST.get("seen", "")}
        try:
            actions.answer_suggestion(suggestion=shown, by=request.user, **facts)
            messages.success(request, _("Målbilden har fått den nya lydelsen.") if take else _("Svaret är lämnat."))
            return _to_node(request, shown.node)
        except Stale:
            stale = True
            shown.node.refresh_from_db()
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return _to_node(request, shown.node)
    compared = {name: merging.marks(getattr(shown.node, name), getattr(shown, name)) for name in ("title", "text")}
    seen = actions.mark_of_words(shown.node)
    context = {"form": form, "edition": edition, "row": shown, "node": shown.node, "compared": compared}
    context |= {"seen": seen, "stale": stale}
    return render(request, "plans/suggestion.html", context, status=422 if form.errors or stale else 200)


@access.suggests_words
@require_POST
def withdraw_suggestion(request: HttpRequest, suggestion: int) -> HttpResponse:
    shown = access.suggestion_of(request, suggestion)
    try:
        actions.withdraw_suggestion(suggestion=shown, by=request.user)
        messages.success(request, _("Du har tagit tillbaka förslaget."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return _to_node(request, shown.node)


def _now(node: Node) -> dict[str, Any]:
    return {"title": node.title, "text": node.text}


def _voice(request: HttpRequest, node: Node) -> visions.Voice:
    return visions.voice_of(node, request.user)


def _stale(request: HttpRequest, form: VisionWordsForm, shown: Node) -> HttpResponse:
    shown.refresh_from_db()
    told: dict[str, Any] = {"now": _now(shown), "seen": actions.mark_of_words(shown), "events": history_of(shown)}
    return merging.page(request, form, title=str(shown), back=_node_url(request, shown), **told)


def _node_url(request: HttpRequest, node: Node) -> str:
    return reverse("plans:node", args=[request.county.slug, node.pk])  # type: ignore[attr-defined]


def _to_node(request: HttpRequest, node: Node) -> HttpResponse:
    return redirect(_node_url(request, node))
