"""The worker's half: letters taken out one by one, handed to the mail server, and noted at once.

A letter goes once, except where a kill falls between the server's yes and our note of it; then it goes again with the same
Message-ID. A letter that a killed worker had in hand waits until its claim is old.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone

from .models import Mail

log = logging.getLogger(__name__)
# After the last of these, three days in all, we give up and say so.
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440)]
SERVER_WAIT = timedelta(minutes=2)  # while the mail server can't be reached; such tries are not counted: letters keep
CLAIM = timedelta(seconds=settings.MAIL_CLAIM)


class _ServerDown(Exception):
    """The mail server can't be reached, or won't let us in: no fault of any letter's."""


class _Refused(Exception):
    """This letter was refused; `final` says that trying again is of no use."""

    def __init__(self, error: str, *, final: bool) -> None:
        super().__init__(error)
        self.final = final


def send_due(*, limit: int = 50) -> int:
    """Sends what is due; returns how many went out. Several workers may do it at once: each letter is claimed first."""
    sent = 0
    connection = get_connection()
    try:
        for pk in _due(limit):
            mail = _claim(pk)
            if mail is None:
                continue  # another worker was quicker
            try:
                _hand_over(mail, connection)
            except _ServerDown as error:
                _put_back(mail, error, SERVER_WAIT, attempts=mail.attempts)
                break
            except _Refused as error:
                _refused(mail, error)
            else:
                Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="")
                sent += 1
    finally:
        _close(connection)
    return sent


def _free(now: datetime) -> Q:
    return Mail.WAITING & Q(send_after__lte=now) & (Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM))


def _due(limit: int) -> list[int]:
    due = Mail.objects.filter(_free(timezone.now())).order_by("send_after", "id")
    return list(due.values_list("pk", flat=True)[:limit])


def _claim(pk: int) -> Mail | None:
    """One letter at a time: a worker that is killed has one in hand. Claimed by what is written, not by what was read."""
    now = timezone.now()
    if not Mail.objects.filter(_free(now), pk=pk).update(claimed_at=now):
        return None
    return Mail.objects.get(pk=pk)


def _hand_over(mail: Mail, connection: BaseEmailBackend) -> None:
    try:
        message = _message(mail, connection)
        message.message()
    except Exception as error:  # an address or a heading that no mail can carry must not stop the others
        raise _Refused(f"{type(error).__name__}: {error}", final=True) from error
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors
        _close(connection)
        raise _ServerDown(str(error)) from error
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, words) from error
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPNotSupportedError, UnicodeError) as error:  # an address beyond what the server can carry
        raise _Refused(str(error), final=True) from error
    except OSError as error:  # cut off in the middle, or not wanted as a sender
        _close(connection)
        raise _Refused(str(error), final=False) from error


def _refusal(code: int, words: bytes | str) -> _Refused:
    """5xx is for good, save 5.7.x: there the server refuses us (relaying, sign-in), not the receiver."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return _Refused(f"{code} {said}", final=500 <= code < 600 and not said.startswith("5.7."))


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    address = f'"{mail.to_name}" <{mail.to}>' if mail.to_name and '"' not in mail.to_name else mail.to
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        from_email=settings.BOUNCE_ADDRESS or None,
        to=[address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            **mail.headers,
        },
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.attachment:
        message.attach(mail.attachment_name, bytes(mail.attachment).decode(), mail.attachment_type)
    return message


def _refused(mail: Mail, error: _Refused) -> None:
    if error.final or mail.attempts >= len(WAITS):
        log.warning("mail %s was refused for good: %s", mail.pk, error)
        now = timezone.now()
        Mail.objects.filter(pk=mail.pk).update(
            given_up_at=now, claimed_at=None, attempts=mail.attempts + 1, last_error=str(error)[:1000]
        )
    else:
        _put_back(mail, error, WAITS[mail.attempts], attempts=mail.attempts + 1)


def _put_back(mail: Mail, error: Exception, wait: timedelta, *, attempts: int) -> None:
    log.warning("mail %s was not sent: %s", mail.pk, error)
    Mail.objects.filter(pk=mail.pk).update(
        attempts=attempts,
        last_error=str(error)[:1000],
        claimed_at=None,
        send_after=timezone.now() + wait,
    )


def _close(connection: BaseEmailBackend) -> None:
    """A goodbye that fails says nothing about the letters."""
    try:
        connection.close()
    except OSError as error:
        log.debug("the mail server hung up: %s", error)
