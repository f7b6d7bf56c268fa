"""Somebody says that more ought to do an activity: once each, and it can be taken back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Activity, Nomination
from ..states import NotAllowed
from .changes import lock, tell


@transaction.atomic
def nominate(*, activity: Activity, why: str, by: Any) -> Nomination:
    activity = lock(activity)
    if Nomination.objects.filter(activity=activity, by_id=by.pk).exists():
        raise NotAllowed(_("Du har redan sagt att fler borde göra den."))
    row = Nomination.objects.create(activity=activity, why=why, by_id=by.pk, by_name=str(by)[:120])
    tell(activity, by, "activities.nominated", None, {"why": why})
    return row


@transaction.atomic
def take_back(*, activity: Activity, by: Any) -> bool:
    """False when there is nothing to take back."""
    activity = lock(activity)
    row = Nomination.objects.filter(activity=activity, by_id=by.pk).first()
    if row is None:
        return False
    row.delete()
    tell(activity, by, "activities.nomination_taken_back", {"why": row.why}, None)
    return True
