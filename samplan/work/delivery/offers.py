"""What the delivery room offers to the activity's page below it and to the roof."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Event, Panel, Todo
from samplan.foundation.people.models import County, Organisation, User
from samplan.foundation.people.queries import organisations_of
from samplan.work.activities.access import WRITERS
from samplan.work.activities.models import Activity

from . import milestones
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof


def panels(obj: Any, viewer: Any) -> list[Panel]:
    """On an activity's page: where one reads how it is carried through."""
    if not isinstance(obj, Activity):
        return []
    url = reverse("delivery:page", args=[obj.county.slug, obj.pk])
    return [Panel(_("Genomförande"), "delivery/_panel.html", {"url": url, "activity": obj}, place=20)]


def todo(user: User, county: County) -> list[Todo]:
    own = set(organisations_of(user, *WRITERS).values_list("pk", flat=True))
    return [*milestones.todo(county, own)]


def events(county: County, year: int) -> list[Event]:
    return milestones.events(county, year)


def owned_by(holder: User | Organisation) -> list[Any]:
    return []
