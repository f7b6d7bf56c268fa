from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record

from ..models import Term, Vocabulary


class TermRefused(Exception):
    """Says, in the reader's words, why nothing was done, and at which field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def tell(verb: str, vocabulary: Vocabulary, subject: Vocabulary | Term, **what: Any) -> None:
    record(verb=f"terms.{verb}", subject=subject, county=vocabulary.county.code if vocabulary.county else "", **what)


def check_period(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise TermRefused(_("Sista dagen kan inte komma före den första."), field)


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
