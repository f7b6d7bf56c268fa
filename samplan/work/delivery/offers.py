"""What the delivery room offers to the activity's page below it and to the roof."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Event, Panel, Todo, Watch
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County, User
from samplan.foundation.people.queries import organisations_of
from samplan.work.activities.access import WRITERS
from samplan.work.activities.models import Activity

from . import evaluating, final_reports, guides, milestones, telling
from .owning import owned_by  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof


def panels(obj: Any, viewer: Any) -> list[Panel]:
    """On an activity's page: where one reads how it is carried through."""
    if not isinstance(obj, Activity):
        return []
    url = reverse("delivery:page", args=[obj.county.slug, obj.pk])
    return [Panel(_("Genomförande"), "delivery/_panel.html", {"url": url, "activity": obj}, place=20)]


def todo(user: User, county: County) -> list[Todo]:
    own = set(organisations_of(user, *WRITERS).values_list("pk", flat=True))
    coordinates = is_coordinator(user, county)
    return [
        *milestones.todo(county, own),
        *evaluating.todo(county, own, coordinates),
        *telling.todo(county, own, coordinates),
        *final_reports.todo(county, own, coordinates),
    ]


def watch(user: User, county: County) -> list[Watch]:
    return [*final_reports.watch(county), *guides.watch(county)] if is_coordinator(user, county) else []


def events(county: County, year: int) -> list[Event]:
    return [*milestones.events(county, year), *evaluating.events(county, year), *telling.events(county, year)]
