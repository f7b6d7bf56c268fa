"""«Förändringsteori»: stands here because activities are a layer of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from samplan.foundation.core.charts import layers
from samplan.foundation.core.text import whole_number
from samplan.work.plans import access as plans_access

from .. import theory as theories
from .. import theory_list
from ..theory_forms import STEPS, ChooseForm

COLUMN_AT_MOST = 40  # boxes: a longer column is no picture any more


@plans_access.reading_decided
def theory(request: HttpRequest, edition: int) -> HttpResponse:
    """The way to and from one part, or all of it."""
    shown = plans_access.edition_of(request, edition)
    everybody = not request.decided_only  # type: ignore[attr-defined]
    found = theories.read(shown, with_activities=everybody)
    here, steps = _chosen(request, found)
    keys = found.near(here.key, steps) if here else set(found.parts)
    may_edit = plans_access.may_edit(request, shown)
    rights = {"may_edit": may_edit, "coordinates": request.is_coordinator, "with_activities": everybody}  # type: ignore[attr-defined]
    context = {
        "edition": shown,
        "theory": found,
        "here": here,
        "choose": ChooseForm(parts=theory_list.choices(found), initial={"nod": here and here.node.pk, "steg": steps}),
        "claims": theory_list.claims_among(found, keys),
        "gaps": theory_list.gaps(found, request.county.slug, **rights),  # type: ignore[attr-defined]
        "may_edit": may_edit,
        **_drawn(found, keys, here),
        **_told(found, keys, here),
    }
    return render(request, "activities/theory.html", context)


def _chosen(request: HttpRequest, found: theories.Theory) -> tuple[theories.Part | None, int]:
    """The part to look from and how far; none for the whole plan, which is where a small one begins."""
    steps = whole_number(request.GET.get("steg", "")) or 0
    steps = steps if steps in STEPS else STEPS[0]
    asked = found.parts.get(theories.key_of(whole_number(request.GET.get("nod", "")) or 0))
    if asked is None and not found.is_small and request.GET.get("vy") != "hela":
        asked = theories.most_tied(found)
    return asked, steps


def _drawn(found: theories.Theory, keys: set[str], here: theories.Part | None) -> dict[str, Any]:
    chart = theories.drawing(found, keys, here.key if here else "")
    column = layers.draw_column(chart) if len(keys) <= COLUMN_AT_MOST else ""
    return {
        "boxes": len(keys),
        "wide": mark_safe(layers.draw_layers(chart)),  # noqa: S308 - every text in it is escaped
        "column": mark_safe(column),  # noqa: S308 - every text in it is escaped
    }


def _told(found: theories.Theory, keys: set[str], here: theories.Part | None) -> dict[str, Any]:
    if here is None:
        return {"items": theory_list.everything(found)}
    to, on = theory_list.leading_to(found, keys, here.key), theory_list.led_to(found, keys, here.key)
    return {"leading": to if len(to) > 1 else [], "led": on if len(on) > 1 else []}
