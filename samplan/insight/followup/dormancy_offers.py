"""Plans that nobody follows up, or whose owner is gone: to the plan's page, to the coordinators' start page, to the list of what nobody has in hand."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import Ownerless, Panel, Todo
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.foundation.people.access import is_coordinator
from samplan.foundation.people.models import County
from samplan.work.plans.models import Edition

from . import dormancy, sentences
from .dormancy import Dormant

UNHURRIED = timedelta(days=30)  # nobody is late with it


def panels(obj: Any, viewer: Any) -> list[Panel]:
    if not isinstance(obj, Edition):
        return []
    found = dormancy.dormancy_of(obj)
    if found is None:
        return []
    county = obj.plan.county
    context = {
        "dormant": found,
        "why": _why(found),
        "slug": county.slug,
        "owner_url": _where_owner_is_named(county.slug, found),
        "may_act": is_coordinator(viewer, county),
    }
    return [Panel(_("Följs planen upp?"), "followup/_dormant.html", context)]


def todo(county: County) -> list[Todo]:
    """For its coordinators: one row for what has gone silent, one for each owner that is gone."""
    found = dormancy.dormant_in(county)
    silent = [one for one in found if one.awaits_follow_up]
    rows = [_follow_up(county, silent)] if silent else []
    return rows + [_name_owner(county, one) for one in found if one.owner_gone]


def ownerless(county: County) -> list[Ownerless]:
    return [
        Ownerless(one.plan.title, _("Plan utan ägare"), _where_owner_is_named(county.slug, one), told=True)
        for one in dormancy.dormant_in(county)
        if one.owner_gone
    ]


def _follow_up(county: County, silent: list[Dormant]) -> Todo:
    due = today() + UNHURRIED
    if len(silent) > 1:
        text = ngettext("%(n)s plan har inte följts upp på länge", "%(n)s planer har inte följts upp på länge", 2) % {
            "n": sentences.capital(in_words(len(silent)))
        }
        why = sentences.listed([one.plan.title for one in silent])
        return Todo(due, text, f"{why}.", f"{reverse('plans:list', args=[county.slug])}?alla=ja", _("Visa planerna"))
    [one] = silent
    text = _("%(plan)s har inte följts upp på länge") % {"plan": one.plan.title}
    if one.asks:
        url = f"{reverse('followup:new', args=[county.slug])}?plan={one.edition.pk}"
        return Todo(due, text, _why(one), url, _("Börja på en uppföljning"))
    return Todo(due, text, _why(one), reverse("plans:edition", args=[county.slug, one.edition.pk]), _("Öppna planen"))


def _name_owner(county: County, one: Dormant) -> Todo:
    text = _("%(plan)s har ingen ägare längre") % {"plan": one.plan.title}
    why = _("Den ägdes senast av %(owner)s.") % {"owner": one.owner_gone}
    url = _where_owner_is_named(county.slug, one)
    return Todo(today() + UNHURRIED, text, why, url, _("Säg vem som äger planen"))


def _where_owner_is_named(slug: str, one: Dormant) -> str:
    """A local plan goes to another organisation with the rest that its own had in hand."""
    if one.plan.organisation_id and not one.body_owns:
        return f"{reverse('home:hand_over', args=[slug])}?organisation={one.plan.organisation_id}"
    return reverse("plans:bodies", args=[slug, one.edition.pk])


def _why(one: Dormant) -> str:
    words = {"day": long_day(one.since)}
    if one.was_followed:
        return _("Senaste tecknet på uppföljning är från %(day)s.") % words
    return _("Den har gällt sedan %(day)s, och ingen uppföljning finns här.") % words
