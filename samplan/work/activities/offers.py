"""What the activities room offers to the plan's pages below it and to the roof."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.documents.pieces import Table
from samplan.foundation.core.offers import Event, Found, Mark, Panel, Stop, Todo, Watch
from samplan.foundation.core.text import fold
from samplan.foundation.people.access import is_coordinator, may_see
from samplan.foundation.people.models import County
from samplan.foundation.people.queries import organisations_of
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Edition, Node, Plan

from . import adopting, aliveness, asking, pausing, points, printing, queries
from .access import WRITERS
from .actions.carrying import end_what_was_left_behind
from .models import Activity
from .owning import owned_by, ownerless  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data, processing, retention  # noqa: F401 - offered to the roof
from .programmes import count_words
from .states import BADGE, RUNNING, State

FEW = 10


def marks(edition: Edition, viewer: Any) -> list[Mark]:
    """How many activities each part of the plan holds, each counted once, with a link to them."""
    direct = queries.counts_by_node(edition)
    if not direct:
        return []
    total = plans.subtree_sets(plans.node_rows(edition), direct)
    slug = edition.plan.county.slug
    address = reverse("activities:list", args=[slug])
    link = '<a href="{}?del={}">{}</a>'
    none = format_html('<span class="muted">{}</span>', 0)  # none is a count too
    cells = {pk: format_html(link, address, pk, len(ids)) if ids else none for pk, ids in total.items()}
    ids = set().union(*direct.values())
    titles = dict(Activity.objects.filter(pk__in=ids).values_list("pk", "title"))  # in the plan's order
    below = {node: [(titles[pk], f"{address}{pk}/") for pk in titles if pk in found] for node, found in direct.items()}
    places = sum(len(found) for found in direct.values())
    note = _("En aktivitet kan stå på flera ställen. De %(places)d ställena är %(n)d aktiviteter.")
    return [
        Mark(
            _("Aktiviteter"),
            cells,
            place=10,
            numeric=True,
            note=note % {"places": places, "n": len(ids)} if places > len(ids) else "",
            below=below,
        )
    ]


def adopted(edition: Edition, on: date, by: Any) -> list[str]:
    """What was chosen to end when this edition takes over ends."""
    number = end_what_was_left_behind(edition=edition, on=on, by=by)
    return [f"{number} activities ended"] if number else []


def printed(edition: Edition, viewer: Any) -> list[tuple[int, list[Table]]]:
    """The activities that stand directly under each part, as a table of the printed plan."""
    slug = edition.plan.county.slug
    return [(node, [printing.table_of(found, slug)]) for node, found in printing.by_node(edition).items()]


def panels(obj: Any, viewer: Any) -> list[Panel]:
    if isinstance(obj, Plan):
        return _taken_up(obj)
    if not isinstance(obj, Node):
        return []
    slug = obj.edition.plan.county.slug
    cycle_panel = _cycle_panel(obj, viewer, slug)
    activities = queries.under_node(obj)
    if not activities:
        return cycle_panel
    note = ngettext("%(n)d hör hit.", "%(n)d hör hit.", len(activities)) % {"n": len(activities)}
    context = {
        "note": note,
        "activities": activities[:FEW],
        "number": len(activities),
        "all_url": f"{reverse('activities:list', args=[slug])}?del={obj.pk}",
        "slug": slug,
        "badge": BADGE,
        "labels": {state.value: state.label for state in State},
    }
    return [Panel(_("Aktiviteter"), "activities/_panel.html", context, place=40), *cycle_panel]


def _cycle_panel(node: Node, viewer: Any, slug: str) -> list[Panel]:
    """How far the work has come with a part, where somebody has said so; where nobody has, coordinators are asked for areas."""
    mark = node.cycle_marks.order_by("on", "pk").last()
    is_area = not node.tier.is_target_vision
    if mark is None and not (is_area and is_coordinator(viewer, node.edition.plan.county)):
        return []
    url = reverse("activities:cycle_of_node", args=[slug, node.pk])
    return [Panel(_("Arbetsgång"), "activities/_cycle_panel.html", {"mark": mark, "url": url}, place=45)]


def _taken_up(plan: Plan) -> list[Panel]:
    """What a local plan has taken up of the county's activities."""
    adoptions = adopting.taken_up_in(plan)
    if not adoptions:
        return []
    context = {"adoptions": adoptions, "slug": plan.county.slug, "note": _("Ur länets plan, med eget läge.")}
    return [Panel(_("Upptaget ur länets plan"), "activities/_taken_up.html", context, place=30)]


def thread(obj: Any, viewer: Any) -> list[Stop]:
    """Of a node: its activities, below. Of an activity: the parts of the plan it stands in, topmost first, above."""
    if isinstance(obj, Node):
        activities = queries.under_node(obj)
        if not activities:
            return []
        ongoing = sum(1 for a in activities if a.state == State.ONGOING)
        words = ngettext("%(n)d aktivitet", "%(n)d aktiviteter", len(activities)) % {"n": len(activities)}
        if ongoing:
            words += ngettext(", %(n)d pågår", ", %(n)d pågår", ongoing) % {"n": ongoing}
        url = f"{reverse('activities:list', args=[obj.edition.plan.county.slug])}?del={obj.pk}"
        return [Stop(_("Aktiviteter"), words, url, False)]
    if isinstance(obj, Activity):
        slug = obj.county.slug
        nodes = dict.fromkeys(node for place in queries.places_of(obj) for node in place)
        return [Stop(n.tier.name, str(n), reverse("plans:node", args=[slug, n.pk]), True) for n in nodes]
    return []


def todo(user: Any, county: County) -> list[Todo]:
    """What has stood still for long awaits those who write for its owner; what is to be taken up again, the coordinator too."""
    own = set(organisations_of(user, *WRITERS).values_list("pk", flat=True))
    resuming = [*asking.todo(user, county), *pausing.todo(county, None if is_coordinator(user, county) else own)]
    if not own:
        return resuming
    resuming += points.todo(county, own)
    days = aliveness.rules_of(county).days
    still = queries.standing_still(county, own, days)
    return resuming + [
        Todo(
            due=today(),
            text=_("Hur går det med ”%(title)s”?") % {"title": activity.title},
            why=_("Ingen har skrivit något om den på %(time)s.") % {"time": aliveness.in_time(days)},
            url=reverse("activities:report", args=[county.slug, activity.pk]),
            action=_("Skriv"),
        )
        for activity in still[:5]
    ]


def events(county: County, year: int) -> list[Event]:
    return points.events(county, year)


def watch(user: Any, county: County) -> list[Watch]:
    if not is_coordinator(user, county):
        return []
    out = []
    days = aliveness.rules_of(county).days
    still = queries.with_state(county.activities.filter(changed_at__lt=queries.still_since(days)))
    number = sum(state in RUNNING for state in still.values_list("state", flat=True))  # type: ignore[misc]
    url = reverse("activities:list", args=[county.slug])
    if number:
        out.append(
            Watch(
                str(number),
                ngettext("aktivitet har stått stilla", "aktiviteter har stått stilla", number),
                f"{url}?visa=stilla",
                _("i mer än %(time)s") % {"time": aliveness.in_time(days)},
            )
        )
    free = county.activities.filter(owner=None).count()
    if free:
        words = ngettext("aktivitet har ingen tagit på sig", "aktiviteter har ingen tagit på sig", free)
        out.append(Watch(str(free), words, f"{url}?visa=utan-agare"))
    return out


def search(county: County, words: str, viewer: Any) -> list[Found]:
    if not may_see(viewer, county):
        return []
    rows: Any = queries.with_parts(county.activities.filter(folded__contains=fold(words)))
    found = rows.order_by("position")
    return [
        Found(
            a.title + (f" ({count_words(a.parts)})" if a.parts else ""),
            _("Aktivitet"),
            reverse("activities:detail", args=[county.slug, a.pk]),
            a.text[:200],
        )
        for a in found
    ]
