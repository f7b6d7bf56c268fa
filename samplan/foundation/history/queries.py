from django.db.models import Model, QuerySet

from .models import Event


def of(subject: Model) -> QuerySet[Event]:
    """Everything that happened to one object, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


def in_county(code: str) -> QuerySet[Event]:
    """What happened in a county that everybody in it may read."""
    return Event.objects.filter(county_code=code, organisation_id=None)
