from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from .. import access, deciding, evaluating, gaps, outline, queries, relating, sorting
from ..models import Edition
from ..sorting_forms import OutlineForm
from ..states import State
from .over_time import edition_then, or_on_a_day

NEWS = 5  # changes shown on the plan's own page


@access.reading_decided
def plan_list(request: HttpRequest) -> HttpResponse:
    """One plan, with or without plans under it: shown at once. Several, none, or on request (?alla=ja): the list."""
    rows = relating.nested(access.plans_of(request))
    topmost = [row for row in rows if row.depth == 0]
    if len(topmost) == 1 and topmost[0].edition and "alla" not in request.GET:
        return redirect("plans:edition", request.county.slug, topmost[0].edition.pk)  # type: ignore[attr-defined]
    return render(request, "plans/list.html", {"rows": rows})


@access.reading_decided
@or_on_a_day(edition_then)
def edition(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    plan_outline = _outline(request, shown)
    words = request.GET.get("ord", "").strip()
    answering = request.GET.get("svarar", "")
    view = request.GET.get("visa", "")
    view = view if view in outline.VIEWS else "delomraden"
    opened, closed = _ids(request, "oppna"), _ids(request, "stang")
    outline.fold_rows(plan_outline, view, opened, closed)
    found = queries.matching(shown, words) if words else None
    if answering:
        answers = sorting.nodes_answering(shown, answering)
        found = answers if found is None else found & answers
    if found is not None:
        outline.keep_only(plan_outline, found)
    else:
        _add_toggles(plan_outline, view, opened, closed)
    return render(
        request,
        "plans/edition.html",
        {
            **_about(request, shown),
            "found": deciding.decisions_of(shown) if shown.matter_id else None,
            "outline": plan_outline,
            "groups": plan_outline.groups,
            "words": words,
            "answering": answering,
            "find": OutlineForm(
                words=sorting.answered(shown), initial={"ord": words, "svarar": answering}, auto_id="find-%s"
            ),
            "view": view,
            "expiry": queries.expiry(shown),
            **_unanswered(request, shown),
            "told_above": _told_above(request, shown),
            "gap_count": gaps.missing_count(shown),
            "editions": access.editions_of(request, shown),
            "events": list(queries.events_of_edition(shown)[:NEWS]),
        },
    )


def _told_above(request: HttpRequest, shown: Any) -> list[str]:
    """What the rooms above have to say of a plan in force."""
    if shown.state != State.ADOPTED:
        return []
    return [render_to_string(p.template, p.context, request) for p in access.offered(request, "panels", shown)]


def _unanswered(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """What was found about the edition before, and this draft says nothing of."""
    if shown.number == 1 or not access.may_edit(request, shown):
        return {}
    return {"unanswered": evaluating.without_choice(shown).count(), "former": evaluating.before(shown)}


def _outline(request: HttpRequest, shown: Edition) -> outline.Outline:
    outline.fetch(shown)
    built = outline.build(shown)
    outline.add_marks(built, access.offered(request, "marks", shown))
    return built


def _about(request: HttpRequest, shown: Any) -> dict[str, Any]:
    return {
        "edition": shown,
        "plan": shown.plan,
        "parties": queries.standing_parties(shown.plan),
        "publication": queries.publication_of(shown),
        "may_edit": access.may_edit(request, shown),
    }


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(i) for i in request.GET.get(name, "").split(",") if i.isdecimal()}


def _add_toggles(plan_outline: outline.Outline, view: str, opened: set[int], closed: set[int]) -> None:
    """Each fold arrow is a link that works without script: the same page with that one part folded the other way."""
    for row in plan_outline.by_node.values():
        pk = row.node.pk
        now_open, now_closed = (opened - {pk}, closed | {pk}) if row.open else (opened | {pk}, closed - {pk})
        words = {"visa": view}
        if now_open:
            words["oppna"] = ",".join(map(str, sorted(now_open)))
        if now_closed:
            words["stang"] = ",".join(map(str, sorted(now_closed)))
        row.toggle = f"?{urlencode(words, safe=',')}#del-{pk}"
