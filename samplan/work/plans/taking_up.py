"""What the rooms below and the roof are told of bodies in plans: what a body has in hand, and when a plan is taken up where."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Event, Panel, Todo
from samplan.foundation.people.models import County
from samplan.work.governance import queries as governance
from samplan.work.governance.models import Anchoring, Body

from . import bodies
from .models import Edition


def panels(obj: Any, viewer: Any) -> list[Panel]:
    """What a body owns, works with or advises on in the plans."""
    if not isinstance(obj, Body):
        return []
    roles = bodies.places_of(obj)
    return [Panel(_("I planerna"), "plans/_body_panel.html", {"roles": roles}, place=10)] if roles else []


def _editions(county: County) -> dict[int, Edition]:
    found = Edition.objects.filter(plan__county=county).exclude(matter=None)
    return {edition.matter_id: edition for edition in found if edition.matter_id}


def overdue(county: County) -> list[Todo]:
    """A day that was planned has been, and nobody has written what was said."""
    editions = _editions(county)
    return [_overdue(county, row, editions[row.matter_id]) for row in governance.overdue(editions)] if editions else []


def _overdue(county: County, row: Anchoring, edition: Edition) -> Todo:
    to_decide = row.kind == Anchoring.Kind.ADOPTED
    words = _("Skriv in vad %(body)s beslutade om %(plan)s") if to_decide else _("Skriv vad %(body)s sade om %(plan)s")
    args = [county.slug, edition.pk]
    url = (
        reverse("plans:decide", args=[*args, row.body.organisation_id])
        if to_decide
        else reverse("plans:edit_anchoring", args=[*args, row.pk])
    )
    assert row.planned_on is not None  # noqa: S101 - asked for so
    return Todo(
        due=row.planned_on,
        text=words % {"body": row.body.whose, "plan": edition.title},
        why=_("Dagen som var planerad har varit."),
        url=url,
        action=_("Skriv in"),
    )


def meetings(county: County, year: int) -> list[Event]:
    editions = _editions(county)
    rows = governance.in_year(editions, year) if editions else []
    return [_meeting(county, row, editions[row.matter_id]) for row in rows if _day(row).year == year]


def _day(row: Anchoring) -> Any:
    return row.held_on or row.planned_on


def _meeting(county: County, row: Anchoring, edition: Edition) -> Event:
    title = _("%(body)s: %(plan)s") % {"body": row.body.whose, "plan": edition.title}
    url = reverse("plans:anchoring", args=[county.slug, edition.pk])
    return Event(_day(row), _day(row), title, "meeting", url, row.what)
