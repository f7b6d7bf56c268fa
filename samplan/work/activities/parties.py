"""Who has a part in an activity: who does it, pays, evaluates and follows up, since when, and who has left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import mark_of

from .holdings import those
from .models import Activity, Actor, Post
from .states import OVER, State

Role = Actor.Role
WHOLE = 100  # per cent
# How a role stands in an address.
ADDRESS = {Role.PERFORMER: "gor", Role.FUNDER: "betalar", Role.EVALUATOR: "utvarderar", Role.FOLLOWER: "foljer"}
ROLES = {address: role for role, address in ADDRESS.items()}
HEADS = {
    Role.PERFORMER: _l("Gör den"),
    Role.FUNDER: _l("Betalar"),
    Role.EVALUATOR: _l("Utvärderar"),
    Role.FOLLOWER: _l("Följer upp"),
}

Span = tuple[date | None, date | None]  # the last day included; None: no day is set
Shared = tuple[date | None, date | None, int]


def overlap(one: Span, other: Span) -> bool:
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def over_the_whole(shares: Iterable[Shared]) -> date | None:
    """The first day when shares make more than the whole. They only grow on a day when one begins."""
    spans = [((first, last), share) for first, last, share in shares]
    for day in sorted({_first(span) for span, _share in spans}):
        if sum(share for span, share in spans if _first(span) <= day <= _last(span)) > WHOLE:
            return day
    return None


def without(period: Span, covered: Iterable[Span]) -> list[Span]:
    """The stretches of a period that nothing covers. A period without a first day begins with what covers it."""
    spans = sorted((_first(span), _last(span)) for span in covered)
    if not spans:
        return [period]
    day, end = period[0] or spans[0][0], _last(period)
    out: list[Span] = []
    for first, last in spans:
        if first > end or day > end:
            break
        if first > day:
            out.append((day, first - timedelta(days=1)))
        if last >= end or last == date.max:
            return out
        day = max(day, last + timedelta(days=1))
    return out if day > end else [*out, (day, period[1])]


def _first(span: Span) -> date:
    return span[0] or date.min


def _last(span: Span) -> date:
    return span[1] or date.max


def money_lasts_until(activity: Any) -> Span:
    """The time that must be paid for: until it ends, or goes over into ordinary operation with a payer of its own."""
    last = activity.ends_on
    if activity.state in OVER:
        last = min(filter(None, (last, activity.state_on)))
    elif activity.state == State.ORDINARY:
        last = activity.state_on - timedelta(days=1)
    return (activity.starts_on, last)


def in_words(span: Span) -> str:
    first, last = span
    if last is None:
        return _("från %(day)s") % {"day": long_day(first)}
    if first == last:
        return long_day(first)
    return _("%(first)s – %(last)s") % {"first": long_day(first), "last": long_day(last)}


@dataclass
class PostLine:
    pk: int
    title: str
    percent: int
    starts_on: date | None
    ends_on: date | None
    shares: list[tuple[str, int]] = field(default_factory=list)

    @property
    def unsaid(self) -> int:
        """The part of it that nobody is said to pay."""
        return WHOLE - sum(percent for _who, percent in self.shares)

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < today()


@dataclass
class Parties:
    """All who have a part in one activity: two queries."""

    by_role: dict[str, list[Actor]]
    left: list[Actor]
    posts: list[PostLine]
    missing: list[str]  # the times that nobody pays for, in words
    unsaid: int  # per cent of the cost today that nobody is said to pay, when every payer's share is said

    @property
    def performers(self) -> list[Actor]:
        return self.by_role[Role.PERFORMER]

    @property
    def funders(self) -> list[Actor]:
        return self.by_role[Role.FUNDER]

    @property
    def groups(self) -> list[tuple[str, Any, str, list[Actor]]]:
        """(role, its head, its address, who): every role, also those that nobody has."""
        return [(role.value, HEADS[role], ADDRESS[role], self.by_role[role]) for role in Role]

    @property
    def others(self) -> list[tuple[Any, list[Actor]]]:
        """Who evaluates and follows up, where somebody does."""
        return [(HEADS[role], self.by_role[role]) for role in (Role.EVALUATOR, Role.FOLLOWER) if self.by_role[role]]


def parties_of(activity: Any) -> Parties:
    """Of an activity with its state (queries.with_state)."""
    actors = list(those(activity, "actors", activity.actors.select_related("organisation")))
    stays = [actor for actor in actors if not actor.has_left]
    money = [actor for actor in actors if actor.role == Role.FUNDER]
    gaps = without(money_lasts_until(activity), spans_of(money)) if money else []
    return Parties(
        by_role={role.value: [actor for actor in stays if actor.role == role] for role in Role},
        left=sorted((a for a in actors if a.has_left), key=lambda a: (a.left_on, a.pk), reverse=True),
        posts=posts_of(activity),
        missing=[in_words(span) for span in gaps],
        unsaid=_unsaid(stays),
    )


def spans_of(actors: Iterable[Actor]) -> list[Span]:
    return [(actor.joined_on, actor.left_on) for actor in actors]


def shares_of(actors: Iterable[Actor]) -> list[Shared]:
    found = ((actor.joined_on, actor.left_on, actor.share) for actor in actors if actor.role == Role.FUNDER)
    return [(first, last, share) for first, last, share in found if share is not None]


def _unsaid(stays: Sequence[Actor]) -> int:
    day = today()
    paying = [a for a in stays if a.role == Role.FUNDER and (a.joined_on is None or a.joined_on <= day)]
    if not paying or any(actor.share is None for actor in paying):
        return 0
    return max(0, WHOLE - sum(actor.share or 0 for actor in paying))


def posts_of(activity: Activity) -> list[PostLine]:
    """One query, with who pays; none where the page's question has told that there are none."""
    if not getattr(activity, "has_posts", True):
        return []
    rows = Post.objects.filter(activity=activity).order_by("pk", "shares__pk")
    lines: dict[int, PostLine] = {}
    names = ("pk", "title", "percent", "starts_on", "ends_on")
    named = rows.annotate(who=F("shares__text"), known=F("shares__organisation__name"), part=F("shares__percent"))
    for pk, title, percent, starts_on, ends_on, who, known, part in named.values_list(*names, "who", "known", "part"):
        line = lines.setdefault(pk, PostLine(pk, title, percent, starts_on, ends_on))
        if part is not None:
            line.shares.append((known or who, part))
    return list(lines.values())


def mark_of_party(actor: Actor) -> str:
    names = ("role", "text", "organisation_id", "responsibility", "share", "joined_on", "left_on", "left_why")
    return mark_of(*(getattr(actor, name) for name in names))


def mark_of_post(post: Post) -> str:
    facts = (post.title, post.percent, post.starts_on, post.ends_on)
    return mark_of(*facts, *(value for share in post.shares.all() for value in (share.text, share.percent)))
