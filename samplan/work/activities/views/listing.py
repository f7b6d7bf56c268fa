from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from samplan.foundation.core.dates import age, day
from samplan.foundation.core.templatetags.swedish import in_words

from .. import access, aliveness, board, filters, queries, saved_views, timelines
from ..forms import FindForm
from ..models import ActivityState
from ..queries import Line
from ..states import BADGE

LACKING = {
    "saknar-agare": _l("Pågår utan ägare"),
    "saknar-uppfoljning": _l("Utan uppföljning"),
    "saknar-underlag": _l("Utan underlag"),
    "saknar-betalning": _l("Utan betalning"),
}
ICONS = {"preparing": "flag", "decided": "document", "ordinary": "tick"}


@access.in_county
def activity_list(request: HttpRequest) -> HttpResponse:
    chosen = filters.Filters.read(request.GET)
    views = _views(request, chosen)
    listing = queries.listing(request.county, chosen.part)  # type: ignore[attr-defined]
    shown = chosen.apply(listing)
    return render(
        request,
        "activities/list.html",
        {
            **_form(request, shown, listing, chosen),
            "shown": shown,
            "all": listing.lines,
            "filters": chosen,
            "under": listing.rows.get(chosen.part),
            "find": FindForm(options=filters.options(listing), initial=chosen.values, auto_id="find-%s"),
            "states": _state_links(listing, chosen),
            "chips": _chips(listing, chosen),
            "links": _links(chosen),
            "words": {state: _state_word(state) for state, _n in filters.state_counts(shown)},
            "dates": {d: day(d) for d in {line.changed_on for line in shown} | {line.state_on for line in shown}},
            "ages": {n: age(n) if n > 0 else _("i dag") for n in {line.days for line in shown}},
            "bars": {n: _drawn("activities/_age.html", {"fill": n}) for n in {line.fill for line in shown}},
            "actors": {line.pk: _actor_words(line.actors) for line in shown},
            "vacant": _word("vacant", "", _("Ingen än")),
            "heading": _heading(shown),
            "still_time": aliveness.in_time(listing.news_days),
            "views": views,
            "may_save": bool(chosen.query) and not any(view["current"] for view in views),
            "may_add": request.is_coordinator or access.own_organisations(request).exists(),  # type: ignore[attr-defined]
        },
    )


def _form(request: HttpRequest, shown: list[Line], listing: queries.Listing, chosen: filters.Filters) -> dict[str, Any]:
    """The list, the board, or the timeline of many: the same lines."""
    if chosen.form == "tavla":
        return {"columns": board.columns(shown, chosen)}
    groups = filters.groups(shown, listing.lines, chosen)
    if chosen.form == "lista" or not shown:
        return {"groups": groups}
    states = timelines.states_of(request.county)  # type: ignore[attr-defined]
    return {"groups": groups, "timelines": timelines.draw(shown, states)}


def _views(request: HttpRequest, chosen: filters.Filters) -> list[dict[str, Any]]:
    """What is saved, as links; the present one is pressed."""
    views = saved_views.views_for(request.user, request.county)  # type: ignore[attr-defined]
    return [{"name": v.name, "query": v.query, "current": v.query == chosen.query} for v in views]


def _heading(shown: list[Line]) -> str:
    """«20 aktiviteter. Tre har stått stilla länge.»"""
    words = ngettext("%(n)d aktivitet.", "%(n)d aktiviteter.", len(shown)) % {"n": len(shown)}
    still = sum(1 for line in shown if line.still)
    if not still:
        return words.rstrip(".")
    second = ngettext("%(n)s har stått stilla länge.", "%(n)s har stått stilla länge.", still)
    return f"{words} {second % {'n': in_words(still).capitalize()}}"


def _actor_words(actors: list[str]) -> str:
    """At most three; of more, two and how many are left."""
    if len(actors) <= 3:
        return ", ".join(actors)
    return _("%(some)s och %(n)d till") % {"some": ", ".join(actors[:2]), "n": len(actors) - 2}


def _state_word(state: str) -> str:
    return _word(BADGE[ActivityState.State(state)], ICONS.get(state, ""), ActivityState.State(state).label)


def _word(kind: str, icon: str, word: Any) -> str:
    """An icon and a word, drawn once for all rows that have it."""
    return _drawn("activities/_state_word.html", {"kind": kind, "icon": icon, "word": word})


def _drawn(template: str, context: dict[str, Any]) -> str:
    return mark_safe(render_to_string(template, context).strip())  # noqa: S308 - a template's own output


def _state_links(listing: queries.Listing, chosen: filters.Filters) -> list[dict[str, Any]]:
    counts = filters.state_counts(chosen.apply(listing, without="lage"))
    now = chosen.values.get("lage", "")
    return [
        {
            "word": _state_word(state),
            "count": count,
            "current": state == now,
            "url": chosen.address(lage="" if state == now else state),
        }
        for state, count in counts
    ]


def _chips(listing: queries.Listing, chosen: filters.Filters) -> list[dict[str, Any]]:
    counts = filters.chosen_counts(chosen.apply(listing, without="visa"))
    words: dict[str, Any] = {
        "stilla": _("Stått stilla"),
        "utan-agare": _("Ingen har tagit på sig den"),
        "utan-aktor": _("Utan aktör"),
    }
    if chosen.choice and chosen.choice not in words:  # reached from the page of what can be followed
        words[chosen.choice] = LACKING[chosen.choice]
    return [
        {
            "word": word,
            "count": counts[name],
            "current": chosen.choice == name,
            "url": chosen.address(visa="" if chosen.choice == name else name),
        }
        for name, word in words.items()
        if counts[name] or chosen.choice == name
    ]


def _links(chosen: filters.Filters) -> dict[str, list[tuple[str, str, bool]]]:
    """How the list is grouped and ordered: (words, address, the present one)."""
    grouped = {"omrade": _("Område"), "agare": _("Ägare"), "lage": _("Läge")}
    ordered = {
        "plan": _("i planens ordning"),
        "namn": _("efter namn"),
        "andrad": _("senast ändrad först"),
        "stilla": _("stillast först"),
    }
    forms = {"lista": _("Lista"), "tavla": _("Tavla"), "tidslinje": _("Tidslinje")}
    return {
        "forms": [(w, chosen.address(form=k), chosen.form == k) for k, w in forms.items()],
        "groups": [(w, chosen.address(grupp=k), chosen.grouping == k) for k, w in grouped.items()],
        "orders": [(w, chosen.address(ordning=k), chosen.order == k) for k, w in ordered.items()],
    }
