"""Keeping a way to look at the list under a name."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale
from samplan.foundation.core.text import fold
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County

from ..models import SavedView
from ..saved_views import known, mark_of_view


class NameTaken(Exception):
    """There is one of that name; the message is for the reader."""


class NothingToKeep(Exception):
    """The list is as it always is, or too much is chosen; the message is for the reader."""


@transaction.atomic
def save_view(*, county: County, name: str, query: str, shared: bool, by: Any) -> SavedView:
    """The county's when `shared`, else the person's own. The county is held: two of one name are never made at once."""
    _hold(county)
    kept, user = known(query), None if shared else by
    if not kept:
        raise NothingToKeep(_("Välj något i listan först. Då går det att spara."))
    if len(kept) > SavedView._meta.get_field("query").max_length:  # type: ignore[operator]
        raise NothingToKeep(_("Det är för mycket valt för att kunna sparas. Korta sökorden."))
    _require_free(county, user, name)
    view = SavedView.objects.create(county=county, user=user, name=name, query=kept)
    if shared:
        _tell(view, by, "activities.view_saved")
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, seen: str, by: Any) -> SavedView:
    """Raises Stale when the name is not as shown."""
    _hold(view.county)
    view = SavedView.objects.select_for_update(of=("self",)).select_related("county").get(pk=view.pk)
    if mark_of_view(view) != seen:
        raise Stale
    if name == view.name:
        return view
    _require_free(view.county, view.user, name, besides=view.pk)
    before, view.name = view.name, name
    view.save(update_fields=["name"])
    if view.user_id is None:
        _tell(view, by, "activities.view_renamed", {"name": before}, {"name": name})
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Any) -> None:
    if view.user_id is None:
        _tell(view, by, "activities.view_removed")
    view.delete()


def _hold(county: County) -> None:
    County.objects.select_for_update(no_key=True).get(pk=county.pk)


def _require_free(county: County, user: Any, name: str, besides: int = 0) -> None:
    """Upper and lower case make no difference: nobody would see which is which."""
    others = SavedView.objects.filter(county=county, user=user).exclude(pk=besides).values_list("name", flat=True)
    if fold(name) in {fold(other) for other in others}:
        words = _("Du har redan ett urval som heter ”%(name)s”.") if user else _("Länet har redan ”%(name)s”.")
        raise NameTaken(words % {"name": name})


def _tell(view: SavedView, by: Any, verb: str, before: Any = None, after: Any = None) -> None:
    record(by=by, verb=verb, subject=view, county=view.county.code, before=before, after=after, note=view.name)
