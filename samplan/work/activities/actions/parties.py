"""Who joins, changes and leaves an activity, and who pays. The activity is held, so that shares never make more than the whole."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import changes
from samplan.foundation.people.models import Organisation

from .. import parties
from ..models import Activity, Actor, Post, PostShare
from ..states import NotAllowed
from .changes import lock, tell, touch

Share = tuple[str, Organisation | None, int]  # who in words, who in the register, per cent
FACTS = ("text", "organisation", "responsibility", "share", "joined_on", "left_on", "left_why")


@transaction.atomic
def add_party(*, activity: Activity, role: str, by: Any, **facts: Any) -> Actor:
    """Facts that are not given stand as the table has them: no responsibility, no days, no share."""
    activity = lock(activity)
    last = activity.actors.aggregate(last=Max("position"))["last"]
    row = Actor(activity=activity, role=role, position=0 if last is None else last + 1)
    _write(row, facts)
    tell(activity, by, "activities.party_added", None, _told(row), str(row))
    touch(activity)
    return row


@transaction.atomic
def change_party(*, actor: Actor, seen: str, by: Any, **facts: Any) -> Actor:
    """Raises Stale when it is not as it was shown."""
    activity = lock(actor.activity)
    row = _held(activity, actor)
    if parties.mark_of_party(row) != seen:
        raise Stale
    before = _told(row)
    _write(row, facts)
    after = _told(row)
    if before != after:
        tell(activity, by, "activities.party_changed", *changes(before, after), str(row))
        touch(activity)
    return row


@transaction.atomic
def leave(*, actor: Actor, on: date, why: str, by: Any) -> Actor:
    """`on` is the last day. The row stays."""
    activity = lock(actor.activity)
    row = _held(activity, actor)
    if row.has_left:
        raise NotAllowed(_("%(name)s har redan slutat.") % {"name": row})
    if row.joined_on and on < row.joined_on:
        raise NotAllowed(_("Dagen ligger före den dag de kom med. Välj en senare dag."))
    _write(row, {"left_on": on, "left_why": why})
    tell(activity, by, "activities.party_left", None, {"left_on": str(on), "reason": why}, str(row))
    touch(activity)
    return row


@transaction.atomic
def remove_party(*, actor: Actor, by: Any) -> None:
    """What was written by mistake. Who has been in it and left is not removed but said to have left."""
    activity = lock(actor.activity)
    row = _held(activity, actor)
    told = _told(row)
    name = str(row)
    row.delete()
    tell(activity, by, "activities.party_removed", told, None, name)
    touch(activity)


def _held(activity: Activity, actor: Actor) -> Actor:
    row = Actor.objects.select_related("organisation").filter(pk=actor.pk, activity=activity).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort raden."))
    return row


def _write(row: Actor, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(row, name, facts[name])
    row.left_why = row.left_why if row.left_on else ""
    if row.joined_on and row.left_on and row.left_on < row.joined_on:
        raise NotAllowed(_("Sista dagen ligger före den första."))
    others = list(row.activity.actors.exclude(pk=row.pk))
    _require_once(row, others)
    _require_within_the_whole(row, others)
    row.save()


def _require_once(row: Actor, others: Sequence[Actor]) -> None:
    """Nobody has the same part twice at the same time. Who pays may do it with several sorts of money."""
    mine = (row.joined_on, row.left_on)
    for other in others:
        same = (other.role, other.text) == (row.role, row.text)
        if row.role == Actor.Role.FUNDER and other.responsibility != row.responsibility:
            continue
        if same and parties.overlap(mine, (other.joined_on, other.left_on)):
            if other.left_on is not None and other.has_left:
                words = _("%(name)s var med till och med %(day)s. Skriv en senare första dag.")
                raise NotAllowed(words % {"name": row.text, "day": long_day(other.left_on)})
            raise NotAllowed(_("%(name)s står redan där.") % {"name": row.text})


def _require_within_the_whole(row: Actor, others: Sequence[Actor]) -> None:
    day = parties.over_the_whole(parties.shares_of([*others, row]))
    if day is None:
        return
    if day == date.min:
        raise NotAllowed(_("Andelarna blir tillsammans mer än 100 procent."))
    raise NotAllowed(_("Andelarna blir tillsammans mer än 100 procent från %(day)s.") % {"day": long_day(day)})


def _told(row: Actor) -> dict[str, Any]:
    facts = {name: str(getattr(row, name) or "") for name in FACTS}
    facts["role"] = row.role
    return {name: value for name, value in facts.items() if value}


@transaction.atomic
def add_post(*, activity: Activity, shares: Sequence[Share], by: Any, **facts: Any) -> Post:
    activity = lock(activity)
    post = Post.objects.create(activity=activity, **facts)
    _share(post, shares)
    tell(activity, by, "activities.post_added", None, _told_post(post), post.title)
    touch(activity)
    return post


@transaction.atomic
def change_post(*, post: Post, shares: Sequence[Share], seen: str, by: Any, **facts: Any) -> Post:
    """Raises Stale when it is not as it was shown."""
    activity = lock(post.activity)
    row = _held_post(activity, post)
    if parties.mark_of_post(row) != seen:
        raise Stale
    before = _told_post(row)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    _share(row, shares)
    after = _told_post(row)
    if before != after:
        tell(activity, by, "activities.post_changed", *changes(before, after), row.title)
        touch(activity)
    return row


@transaction.atomic
def remove_post(*, post: Post, by: Any) -> None:
    activity = lock(post.activity)
    row = _held_post(activity, post)
    told = _told_post(row)
    row.delete()
    tell(activity, by, "activities.post_removed", told, None, post.title)
    touch(activity)


def _held_post(activity: Activity, post: Post) -> Post:
    row = Post.objects.filter(pk=post.pk, activity=activity).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort tjänsten."))
    return row


def _share(post: Post, shares: Sequence[Share]) -> None:
    """A payer that stays keeps its row."""
    if sum(percent for _text, _who, percent in shares) > parties.WHOLE:
        raise NotAllowed(_("Andelarna blir tillsammans mer än 100 procent."))
    wanted = {text: (organisation, percent) for text, organisation, percent in shares}
    post.shares.exclude(text__in=wanted).delete()
    kept = {share.text: share for share in post.shares.all()}
    for text, (organisation, percent) in wanted.items():
        row = kept.get(text) or PostShare(post=post, text=text)
        row.percent, row.organisation = percent, row.organisation if row.pk else organisation
        row.save()


def _told_post(post: Post) -> dict[str, Any]:
    shares = "\n".join(str(share) for share in post.shares.all())
    days = {name: str(getattr(post, name) or "") for name in ("starts_on", "ends_on")}
    return {"title": post.title, "percent": post.percent, **days, "shares": shares}
