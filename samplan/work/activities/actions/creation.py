from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County, Organisation
from samplan.work.plans.models import Edition

from ..models import Activity, ActivityState, ActivityTerm, Actor


@dataclass(frozen=True)
class NewActivity:
    title: str
    kind: str = Activity.Kind.PROPOSED
    node_ids: Sequence[int] = ()
    actors: Sequence[tuple[str, Organisation | None]] = ()  # the document's spelling, and who it means
    lines: Sequence[int] = ()
    text: str = ""
    state: str = ActivityState.State.IDEA
    meaning: str = ""
    owner: Organisation | None = None
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ordinary_on: date | None = None
    age_from: int | None = None
    age_to: int | None = None
    contact: str = ""
    follow_up_method: str = ""
    parent: Activity | None = None  # the programme it is part of
    term_ids: Sequence[int] = ()
    place_ids: Sequence[int] = ()


@transaction.atomic
def create_activities(
    *, edition: Edition, activities: Sequence[NewActivity], by: Any, source: str = ""
) -> list[Activity]:
    """Many at once, as a document gives them, in a number of queries that does not grow with them. One event on the edition."""
    county = edition.plan.county
    made = _save(county, edition, activities, by)
    record(
        by=by,
        verb="activities.created_many",
        subject=edition,
        county=county.code,
        after={"activities": len(made)},
        note=source or edition.source_name,
    )
    return made


@transaction.atomic
def create_activity(*, county: County, edition: Edition | None, activity: NewActivity, by: Any) -> Activity:
    made = _save(county, edition, [activity], by)[0]
    record(by=by, verb="activities.created", subject=made, county=county.code, after={"title": made.title})
    return made


def _save(county: County, edition: Edition | None, new: Sequence[NewActivity], by: Any) -> list[Activity]:
    now = timezone.now()
    first = (county.activities.aggregate(last=Max("position"))["last"] or 0) + 1
    made = Activity.objects.bulk_create(
        [
            Activity(
                county=county,
                edition=edition,
                kind=item.kind,
                title=item.title,
                text=item.text,
                meaning=item.meaning,
                owner=item.owner,
                place=item.place,
                starts_on=item.starts_on,
                ends_on=item.ends_on,
                ordinary_on=item.ordinary_on,
                age_from=item.age_from,
                age_to=item.age_to,
                contact=item.contact,
                follow_up_method=item.follow_up_method,
                parent=item.parent,
                position=position,
                source_lines=list(item.lines),
                changed_at=now,
            )
            for position, item in enumerate(new, start=first)
        ]
    )
    pairs = list(zip(made, new, strict=True))
    through = Activity.nodes.through
    through.objects.bulk_create(
        [
            through(activity_id=row.pk, node_id=node_id)
            for row, item in pairs
            for node_id in dict.fromkeys(item.node_ids)
        ]
    )
    ActivityTerm.objects.bulk_create(
        [ActivityTerm(activity=row, term_id=pk) for row, item in pairs for pk in dict.fromkeys(item.term_ids)]
    )
    placed = Activity.places.through
    placed.objects.bulk_create(
        [placed(activity_id=row.pk, place_id=pk) for row, item in pairs for pk in dict.fromkeys(item.place_ids)]
    )
    Actor.objects.bulk_create([actor for row, item in pairs for actor in _actors(row, item)])
    ActivityState.objects.bulk_create(
        [
            ActivityState(
                activity=row,
                state=item.state,
                on=today(),
                by_name=str(by or "Samplan"),
                by_id=getattr(by, "pk", None),
            )
            for row, item in pairs
        ]
    )
    return made


def _actors(activity: Activity, item: NewActivity) -> list[Actor]:
    """Each spelling once, in the order written."""
    matched: dict[str, Organisation | None] = {}
    for text, organisation in item.actors:
        matched[text] = matched.get(text) or organisation
    return [
        Actor(activity=activity, text=text, organisation=organisation, position=position)
        for position, (text, organisation) in enumerate(matched.items())
    ]
