"""Several activities become one, or one becomes several. What was is kept: the earlier ones stay, with all that was written of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record

from .. import carrying
from ..models import Activity, ActivityLineage, ActivityState, ActivityTerm, Actor, Asking
from ..states import BECAME, OVER, NotAllowed, State, latest
from . import asking
from .creation import NewActivity, create_activity
from .programmes import hold_all

Kind = ActivityLineage.Kind


@transaction.atomic
def merge(*, sources: Collection[Activity], into: Activity | str, on: date, reason: str, by: Any) -> Activity:
    """They go up in another activity, or in a new one with the name given. It takes over their places, words and actors."""
    first = next(iter(sources))
    hold_all(first.county)
    fresh = [_held(activity) for activity in {one.pk: one for one in sources}.values()]
    target = _held(into) if isinstance(into, Activity) else None
    if not fresh or (target is None and len(fresh) < 2):
        raise NotAllowed(_("Välj minst två aktiviteter som ska bli en."))
    if target is not None and target.pk in {activity.pk for activity in fresh}:
        raise NotAllowed(_("En aktivitet kan inte gå upp i sig själv."))
    for activity in (*fresh, *([target] if target else [])):
        _require_alive(activity, on, reason)
    for activity in fresh:
        _require_no_parts(activity)
    if target is None:
        target = _like(fresh[0], str(into), on, by)
        _take_over(target, fresh[0])
    for activity in fresh:
        _take_over(target, activity)
        _became(activity, [target], Kind.MERGED, on, reason, by)
        _tell(activity, "activities.merged", [target], reason, by)
    Activity.objects.filter(pk=target.pk).update(changed_at=timezone.now())
    return target


@transaction.atomic
def split(*, activity: Activity, titles: Sequence[str], on: date, reason: str, by: Any) -> list[Activity]:
    """It goes on as several new ones, each where it stood, in the state it was in and with the same owner."""
    hold_all(activity.county)
    activity = _held(activity)
    names = list(dict.fromkeys(" ".join(title.split()) for title in titles if title.strip()))
    if len(names) < 2:
        raise NotAllowed(_("Skriv namn på minst två nya aktiviteter."))
    _require_alive(activity, on, reason)
    _require_no_parts(activity)
    made = [_like(activity, name, on, by) for name in names]
    for one in made:
        _take_over(one, activity)
    _became(activity, made, Kind.SPLIT, on, reason, by)
    _tell(activity, "activities.split", made, reason, by)
    return made


@transaction.atomic
def take_back(*, activity: Activity, reason: str, by: Any) -> ActivityState:
    """It was a mistake: the activity goes on as its own, in the state it had before. What the others took over stays with them."""
    hold_all(activity.county)
    activity = _held(activity)
    now = latest(activity)
    if now.state not in BECAME:
        raise NotAllowed(_("Den är varken sammanslagen eller delad."))
    if not reason.strip():
        raise NotAllowed(_("Skriv varför. Den som läser senare undrar det."))
    before = activity.states.exclude(state__in=BECAME).order_by("-on", "-pk")[0]
    targets = [row.target for row in activity.became.select_related("target")]
    activity.became.all().delete()
    row = ActivityState.objects.create(
        activity=activity,
        state=before.state,
        on=max(today(), now.on),
        reason=reason,
        resume_on=None,
        payer=before.payer,
        by_name=str(by),
        by_id=getattr(by, "pk", None),
    )
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    _tell(activity, "activities.becoming_taken_back", targets, reason, by)
    return row


def _held(activity: Activity) -> Activity:
    return Activity.objects.select_related("county", "edition", "owner", "parent").get(pk=activity.pk)


def _require_alive(activity: Activity, on: date, reason: str) -> None:
    now = latest(activity)
    if now.state in OVER:
        told = {"title": activity.title, "state": now.get_state_display().lower()}
        raise NotAllowed(_("”%(title)s” är ”%(state)s” och kan inte slås samman eller delas.") % told)
    if on < now.on:
        raise NotAllowed(
            _("Dagen ligger före det läge som ”%(title)s” har nu. Välj en senare dag.") % {"title": activity}
        )
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in det när det har hänt."))
    if not reason.strip():
        raise NotAllowed(_("Skriv varför. Den som läser senare undrar det."))


def _require_no_parts(activity: Activity) -> None:
    if activity.sub_activities.exists():
        words = _("”%(title)s” har delprojekt. Flytta dem till ett annat program först.")
        raise NotAllowed(words % {"title": activity.title})


def _like(activity: Activity, title: str, on: date, by: Any) -> Activity:
    """A new one where the other stood: what it is, and in which state from that day."""
    state = latest(activity)
    made = create_activity(
        county=activity.county,
        edition=activity.edition,
        activity=NewActivity(
            title=title,
            kind=activity.kind,
            text=activity.text,
            meaning=activity.meaning,
            owner=activity.owner,
            place=activity.place,
            starts_on=activity.starts_on,
            ends_on=activity.ends_on,
            ordinary_on=activity.ordinary_on,
            parent=activity.parent,
            state=state.state,
        ),
        by=by,
    )
    made.states.update(on=on, reason=state.reason, payer=state.payer)
    names = ("owner_person", "age_from", "age_to", "contact", "follow_up_method")
    Activity.objects.filter(pk=made.pk).update(**{name: getattr(activity, name) for name in names})
    return made


def _take_over(target: Activity, source: Activity) -> None:
    """Where the source stands in what is decided now, its words, places and who is in it, besides what the target has."""
    past = carrying.nodes_of_the_past(source)
    target.nodes.add(*source.nodes.exclude(pk__in=past))
    target.places.add(*source.places.all())
    had = set(target.activity_terms.values_list("term_id", flat=True))
    terms = source.activity_terms.exclude(term__in=had).values_list("term_id", flat=True)
    ActivityTerm.objects.bulk_create(ActivityTerm(activity=target, term_id=pk) for pk in terms)
    known = {_part(actor) for actor in target.actors.all() if not actor.has_left}
    last = target.actors.count()
    Actor.objects.bulk_create(_copies(target, (a for a in source.actors.all() if _part(a) not in known), last))


def _part(actor: Actor) -> tuple[str, str, str]:
    """What tells one part from another: who pays may do so with several sorts of money."""
    return actor.role, actor.text, actor.responsibility if actor.role == Actor.Role.FUNDER else ""


def _copies(target: Activity, actors: Iterable[Actor], position: int) -> list[Actor]:
    """Who is in it still. Shares of the cost are left: what each pays of the new whole somebody has to say."""
    return [
        Actor(
            activity=target,
            role=actor.role,
            text=actor.text,
            organisation_id=actor.organisation_id,
            responsibility=actor.responsibility,
            joined_on=actor.joined_on,
            left_on=actor.left_on,
            position=position + number,
        )
        for number, actor in enumerate(actors)
        if not actor.has_left
    ]


def _became(activity: Activity, targets: Sequence[Activity], kind: str, on: date, reason: str, by: Any) -> None:
    who = {"by_id": getattr(by, "pk", None), "by_name": str(by)[:120]}
    ActivityLineage.objects.bulk_create(
        ActivityLineage(kind=kind, source=activity, target=target, on=on, reason=reason, **who) for target in targets
    )
    state = State.MERGED if kind == Kind.MERGED else State.SPLIT
    ActivityState.objects.create(activity=activity, state=state, on=on, reason=reason, **who)
    Activity.objects.filter(pk=activity.pk).update(changed_at=timezone.now())
    for row in Asking.objects.filter(activity=activity, outcome=""):
        asking.withdraw(asking=row, by=by)


def _tell(activity: Activity, verb: str, targets: Sequence[Activity], reason: str, by: Any) -> None:
    names = ", ".join(target.title for target in targets)
    record(
        by=by,
        verb=verb,
        subject=activity,
        county=activity.county.code,
        after={"targets": names, "reason": reason},
        note=names[:500],
    )
