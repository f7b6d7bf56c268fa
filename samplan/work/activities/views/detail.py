from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from samplan.foundation.core import offers
from samplan.foundation.history import queries as history
from samplan.foundation.terms.glossary import glossary_of
from samplan.work.plans import queries as plans
from samplan.work.plans.access import local_planners
from samplan.work.plans.models import Node

from .. import (
    access,
    adopting,
    ages,
    asking,
    becoming,
    carrying,
    course,
    followable,
    forecasts,
    ideas,
    papers,
    parties,
    points,
    programmes,
    queries,
    sorting,
    timeline,
    volumes,
)
from ..holdings import those, with_holdings
from ..models import Activity, ActivityState, CycleMark, Update
from ..states import BADGE, BECAME, OVER
from .ideas import NominateForm

NEWS = 10


@access.in_county
def activity_detail(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity, lambda rows: with_holdings(queries.with_state(rows)))
    events = list(history.of(shown)[:NEWS])
    places = queries.places_of(shown)
    states = list(shown.states.all())
    about = sorting.about(shown)
    involved = parties.parties_of(shown)
    return render(
        request,
        "activities/detail.html",
        {
            "activity": shown,
            "state_label": ActivityState.State(shown.state).label,
            "badge": BADGE[shown.state],
            **_course(shown, states),
            **_reported(request, shown),
            "parties": involved,
            **_followable(request, shown, involved),
            "papers": papers.papers_of(shown),
            **_nominated(request, shown),
            "places": places,
            "area": _area(places),
            "stays": carrying.stays_of(shown, [place[-1] for place in places]),
            "stops": list(dict.fromkeys(offers.collect("thread", shown, request.user))),
            "panels": _panels(request, shown),
            **_local(request, shown),
            **_asked(request, shown),
            "events": events,
            "changed": events[0] if events else None,
            "may_change": access.may_change(request, shown),
            "glossary": glossary_of(request.county, [shown.owner_id]),  # type: ignore[attr-defined]
            "about": about,
            "own_ages": ages.own_ages(shown, about.groups),
            "done_in": list(those(shown, "places", shown.places.select_related("municipality"))),
            "may_take_on": access.may_take_on(request, shown),
        },
    )


@access.in_county
def activity_history(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    page = history.page_of(history.of(shown), request.GET.get("sida"))
    back = reverse("activities:detail", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    return render(request, "history/page.html", {"page": page, "subject_title": shown.title, "back": back})


def _area(places: list[list[Node]]) -> Node | None:
    if not places:
        return None
    roots, by_node = plans.rows_of(places[0])
    return plans.area_of(by_node[places[0][-1].pk]) if roots else None


def _reported(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """What has been written at each point, what lacks, and how many it has reached."""
    updates = list(shown.updates.select_related("point"))
    known = points.points_with(shown)
    may = access.may_change(request, shown)
    lines = volumes.lines(shown, those(shown, "volumes", shown.volumes.all()), all_of_it=may)
    return {
        "years": _by_year(updates),
        "missing_points": points.missing(shown, known, updates),
        "volumes": lines,
        "hides_some": any(line.is_protected for line in lines),
    }


def _by_year(updates: Sequence[Update]) -> list[tuple[int, list[Update]]]:
    years: dict[int, list[Update]] = {}
    for update in updates:
        years.setdefault(update.on.year, []).append(update)
    return list(years.items())


def _course(shown: Any, states: Sequence[ActivityState]) -> dict[str, Any]:
    """How it has gone, what it came of and became, and its sub-projects when it is a programme."""
    came_of, became = becoming.lineage_of(shown) if shown.has_lineage else ([], [])
    parts = programmes.parts_of(shown) if shown.kind == Activity.Kind.PROGRAMME else None
    moves = list(those(shown, "forecasts", shown.forecasts.all()))
    return {
        "story": course.story(states, moves, those(shown, "rescopings", shown.rescopings.all())),
        "timeline": timeline.draw(states, shown, forecasts.courses(shown, moves)),
        "came_of": came_of,
        "became": became,
        "parts": parts,
        "badges": BADGE,
        "labels": {state.value: state.label for state in ActivityState.State},
        "phase": CycleMark.Phase(shown.phase).label if shown.phase else "",
        "became_states": BECAME,
        "over_states": OVER,
    }


def _followable(request: HttpRequest, shown: Any, involved: parties.Parties) -> dict[str, Any]:
    """What makes it possible to follow, and what is lacking for that."""
    may = followable.Visitor(
        request.is_coordinator,  # type: ignore[attr-defined]
        access.may_change(request, shown),
        access.may_take_on(request, shown),
    )
    points = followable.points_of(shown, [a for actors in involved.by_role.values() for a in actors], may)
    return {"followable": points, "followable_met": sum(point.is_met for point in points)}


def _local(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """Which local plans have taken it up, and what the visitor may do about it."""
    found = adopting.adoptions_of(shown) if shown.has_adoptions else []
    if request.is_coordinator:  # type: ignore[attr-defined]
        own, may = {row.plan.organisation_id for row in found}, True  # of all in the county: no need to ask which
    else:
        own = set(local_planners(request).values_list("pk", flat=True))
        may = bool(own)
    is_local = shown.edition is not None and shown.edition.plan.organisation_id is not None
    return {
        "adoptions": found,
        "adoption_words": adopting.count_words(found),
        "own_local": own,
        "may_take_up": may and not is_local,
    }


def _asked(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """Who has been asked to take it on, and whether the visitor is to answer."""
    askings = asking.askings_of(shown) if shown.has_askings else []
    waits = any(not row.outcome for row in askings)
    return {"askings": askings, "answers_for": asking.answers_for(request.user) if waits else set()}


def _nominated(request: HttpRequest, shown: Any) -> dict[str, Any]:
    """Who thinks that more ought to do it, and whether the visitor may say so too."""
    nominations = ideas.nominations_of(shown)
    return {
        "nominations": nominations,
        "own_nomination": ideas.own_of(nominations, request.user),
        "may_nominate": access.may_nominate(request),
        "nominate_form": NominateForm(),
    }


def _panels(request: HttpRequest, shown: Any) -> list[dict[str, str]]:
    panels = sorted(offers.collect("panels", shown, request.user), key=lambda p: p.place)
    return [
        {
            "title": panel.title,
            "note": panel.context.get("note", ""),
            "html": render_to_string(panel.template, panel.context, request),
        }
        for panel in panels
    ]
