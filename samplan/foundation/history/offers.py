"""What the worker does for the history, and how long the log of reads is kept."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import Retention
from samplan.foundation.core.personal import older

from .actions import delete_readings
from .guards import LEAST_DAYS
from .models import Reading
from .sealing import seal_new


def tick() -> list[str]:
    """Seals what has been written. Says nothing: it happens all day long."""
    seal_new()
    return []


def _read_long_ago(day: date) -> list[tuple[int, str]]:
    at_least = today() - timedelta(days=LEAST_DAYS + 1)  # whole days: what the guard lets go has been there all of them
    return older(Reading, "at", min(day, at_least), words=_words)


def _words(row: Reading) -> str:
    return f"{long_day(row.at)} · {row.reader_name} · {row.subject_name}"


def _let_go(ids: Sequence[int]) -> int:
    return delete_readings(reading_ids=ids, by=None, reason=_("Tiden är ute"))


def retention() -> list[Retention]:
    return [
        Retention(
            "history.readings",
            _("Vem som har läst skyddade uppgifter"),
            730,
            _("sedan läsningen, aldrig färre än %(n)d dagar") % {"n": LEAST_DAYS},
            _(
                "Två år räcker för att upptäcka och utreda obehörig läsning. Längre blir det en kartläggning av dem som arbetar."
            ),
            _read_long_ago,
            _let_go,
        )
    ]
