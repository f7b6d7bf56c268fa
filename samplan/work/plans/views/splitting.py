"""Splitting a part in two, and joining two to one: each a page, since one chooses what hangs on which."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import whole_number

from .. import access, actions, drafting
from ..draft_forms import SplitForm, WordsForm
from ..models import Edition, Node
from ..states import NotAllowed


@access.edits_plans
@access.told
def split_node(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    shown.edition = access.open_edition_of(request, shown.edition_id)
    hung, seen = drafting.choices(shown), actions.mark_of_words(shown)
    start = {"title": shown.title, "number": shown.number, "cut": str(len(shown.text))}
    form = SplitForm(merging.posted(request), node=shown, hung=hung, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            stays, new = form.parts()
            moved = form.cleaned_data.get("moved", [])
            actions.split_node(
                node=shown, stays=stays, new=new, moved=moved, seen=merging.seen(request), by=request.user
            )
            messages.success(request, _("Delen är delad i två. Du kan ångra det här."))
            return _to_draft(request, shown.edition, shown.pk)
        except Stale:
            form.add_error(None, _("Någon har ändrat delen medan du skrev. Öppna sidan igen och dela den på nytt."))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "node": shown, "edition": shown.edition, "seen": merging.start(request, form, seen)}
    return render(request, "plans/split.html", {**context, "back": _address(request, shown.edition, shown.pk)})


@access.edits_plans
@access.told
def join_nodes(request: HttpRequest, node: int) -> HttpResponse:
    """With the part right after it, or with another beside it (?med=)."""
    shown = access.node_of(request, node)
    edition = shown.edition = access.open_edition_of(request, shown.edition_id)
    beside = edition.nodes.filter(parent=shown.parent_id, tier=shown.tier_id).exclude(pk=shown.pk).order_by("position")
    other = _chosen(request, shown, list(beside))
    back = _address(request, edition, shown.pk)
    if other is None:
        return render(request, "plans/join.html", {"node": shown, "edition": edition, "back": back})
    texts = "\n\n".join(text for text in (shown.text, other.text) if text)
    start = {"title": shown.title, "number": shown.number, "text": texts}
    form = WordsForm(merging.posted(request), edition=edition, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            words = actions.Words(**form.words(shown.number))
            actions.join_nodes(node=shown, other=other, words=words, seen=merging.seen(request), by=request.user)
            messages.success(request, _("De två är en del nu. Du kan ångra det här."))
            return _to_draft(request, edition, shown.pk)
        except Stale:
            form.add_error(None, _("Någon har ändrat en av delarna medan du skrev. Öppna sidan igen."))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    seen = merging.start(request, form, f"{actions.mark_of_words(shown)}:{actions.mark_of_words(other)}")
    context = {"form": form, "node": shown, "other": other, "beside": beside, "edition": edition, "back": back}
    return render(request, "plans/join.html", {**context, "seen": seen, "comes": drafting.choices(other)})


def _chosen(request: HttpRequest, shown: Node, beside: list[Node]) -> Node | None:
    if asked := whole_number(request.GET.get("med")):
        return get_object_or_404(Node, pk=asked, pk__in=[one.pk for one in beside])
    later = [one for one in beside if one.position > shown.position]
    nearest = later or beside[::-1]
    return nearest[0] if nearest else None


def _address(request: HttpRequest, edition: Edition, pk: int) -> str:
    page = reverse("plans:draft", args=[request.county.slug, edition.pk])  # type: ignore[attr-defined]
    return f"{page}?rad={pk}#del-{pk}"


def _to_draft(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    return redirect(_address(request, edition, pk))
