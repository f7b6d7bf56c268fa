from typing import Any

from django.db import models

from .models import Event


def record(
    *,
    by: Any,
    verb: str,
    subject: models.Model,
    county: str = "",
    organisation_id: int | None = None,
    before: Any = None,
    after: Any = None,
    note: str = "",
) -> Event:
    """Writes one event inside the caller's transaction. `by` is a user, a name (somebody without account), or None (the system)."""
    return Event.objects.create(
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by else "Samplan",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        county_code=county,
        organisation_id=organisation_id,
        before=before,
        after=after,
        note=note,
    )
