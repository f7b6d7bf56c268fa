"""What this room tells the roof: terms found by any way to write them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Found
from samplan.foundation.people.access import may_see
from samplan.foundation.people.models import County, User

from . import queries
from .national import load_national

MOST_HITS = 50


def set_up() -> list[str]:
    number = load_national()
    return [f"Ordlistor för hela landet: {number} nya."] if number else []


def search(county: County, words: str, viewer: User) -> list[Found]:
    if not may_see(viewer, county):
        return []
    return [
        Found(term.text, _("Ord"), reverse("terms:term", args=[county.slug, term.pk]), term.definition[:200])
        for term in queries.matching(county, words)[:MOST_HITS]
    ]
