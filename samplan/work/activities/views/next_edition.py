"""The next edition of a plan: stands here because its activities come along."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.plain_text import plain_posts
from samplan.work.plans import access as plans_access
from samplan.work.plans import actions as plans
from samplan.work.plans.models import Node

from .. import actions, carrying
from ..actions.carrying import Choice, Chosen, NotChosen
from ..carrying import Choosing, Kind
from ..forms import NextEditionForm


@plans_access.as_coordinator
def start(request: HttpRequest, edition: int) -> HttpResponse:
    earlier = plans_access.edition_of(request, edition)
    form = NextEditionForm(request.POST or None, initial={"title": earlier.title}, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            made = plans.start_edition(
                predecessor=earlier,
                title=data["title"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                by=request.user,
                reason=data["reason"],
            )
            if data["carry_over"]:
                actions.carry_over(from_edition=earlier, nodes=made.nodes_by_ref, by=request.user)
        messages.success(request, _("Nästa utgåva är påbörjad som arbetsutkast. Den tidigare är orörd."))
        has_activities = bool(carrying.choosing(earlier, made.edition).lines)
        page = "activities:next_edition_activities" if has_activities else "plans:edition"
        return redirect(page, request.county.slug, made.edition.pk)  # type: ignore[attr-defined]
    return render(request, "activities/next_edition.html", {"form": form, "edition": earlier})


@plans_access.told
@plans_access.as_coordinator
@plain_posts
def choose(request: HttpRequest, edition: int) -> HttpResponse:
    """One row for each activity of the edition before: carried over, ended, or not chosen yet."""
    is_posted = request.method == "POST"
    shown = (plans_access.open_edition_of if is_posted else plans_access.edition_of)(request, edition)
    earlier = carrying.earlier_of(shown)
    if earlier is None:
        raise Http404
    standing = carrying.choosing(earlier, shown)
    if not is_posted:
        return _page(request, standing, {}, {})
    posted = _posted(request.POST, standing)
    try:
        chosen = actions.choose(
            edition=shown, earlier=earlier, choices=[choice for choice, _text in posted.values()], by=request.user
        )
    except NotChosen as refused:
        return _page(request, standing, posted, refused.why, status=422)
    _tell(request, chosen)
    return redirect("activities:next_edition_activities", request.county.slug, shown.pk)  # type: ignore[attr-defined]


Posted = Mapping[int, tuple[Choice, str]]


def _posted(post: QueryDict, standing: Choosing) -> Posted:
    """What was chosen for each activity on the page, with the part as it was written."""
    parts = {carrying.label(node).casefold(): node for node in standing.parts.values()}
    every = post.get("alla", "")
    found: dict[int, tuple[Choice, str]] = {}
    for line in standing.lines:
        if f"seen-{line.pk}" not in post:
            continue
        kind = post.get(f"kind-{line.pk}", "").strip()
        if not kind and every == "carried":
            kind = Kind.CARRIED.value
        written, reason = post.get(f"part-{line.pk}", "").strip(), post.get(f"reason-{line.pk}", "").strip()
        nodes = frozenset[int]()
        if kind == Kind.CARRIED:
            nodes = _nodes(written, parts) if written else line.same
        choice = Choice(line.pk, kind, post[f"seen-{line.pk}"], nodes, reason if kind == Kind.ENDED else "")
        found[line.pk] = choice, written
    return found


def _nodes(written: str, parts: Mapping[str, Node]) -> frozenset[int]:
    """Ids of the parts written, separated by semicolons; 0 for one that is not there. A title may hold a semicolon itself."""
    whole = parts.get(" ".join(written.split()).casefold())
    if whole is not None:
        return frozenset([whole.pk])
    words = [" ".join(one.split()).casefold() for one in written.split(";") if one.strip()]
    return frozenset(parts[word].pk if word in parts else 0 for word in words)


def _tell(request: HttpRequest, chosen: Chosen) -> None:
    if chosen.changed:
        words = ngettext(
            "Valet för %(n)d aktivitet är sparat.", "Valen för %(n)d aktiviteter är sparade.", chosen.changed
        )
        messages.success(request, words % {"n": chosen.changed})
    elif not chosen.stale:
        messages.info(request, _("Inget var ändrat."))
    if chosen.stale:
        words = _(
            "Någon annan har valt för de här under tiden, och deras val står kvar: %(titles)s. Ändra om du vill något annat."
        )
        messages.warning(request, words % {"titles": ", ".join(f"”{title}”" for title in chosen.stale)})


def _page(
    request: HttpRequest, standing: Choosing, posted: Posted, why: Mapping[int, str], status: int = 200
) -> HttpResponse:
    may_choose = plans_access.may_edit(request, standing.edition)
    groups = [
        (area, [_row(standing, line, posted.get(line.pk), why.get(line.pk, "")) for line in lines])
        for area, lines in standing.groups()
    ]
    titles = {line.pk: line.title for line in standing.lines}
    context = {
        "choosing": standing,
        "edition": standing.edition,
        "earlier": standing.earlier,
        "groups": groups,
        "parts": [carrying.label(node) for node in standing.parts.values()],
        "errors": [(f"kind-{pk}", f"{titles[pk]}: {words}") for pk, words in why.items()],
        "may_choose": may_choose,
        "kinds": Kind.choices,
    }
    return render(request, "activities/next_edition_activities.html", context, status=status)


def _row(standing: Choosing, line: carrying.Line, posted: tuple[Choice, str] | None, error: str) -> dict[str, Any]:
    """As somebody just chose, or as it stands."""
    if posted is None:
        shown = {"kind": line.kind, "reason": line.reason, "part": standing.words(line), "seen": line.seen}
    else:
        choice, written = posted
        shown = {"kind": choice.kind, "reason": choice.reason, "part": written, "seen": choice.seen}
    return {"line": line, "error": error, **shown}
