"""What the worker does for the outbox beside sending: reads the mailbox where reports of failure come."""

import imaplib
import logging

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import ngettext

from .bounces import note_bounces
from .mailboxes import from_imap
from .personal import correct, erase, personal_data, processing, retention  # noqa: F401 - offered to the roof

log = logging.getLogger(__name__)
EVERY = 300  # seconds


def tick() -> list[str]:
    """Every five minutes, by whichever worker comes first."""
    if not settings.BOUNCES or not cache.add("outbox.bounces", 1, EVERY):
        return []
    try:
        count = len(note_bounces(from_imap(settings.BOUNCES)))
    except (OSError, imaplib.IMAP4.error) as error:  # tried again in five minutes
        log.warning("the mailbox for bounces could not be read: %s", error)
        return []
    return [ngettext("%(n)d mejl kom tillbaka", "%(n)d mejl kom tillbaka", count) % {"n": count}] if count else []
