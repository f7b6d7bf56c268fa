"""Rows that time has made useless, a few at a time so that nobody waits for it."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

BATCH = 500


def drop_expired_sessions() -> int:
    """With them go the sign-in codes and half-done sign-ins that lie in them."""
    ids = list(Session.objects.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)[:BATCH])
    return Session.objects.filter(pk__in=ids).delete()[0] if ids else 0


def drop_expired_counters() -> int:
    """The limits on guessing, and what the worker remembers. The table has no model."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} WHERE expires < %s LIMIT {BATCH})",  # noqa: S608
            [now],
        )
        return int(cursor.rowcount)
