"""What the governance room offers to pages below it and to the roof."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Found
from samplan.foundation.people.access import may_see
from samplan.foundation.people.models import County

from . import queries
from .owning import owned_by  # noqa: F401 - offered to the roof
from .personal import correct, erase, personal_data  # noqa: F401 - offered to the roof


def search(county: County, words: str, viewer: Any) -> list[Found]:
    if not may_see(viewer, county):
        return []
    return [
        Found(body.name, _("Organ"), reverse("governance:body", args=[county.slug, body.pk]), body.purpose[:200])
        for body in queries.search_bodies(county, words)
    ]
