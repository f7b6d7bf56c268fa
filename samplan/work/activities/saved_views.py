"""Ways to look at the list of activities that somebody, or the whole county, wants back."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict

from samplan.foundation.core.stale import mark_of
from samplan.foundation.core.text import sort_key
from samplan.foundation.people.models import County

from .filters import Filters
from .models import SavedView


def views_for(user: Any, county: County) -> list[SavedView]:
    """The county's first, then the visitor's own; each by name. One query."""
    rows = SavedView.objects.filter(Q(user=None) | Q(user=user), county=county)
    return sorted(rows, key=lambda view: (view.user_id is not None, sort_key(view.name)))


def known(query: str) -> str:
    """Of an address's choices, those that the list still knows."""
    return Filters.read(QueryDict(query)).query


def mark_of_view(view: SavedView) -> str:
    return mark_of(view.name)
