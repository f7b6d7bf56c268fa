from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet

from .models import Event, Reading

PER_PAGE = 50


def of(subject: Model, *, own: Iterable[int] = ()) -> QuerySet[Event]:
    """Everything that happened to one object, newest first. What concerns one organisation only is read by those who speak for it:
    `own` is the ids of the reader's organisations."""
    found = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return found.filter(readable(own))


def readable(own: Iterable[int]) -> Q:
    return Q(organisation_id=None) | Q(organisation_id__in=list(own))


def in_county(code: str) -> QuerySet[Event]:
    """What happened in a county that everybody in it may read."""
    return Event.objects.filter(county_code=code, organisation_id=None)


def page_of(events: QuerySet[Event], number: str | None) -> Page:
    return Paginator(events, PER_PAGE).get_page(number)


def readings() -> QuerySet[Reading]:
    return Reading.objects.all()


def readings_of(subject: Model) -> QuerySet[Reading]:
    return Reading.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
