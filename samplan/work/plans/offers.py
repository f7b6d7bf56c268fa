"""What the plans room offers to pages below it and to the roof."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date, day
from samplan.foundation.core.offers import Event, Found, Panel, Published, Stop, Todo, Watch
from samplan.foundation.core.text import fold
from samplan.foundation.people.access import is_coordinator, may_see
from samplan.foundation.people.models import County

from . import evaluating, queries, referral_offers, taking_up, visions
from .guards import missing_guards  # noqa: F401 - offered to whoever verifies the database
from .models import Contribution, Node, Plan
from .outline import nodes_of
from .owning import owned_by, ownerless  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof

FEW = 8


def panels(obj: Any, viewer: Any) -> list[Panel]:
    """To the page of a body, of a part, of what somebody is asked and what they answered."""
    return [*taking_up.panels(obj, viewer), *referral_offers.panels(obj, viewer)]


def todo(user: Any, county: County) -> list[Todo]:
    """A plan that ends soon, and a draft nobody has decided on, await the coordinator; a suggestion, those who own the words."""
    own = visions.todo(user, county)
    if not is_coordinator(user, county):
        return own
    out = [*own, *taking_up.overdue(county), *referral_offers.todo(county), *evaluating.todo(county)]
    for row in queries.plans_in(county):
        ends = queries.expiry(row.edition) if row.edition else None
        begun = any(e.state in ("working", "referral") for e in row.editions)  # type: ignore[attr-defined]
        if ends and not begun:
            words = _("%(plan)s har slutat gälla") if ends.passed else _("%(plan)s slutar snart gälla")
            out.append(
                Todo(
                    due=ends.date,
                    text=words % {"plan": row.plan.title},
                    why=_("Ingen ny utgåva är påbörjad."),
                    url=reverse("plans:edition", args=[county.slug, row.edition.pk]),
                    action=_("Öppna planen"),
                )
            )
    return out


def watch(user: Any, county: County) -> list[Watch]:
    out = []
    for row in queries.plans_in(county):
        ends = queries.expiry(row.edition) if row.edition else None
        if ends:
            out.append(
                Watch(
                    figure=day(ends.date),
                    text=_("slutar planen gälla") if not ends.passed else _("slutade planen gälla"),
                    url=reverse("plans:edition", args=[county.slug, row.edition.pk]),
                    note=row.plan.title,
                )
            )
    return out


def events(county: County, year: int) -> list[Event]:
    out = taking_up.meetings(county, year)
    for edition in queries.current_editions(county):
        url = reverse("plans:edition", args=[county.slug, edition.pk])
        if edition.valid_to and edition.valid_to.year == year:
            title = _("%(plan)s slutar gälla") % {"plan": edition.title}
            out.append(Event(edition.valid_to, edition.valid_to, title, "deadline", url))
        if edition.valid_from and edition.valid_from.year == year:
            title = _("%(plan)s börjar gälla") % {"plan": edition.title}
            out.append(Event(edition.valid_from, edition.valid_from, title, "deadline", url))
    return out


def search(county: County, words: str, viewer: Any) -> list[Found]:
    folded = fold(words)
    rows = queries.plans_in(county, decided_only=not may_see(viewer, county))
    plans = Plan.objects.filter(pk__in=[row.plan.pk for row in rows], folded__contains=folded)
    current = [row.edition.pk for row in rows if row.edition]
    nodes = Node.objects.filter(edition__in=current, folded__contains=folded).select_related("tier")
    found = [
        Found(plan.title, _("Plan"), reverse("plans:list", args=[county.slug])) for plan in plans.order_by("title_key")
    ]
    found += [
        Found(
            str(node),
            node.tier.name,
            reverse("plans:node", args=[county.slug, node.pk]),
            node.text[:200],
        )
        for node in nodes.order_by("position")
    ]
    return found


def thread(obj: Any, viewer: Any) -> list[Stop]:
    """Of a node: what it stands under and contributes to, above; what stands under it and contributes to it, below."""
    if not isinstance(obj, Node):
        return []
    slug = obj.edition.plan.county.slug
    nodes = {n.pk: n for n in nodes_of(obj.edition)}

    def stop(node: Node, above: bool, relation: str = "") -> Stop:
        return Stop(relation or node.tier.name, str(node), reverse("plans:node", args=[slug, node.pk]), above)

    stops = [stop(node, True) for node in queries.path_of(obj, nodes)]
    links = Contribution.objects.filter(Q(source=obj) | Q(target=obj)).values_list("source_id", "target_id")
    stops += [stop(nodes[to], True, _("Bidrar till")) for source, to in links if source == obj.pk and to in nodes]
    children = [n for n in nodes.values() if n.parent_id == obj.pk]
    if len(children) > FEW:
        children = [n for n in children if n.tier.standard_type != "question"][:FEW]
    stops += [stop(node, False) for node in children]
    stops += [stop(nodes[by], False, _("Får bidrag av")) for by, target in links if target == obj.pk and by in nodes]
    return stops


def published(county: County | None) -> list[Published]:
    return [
        Published(
            row.edition.plan.county,
            row.edition.title,
            _("Plan"),
            reverse("plans:published", args=[row.edition.plan.county.slug, row.edition_id]),
            as_date(row.published_at),
            row.edition.years,
        )
        for row in queries.published(county)
    ]
