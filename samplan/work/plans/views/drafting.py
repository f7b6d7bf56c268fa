"""The page where a draft is written: one list of all its parts. Each deed is a post that gives back only what became different."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import clock
from samplan.foundation.core.plain_text import plain_posts
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of

from .. import access, actions, drafting, presence, visions
from ..draft_forms import NewPartForm, WordsForm
from ..models import Edition, Node
from ..states import NotAllowed

BIT = "bit"  # asked for by the page's script: only the piece that is new


@access.edits_plans
@access.told
def draft(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    version = drafting.version(shown)  # before the rows: what comes between is told as news, not missed
    lines = drafting.lines(shown)
    chosen = whole_number(request.GET.get("rad"))
    context = {
        "edition": shown,
        "lines": lines,
        "chosen": chosen,
        "node": next((line.node for line in lines if line.node.pk == chosen), None),
        "version": version,
        "present": presence.others(shown, request.user),
        **drafting.back_and_forth(shown, request.user),
    }
    return render(request, "plans/draft.html", context)


@access.edits_plans
@access.told
def draft_news(request: HttpRequest, edition: int) -> HttpResponse:
    """What others have done since. 304 when nothing has."""
    shown = access.open_edition_of(request, edition)
    if writing := whole_number(request.GET.get("i")):
        presence.note(shown, request.user, writing)
    since, present = whole_number(request.GET.get("sedan")), presence.others(shown, request.user)
    tag = f'"{mark_of(drafting.version(shown), *present)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = JsonResponse(_told(request, shown, since))
    answer["ETag"] = tag
    return answer


@access.edits_plans
@access.told
@require_POST
@plain_posts
def draft_deed(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    pk = whole_number(request.POST.get("del"))
    refused = ""
    try:
        said = _do(request, shown, request.POST.get("gor", ""), pk)
    except NotAllowed as refusal:
        said = refused = str(refusal)
    if request.POST.get(BIT):
        told = {**_told(request, shown, whole_number(request.POST.get("sedan"))), "said": said, "part": pk}
        return JsonResponse({**told, "refused": bool(refused)}, status=409 if refused else 200)
    (messages.error if refused else messages.success)(request, said)
    return _to_row(request, shown, pk)


def _do(request: HttpRequest, edition: Edition, deed: str, pk: int) -> str:
    """One deed, and what is said of it."""
    by = request.user
    if deed in ("angra", "gorom"):
        step = (actions.undo if deed == "angra" else actions.redo)(edition=edition, by=by)
        if step is None:
            return _("Du har inget att ångra.") if deed == "angra" else _("Du har inget att göra om.")
        what = actions.UNDONE if deed == "angra" else actions.REDONE
        return f"{drafting.DONE[what]}." % {"title": step.title}
    node = get_object_or_404(edition.nodes, pk=pk)
    if deed in ("upp", "ned"):
        if not actions.move_node(node=node, up=deed == "upp", by=by):
            return _("Den står redan först.") if deed == "upp" else _("Den står redan sist.")
    elif deed == "in":
        actions.indent_node(node=node, by=by)
    elif deed == "ut":
        actions.outdent_node(node=node, by=by)
    elif deed == "tabort":
        actions.remove_node(node=node, by=by)
    elif deed == "flytta":
        _put(request, edition, node)
    else:
        raise NotAllowed(_("Det går inte att göra så. Öppna sidan igen."))
    last = drafting.own_last(edition, by)
    return f"{drafting.in_words(last)}." if last else ""


def _put(request: HttpRequest, edition: Edition, node: Node) -> None:
    """Where it was dropped: before, after or under another part."""
    target = get_object_or_404(edition.nodes.select_related("parent"), pk=whole_number(request.POST.get("mal")))
    how = request.POST.get("hur")
    if how == "under":
        actions.place_node(node=node, parent=target, after=None, by=request.user)
    elif how == "fore":
        siblings = edition.nodes.filter(parent=target.parent_id).exclude(pk=node.pk)
        before = siblings.filter(position__lt=target.position).order_by("-position").first()
        actions.place_node(node=node, parent=target.parent, after=before, by=request.user)
    else:
        actions.place_node(node=node, parent=target.parent, after=target, by=request.user)


@access.edits_plans
@access.told
def draft_words(request: HttpRequest, node: int) -> HttpResponse:
    """The words of one part: as a page, or as a piece of the list."""
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    shown.edition = edition
    if request.method == "GET" and (locked := visions.locked_for(shown, request.user)):
        context = {"edition": edition, "node": shown, "locked": locked}
        template = "plans/_draft_locked.html" if _is_bit(request) else "plans/draft_words.html"
        return render(request, template, context)
    now = {"title": shown.title, "number": shown.number, "text": shown.text}
    form = WordsForm(merging.posted(request), edition=edition, initial=now, auto_id=f"del-{shown.pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_node(node=shown, seen=merging.seen(request), by=request.user, **form.words(shown.number))
            presence.note(edition, request.user, 0)
            return _saved(request, edition, shown.pk)
        except Stale:
            return _stale(request, form, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    if request.method == "GET":
        presence.note(edition, request.user, shown.pk)
    start = merging.start(request, form, actions.mark_of_words(shown))
    context = {"form": form, "edition": edition, "node": shown, "seen": start, "action": request.path}
    template = "plans/_draft_words.html" if _is_bit(request) else "plans/draft_words.html"
    return render(request, template, context, status=422 if form.errors and _is_bit(request) else 200)


def _stale(request: HttpRequest, form: WordsForm, shown: Node) -> HttpResponse:
    """Both texts. The script, which can't show them in a row, is told to post the form as a page."""
    if _is_bit(request):
        return JsonResponse({"stale": True}, status=412)
    shown.refresh_from_db()
    now = {"title": shown.title, "number": shown.number, "text": shown.text}
    told: dict[str, Any] = {"now": now, "seen": actions.mark_of_words(shown), "events": history_of(shown)}
    return merging.page(request, form, title=str(shown), back=_row(request, shown.edition, shown.pk), **told)


@access.edits_plans
@access.told
def draft_new(request: HttpRequest, edition: int) -> HttpResponse:
    """A new part after another (?efter=), or last under one (?under=); last in the plan when neither is said."""
    shown = access.open_edition_of(request, edition)
    after, under = access.given_node(request, shown, "efter"), access.given_node(request, shown, "under")
    above = after.parent if after else under
    tier = after.tier if after else _tier_below(shown, under)
    form = NewPartForm(request.POST or None, edition=shown, above=above, initial={"tier": tier}, auto_id="ny-%s")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_node(
                edition=shown,
                tier=form.cleaned_data["tier"],
                parent=above,
                after=after,
                by=request.user,
                **form.words(),
            )
            return _saved(request, shown, made.pk)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "edition": shown, "after": after, "under": under, "action": request.get_full_path()}
    template = "plans/_draft_words.html" if _is_bit(request) else "plans/draft_words.html"
    return render(request, template, context, status=422 if form.errors and _is_bit(request) else 200)


def _tier_below(edition: Edition, under: Node | None) -> Any:
    tiers = list(edition.tiers.order_by("position"))
    if under is None:
        return tiers[0] if tiers else None
    lower = [t for t in tiers if t.position > under.tier.position and not t.is_target_vision]
    return lower[0] if lower else under.tier


def _is_bit(request: HttpRequest) -> bool:
    return BIT in request.GET or BIT in request.POST


def _saved(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    last = drafting.own_last(edition, request.user)
    said = f"{drafting.in_words(last)}." if last else ""
    if _is_bit(request):
        told = _told(request, edition, whole_number(request.POST.get("sedan")))
        return JsonResponse({**told, "said": said, "part": pk})
    messages.success(request, said)
    return _to_row(request, edition, pk)


def _told(request: HttpRequest, edition: Edition, since: int) -> dict[str, Any]:
    found = drafting.news(edition, since)
    county = request.county  # type: ignore[attr-defined]
    rows = [
        [line.node.pk, render_to_string("plans/_draft_row.html", {"line": line, "county": county})]
        for line in found.written
    ]
    present = {"present": presence.others(edition, request.user)}
    return {
        "version": found.version,
        "rows": rows,
        "placed": found.placed,
        "gone": found.gone,
        "numbers": found.numbers,
        "anew": found.anew,
        "present": render_to_string("plans/_draft_present.html", present),
        "at": _("Sparat %(at)s") % {"at": clock(timezone.now())},
        **drafting.back_and_forth(edition, request.user),
    }


def _row(request: HttpRequest, edition: Edition, pk: int) -> str:
    address = reverse("plans:draft", args=[request.county.slug, edition.pk])  # type: ignore[attr-defined]
    return f"{address}?rad={pk}#del-{pk}" if pk else address


def _to_row(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    return redirect(_row(request, edition, pk))
