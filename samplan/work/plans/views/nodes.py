from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from samplan.foundation.history import queries as history_queries
from samplan.foundation.history.lines import hide
from samplan.foundation.terms.glossary import glossary_of

from .. import access, bodies, contributing, drafting, evaluating, outline, sorting, visions
from ..models import Node
from ..states import EDITABLE
from .over_time import node_then, or_on_a_day

NEWS = 10


@access.reading_decided
@or_on_a_day(node_then)
def node(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.edition_of(request, shown.edition_id)
    shown.edition = edition  # with its plan and county, for what the rooms offer
    outline.fetch(edition)
    built = outline.build(edition)
    row = built.by_node[shown.pk]
    if row.children:  # the columns stand beside what is under it
        outline.add_marks(built, access.offered(request, "marks", edition))
    events = list(history_queries.of(shown)[:NEWS])
    return render(
        request,
        "plans/node.html",
        {
            "node": shown,
            "edition": edition,
            "row": row,
            "marks": built.marks,
            "place": _place(row, built),
            "path": _path(row),
            "wordings": list(shown.wordings.all()),
            **_vision(request, shown, edition),
            "panels": _panels(request, shown),
            **_bodies(request, shown, row),
            "stops": list(dict.fromkeys(access.offered(request, "thread", shown))),
            "traces": drafting.traces_of(shown),
            "links": contributing.around(shown),
            "uses": contributing.uses_of(shown),
            "events": events,
            "changed": next(iter(hide(events[:1], request.user)), None),
            "may_edit": access.may_edit(request, edition),
            **_evaluated(request, shown),
            "missing": list(shown.missing_parts.filter(found_on=None)),
            "may_measure": access.may_sort(request, edition) and edition.state != "superseded",
            "answers": [] if request.decided_only else sorting.terms_of(shown),  # type: ignore[attr-defined]
            "glossary": None
            if request.decided_only
            else glossary_of(edition.plan.county, [edition.plan.organisation_id]),  # type: ignore[attr-defined]
            "may_sort": access.may_sort(request, edition),
        },
    )


@access.in_county
def history(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    page = history_queries.page_of(history_queries.of(shown), request.GET.get("sida"))
    back = reverse("plans:node", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    return render(request, "history/page.html", {"page": page, "subject_title": str(shown), "back": back})


def _path(row: outline.Row) -> list[Node]:
    above = []
    while row.parent is not None:
        row = row.parent
        above.append(row.node)
    return above[::-1]


def _place(row: outline.Row, built: outline.Outline) -> tuple[int, int] | None:
    """(4, 10) for «Målbild 4 av 10»; nothing for one of a kind."""
    siblings = row.parent.children if row.parent else built.roots
    same = [r.node.pk for r in siblings if r.node.tier_id == row.node.tier_id]
    return (same.index(row.node.pk) + 1, len(same)) if len(same) > 1 else None


def _vision(request: HttpRequest, shown: Node, edition: Any) -> dict[str, Any]:
    """Whose words a target vision is, and what the visitor may do with them."""
    if not shown.tier.is_target_vision:
        return {}
    if request.decided_only:  # type: ignore[attr-defined]
        return {"owners": visions.owners_of(shown)}
    voice = visions.voice_of(shown, request.user)
    return {
        "owners": voice.owners,
        "voice": voice,
        "is_open": edition.state in EDITABLE,
        "may_suggest": access.may_suggest(request),
        "may_give": access.may_sort(request, edition) and edition.state != "superseded",
        "voiceless": [owner for owner in voice.owners if visions.is_voiceless(owner)],
    }


def _bodies(request: HttpRequest, shown: Node, row: outline.Row) -> dict[str, Any]:
    if request.decided_only:  # type: ignore[attr-defined]
        return {}
    return vars(bodies.of_node(shown, _path(row)))


def _evaluated(request: HttpRequest, shown: Node) -> dict[str, Any]:
    if request.decided_only:  # type: ignore[attr-defined]
        return {}
    return {"findings": evaluating.about(shown), "led_to": evaluating.led_to(shown)}


def _panels(request: HttpRequest, shown: Node) -> list[dict[str, str]]:
    panels = sorted(access.offered(request, "panels", shown), key=lambda p: p.place)
    return [
        {
            "title": panel.title,
            "note": panel.context.get("note", ""),
            "html": render_to_string(panel.template, panel.context, request),
        }
        for panel in panels
    ]
