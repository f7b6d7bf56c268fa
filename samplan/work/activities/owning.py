"""What somebody, or an organisation, has in hand among the activities that are not over, and what nobody has."""

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Owned, Ownerless
from samplan.foundation.people.models import County, Organisation, User
from samplan.foundation.people.queries import organisations_of

from . import queries
from .actions import asking as answering
from .actions import passing_on
from .models import Activity, Actor, Asking, PostShare
from .states import OVER

PARTS = {
    Actor.Role.PERFORMER: _l("Gör aktiviteten"),
    Actor.Role.FUNDER: _l("Betalar för aktiviteten"),
    Actor.Role.EVALUATOR: _l("Utvärderar aktiviteten"),
    Actor.Role.FOLLOWER: _l("Följer upp aktiviteten"),
}


def owned_by(holder: User | Organisation) -> list[Owned]:
    if isinstance(holder, User):
        return _held_together_by(holder)
    if isinstance(holder, Organisation):
        owned = [
            _owned(a, _("Äger aktiviteten"), partial(passing_on.pass_ownership, activity=a))
            for a in _going_on().filter(owner=holder)
        ]
        asked = Asking.objects.filter(organisation=holder, outcome="", activity__in=_going_on().values("pk"))
        owned += [
            _owned(row.activity, _("Är frågad om aktiviteten"), partial(answering.pass_asking, asking=row))
            for row in asked.select_related("activity__county")
        ]
        return owned + _parts_of(holder)
    return []


def _parts_of(holder: Organisation) -> list[Owned]:
    """What it does, pays, evaluates and follows up. What it has left, and posts that have ended, stay as they were."""
    stays = Q(left_on=None) | Q(left_on__gte=today())
    parts = Actor.objects.filter(stays, organisation=holder, activity__in=_going_on().values("pk"))
    runs = Q(post__ends_on=None) | Q(post__ends_on__gte=today())
    shares = PostShare.objects.filter(runs, organisation=holder, post__activity__in=_going_on().values("pk"))
    return [
        _owned(actor.activity, str(PARTS[Actor.Role(actor.role)]), partial(passing_on.pass_part, actor=actor))
        for actor in parts.select_related("activity__county", "organisation")
    ] + [
        _owned(
            share.post.activity,
            _("Betalar en del av tjänsten %(post)s") % {"post": share.post},
            partial(passing_on.pass_share, share=share),
        )
        for share in shares.select_related("post__activity__county", "organisation")
    ]


def _going_on() -> QuerySet[Any]:
    return queries.with_state(Activity.objects.all()).exclude(Q(state__in=OVER)).select_related("county", "owner")


def _held_together_by(user: User) -> list[Owned]:
    """Activities name a person in words: the name counts in the organisations the person speaks for."""
    mine = organisations_of(user).values("pk")
    return [
        _owned(a, _("Håller ihop aktiviteten"), partial(passing_on.pass_person, activity=a), a.owner_id)
        for a in _going_on().filter(owner__in=mine, owner_person=user.name)
    ]


def _owned(activity: Activity, kind: str, pass_on: partial[None], organisation_id: int | None = None) -> Owned:
    url = reverse("activities:detail", args=[activity.county.slug, activity.pk])
    return Owned(activity.title, kind, url, pass_on, organisation_id=organisation_id, county_id=activity.county_id)


def ownerless(county: County) -> list[Ownerless]:
    return [
        Ownerless(
            activity.title,
            _("Aktivitet utan ägare"),
            reverse("activities:detail", args=[county.slug, activity.pk]),
            told=True,
        )
        for activity in _going_on().filter(county=county, owner=None)
    ]
