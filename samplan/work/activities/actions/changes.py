from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import changes, record
from samplan.foundation.people.models import Organisation
from samplan.foundation.people.models.organisations import Place
from samplan.foundation.terms.models import Term

from .. import carrying, forecasts
from ..models import Activity, ActivityTerm, Actor
from ..states import NotAllowed
from . import programmes
from .moving import keep_moves

AGES = ("age_from", "age_to")
TEXTS = ("title", "kind", "meaning", "text", "place", "contact", "follow_up_method", *AGES, *forecasts.DAYS)


def mark_of_activity(activity: Activity) -> str:
    texts = (getattr(activity, name) for name in TEXTS)
    return mark_of(*texts, *_places(activity), *_spellings(activity), *_sorted(activity))


def _sorted(activity: Activity) -> list[int]:
    """What it is sorted by: words, then places of the register."""
    terms = activity.activity_terms.order_by("term_id").values_list("term_id", flat=True)
    return [*terms, 0, *sorted(activity.places.values_list("pk", flat=True))]


def _places(activity: Activity) -> list[int]:
    return sorted(activity.nodes.values_list("pk", flat=True))


def _spellings(activity: Activity) -> list[str]:
    return [actor.text for actor in activity.performers]


def lock(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("county").get(pk=activity.pk)


@transaction.atomic
def edit_activity(
    *,
    activity: Activity,
    node_ids: Iterable[int],
    actors: Sequence[tuple[str, Organisation | None]],
    seen: str,
    by: Any,
    terms: Iterable[Term] | None = None,
    places: Iterable[Place] | None = None,
    moved_why: str = "",
    **texts: Any,
) -> Activity:
    """Changes what is written about it, where it stands in the plan and who does it. Raises Stale when it is not as it was shown.

    `terms`, `places` and texts that are not given are left as they are. A day that was set is moved only with a reason,
    and what it was is kept.
    """
    activity = lock(activity)
    if mark_of_activity(activity) != seen:
        raise Stale
    before = _facts(activity)
    days = {name: getattr(activity, name) for name in forecasts.DAYS}
    for name in TEXTS:
        setattr(activity, name, texts.get(name, getattr(activity, name)))
    programmes.require_kind(activity)
    keep_moves(activity, days, moved_why, by)
    activity.nodes.set({*node_ids, *carrying.nodes_of_the_past(activity)})
    _set_actors(activity, actors)
    if terms is not None:
        _set_terms(activity, terms)
    if places is not None:
        activity.places.set(places)
    after = _facts(activity)
    if before != after:
        activity.changed_at = timezone.now()
        activity.save()
        tell(activity, by, "activities.changed", *changes(before, after))
    return activity


def _facts(activity: Activity) -> dict[str, Any]:
    given = {name: getattr(activity, name) for name in TEXTS}
    facts = {name: "" if value is None else str(value) for name, value in given.items()}  # newborn: 0 years
    places = [str(node) for node in activity.nodes.order_by("edition_id", "position")]
    words = [row.term.text for row in activity.activity_terms.select_related("term")]
    where = [place.name for place in activity.places.all()]
    return {**facts, "nodes": places, "actors": _spellings(activity), "terms": words, "places": where}


def _set_actors(activity: Activity, actors: Sequence[tuple[str, Organisation | None]]) -> None:
    """Spellings that stay keep their row, and whom somebody has said they mean; the rest come and go."""
    wanted = dict(actors)
    rows = list(activity.actors.filter(role=Actor.Role.PERFORMER))
    left = {actor.text for actor in rows if actor.has_left}
    kept = {actor.text: actor for actor in rows if not actor.has_left}
    for actor in rows:
        if not actor.has_left and actor.text not in wanted:
            _let_go(actor)
    for position, (text, organisation) in enumerate(wanted.items()):
        comes_back = today() if text in left else None
        actor = kept.get(text) or Actor(activity=activity, text=text, joined_on=comes_back)
        actor.organisation, actor.position = actor.organisation or organisation, position
        actor.save()


def _let_go(actor: Actor) -> None:
    """A line taken away from the form. Of whom more is written than a name, the row stays: with yesterday as the last day."""
    yesterday = today() - timedelta(days=1)
    if (actor.responsibility or actor.joined_on) and (actor.joined_on is None or actor.joined_on <= yesterday):
        actor.left_on = yesterday
        actor.save(update_fields=["left_on"])
    else:
        actor.delete()


def _set_terms(activity: Activity, terms: Iterable[Term]) -> None:
    """The words are held, so that none is removed from its list meanwhile."""
    ids = [term.pk for term in terms]
    held = Term.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
    wanted = {term.pk for term in held}
    kept = set(activity.activity_terms.filter(term__in=wanted).values_list("term_id", flat=True))
    activity.activity_terms.exclude(term__in=wanted).delete()
    ActivityTerm.objects.bulk_create(ActivityTerm(activity=activity, term_id=pk) for pk in sorted(wanted - kept))


def mark_of_owner(activity: Activity) -> str:
    return mark_of(activity.owner_id, activity.owner_person)


@transaction.atomic
def set_owner(
    *, activity: Activity, owner: Organisation | None, owner_person: str, by: Any, seen: str | None = None
) -> Activity:
    """Raises Stale when the owner is not as shown (`seen`), and writes nothing. No `seen`: nobody was shown a form."""
    activity = lock(activity)
    if seen is not None and mark_of_owner(activity) != seen:
        raise Stale
    before = {"owner": str(activity.owner or ""), "owner_person": activity.owner_person}
    activity.owner, activity.owner_person = owner, owner_person
    after = {"owner": str(owner or ""), "owner_person": owner_person}
    if after != before:
        activity.changed_at = timezone.now()
        activity.save(update_fields=["owner", "owner_person", "changed_at"])
        verb = "activities.owner_set" if owner else "activities.owner_removed"
        tell(activity, by, verb, before, after, str(owner or ""))
    return activity


@transaction.atomic
def take_on(*, activity: Activity, owner: Organisation, owner_person: str, by: Any) -> Activity:
    """For an activity nobody has taken on; the second who tries is refused."""
    activity = lock(activity)
    if activity.owner_id is not None:
        raise NotAllowed(_("%(owner)s har redan tagit på sig aktiviteten.") % {"owner": activity.owner})
    return set_owner(activity=activity, owner=owner, owner_person=owner_person, by=by)


def touch(activity: Activity) -> None:
    activity.changed_at = timezone.now()
    activity.save(update_fields=["changed_at"])


def tell(activity: Activity, by: Any, verb: str, before: Any, after: Any, note: str = "") -> None:
    record(
        by=by,
        verb=verb,
        subject=activity,
        county=activity.county.code,
        before=before,
        after=after,
        note=note,
    )
