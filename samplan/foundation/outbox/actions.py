"""Letters put in the outbox, and those that did not arrive. Keeps ids and text, no foreign keys. `sending` takes them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .letter_html import letter_html
from .models import Mail
from .sending import WAITS, send_due

__all__ = [
    "WAITS",
    "Attachment",
    "CannotResend",
    "enqueue",
    "mark_bounced",
    "send_again",
    "send_due",
    "settle",
    "unsettle",
]
AGAIN_AFTER = timedelta(minutes=5)  # so often may the same letter be sent again by hand


@dataclass(frozen=True)
class Attachment:
    name: str
    type: str  # "text/calendar; method=PUBLISH"
    content: bytes


class CannotResend(Exception):
    """Why the letter can't be sent again: `reason` is emptied, replaced or recent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def enqueue(
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    to_name: str = "",
    reply_to: str = "",
    about: models.Model | None = None,
    county: str = "",
    is_private: bool = False,
    button: str = "",
    html: str = "",
    headers: Mapping[str, str] | None = None,
    attachment: Attachment | None = None,
    language: str = "",
) -> Mail:
    """Puts a letter in the outbox, inside the caller's transaction: no letter of what was rolled back."""
    subject = " ".join(subject.split())[:200]
    return Mail.objects.create(
        to=to,
        to_name=to_name,
        subject=subject,
        text=text,
        html=html or letter_html(subject, text, button=button, language=language or settings.LANGUAGE_CODE),
        kind=kind,
        reply_to=reply_to,
        headers=dict(headers or {}),
        attachment_name=attachment.name if attachment else "",
        attachment_type=attachment.type if attachment else "",
        attachment=attachment.content if attachment else b"",
        subject_type=about._meta.label_lower if about else "",
        subject_id=about.pk if about else None,
        county_code=county,
        is_private=is_private,
        message_id=new_message_id(),
        send_after=timezone.now(),
    )


def new_message_id() -> str:
    return f"<{uuid4().hex}@{_host()}>"


def _host() -> str:
    """The installation's own name; where it has none (an address in numbers, localhost) that of its sender."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        if "." in host:
            return host
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


@transaction.atomic
def send_again(*, mail: Mail) -> Mail:
    """The same letter once more, as a row of its own with a Message-ID of its own. The earlier one is taken care of."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if not mail.text:
        raise CannotResend("emptied")
    if mail.resent_as:
        raise CannotResend("replaced")
    if mail.state == Mail.State.WAITING or timezone.now() - mail.created_at < AGAIN_AFTER:
        raise CannotResend("recent")
    first = mail.pk
    mail.pk, mail.message_id, mail.created_at = None, new_message_id(), timezone.now()
    mail.send_after, mail.attempts, mail.last_error = timezone.now(), 0, ""
    mail.sent_at = mail.given_up_at = mail.bounced_at = mail.settled_at = mail.claimed_at = mail.resent_as = None
    mail._state.adding = True
    mail.save()
    Mail.objects.filter(pk=first).update(resent_as=mail.pk, settled_at=timezone.now())
    return mail


def settle(*, mail: Mail) -> None:
    """Somebody has taken care of it in another way."""
    Mail.objects.filter(pk=mail.pk, settled_at=None).update(settled_at=timezone.now())


def unsettle(*, mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk, resent_as=None).update(settled_at=None)


def mark_bounced(*, message_id: str, error: str) -> Mail | None:
    """Notes that a letter sent did not arrive. None: it is not ours, or was known before."""
    mail = Mail.objects.filter(message_id=message_id).first() if message_id else None
    if mail is None or mail.bounced_at:
        return None
    now = timezone.now()
    if not Mail.objects.filter(pk=mail.pk, bounced_at=None).update(bounced_at=now, last_error=error[:1000]):
        return None
    mail.bounced_at, mail.last_error = now, error[:1000]
    return mail
