"""How well the county can follow what it does, and what it asks for that."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, aliveness, queries
from ..actions.aliveness import set_rules
from ..aliveness import CHOICE_OF, Overview, Point, Rules, Sum
from ..followable import SHORT
from ..view_forms import RulesForm


@access.in_county
def quality(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    rules = aliveness.rules_of(county)
    found = aliveness.overview(queries.listing(county).lines, rules)
    base = reverse("activities:list", args=[county.slug])
    context = {
        "found": found,
        "points": [_row(point, found.total, base) for point in rules.points],
        "heads": [SHORT[point] for point in rules.points],
        "areas": _areas(found, rules, base),
        "time": aliveness.in_time(rules.days),
    }
    return render(request, "activities/aliveness.html", context)


def _row(point: Point, counted: Sum, base: str) -> dict[str, Any]:
    return {
        "point": point,
        "words": point.label,
        "met": counted.by_point[point],
        "lacking": counted.lacking(point),
        "url": f"{base}?visa={CHOICE_OF[point]}",
    }


def _areas(found: Overview, rules: Rules, base: str) -> list[dict[str, Any]]:
    return [
        {
            "area": area,
            "number": counted.number,
            "cells": [
                {
                    "head": SHORT[point],
                    "met": counted.by_point[point],
                    "lacking": counted.lacking(point),
                    "url": f"{base}?omrade={area.pk}&visa={CHOICE_OF[point]}" if area else "",
                }
                for point in rules.points
            ],
        }
        for area, counted in found.areas
    ]


@access.as_coordinator
def quality_settings(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    now = aliveness.rules_of(county)
    form = RulesForm(merging.posted(request), initial=_initial(now))
    back = reverse("activities:quality", args=[county.slug])
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(county=county, rules=form.rules(), seen=merging.seen(request), by=request.user)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            now = aliveness.rules_of(county)
            told: dict[str, Any] = {
                "now": _initial(now),
                "seen": aliveness.mark_of_rules(now),
                "events": history_of(county),
            }
            return merging.page(request, form, title=_("Vad som räknas"), back=back, **told)
    start = merging.start(request, form, aliveness.mark_of_rules(now))
    context = {"form": form, "seen": start, "back": back}
    return render(request, "activities/aliveness_settings.html", context, status=422 if form.errors else 200)


def _initial(rules: Rules) -> dict[str, Any]:
    return {"points": [point.value for point in rules.points], "days": rules.days}
