import logging
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.utils import timezone

from .models import Mail

log = logging.getLogger(__name__)
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]  # after the sixth refusal we give up and say so
CLAIM = timedelta(minutes=5)  # a worker that died with a letter in hand loses it after this


def enqueue(
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    to_name: str = "",
    reply_to: str = "",
    about: models.Model | None = None,
) -> Mail:
    """Puts a letter in the outbox, inside the caller's transaction: no letter of what was rolled back."""
    return Mail.objects.create(
        to=to,
        to_name=to_name,
        subject=subject,
        text=text,
        kind=kind,
        reply_to=reply_to,
        subject_type=about._meta.label_lower if about else "",
        subject_id=about.pk if about else None,
        send_after=timezone.now(),
    )


def send_due(*, limit: int = 50) -> int:
    """Sends what is due; returns how many went out. Safe with several workers: a letter is claimed before it is sent."""
    sent = 0
    for mail in _claim(limit):
        try:
            _send(mail)
        except OSError as error:  # smtplib's errors are OSErrors
            _put_back(mail, error)
        else:
            Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="")
            sent += 1
    return sent


def _claim(limit: int) -> list[Mail]:
    now = timezone.now()
    free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=now - CLAIM)
    with transaction.atomic():
        due = Mail.objects.select_for_update(skip_locked=True) if _can_skip() else Mail.objects
        ids = list(
            due.filter(free, sent_at=None, given_up_at=None, send_after__lte=now)
            .order_by("send_after", "id")
            .values_list("pk", flat=True)[:limit]
        )
        Mail.objects.filter(pk__in=ids).update(claimed_at=now)
    return list(Mail.objects.filter(pk__in=ids).order_by("send_after", "id"))


def _can_skip() -> bool:
    return transaction.get_connection().features.has_select_for_update_skip_locked


def _send(mail: Mail) -> None:
    address = f'"{mail.to_name}" <{mail.to}>' if mail.to_name and '"' not in mail.to_name else mail.to
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
    message = EmailMessage(
        mail.subject,
        mail.text,
        to=[address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
        connection=get_connection(),
    )
    message.send()


def _put_back(mail: Mail, error: OSError) -> None:
    log.warning("mail %s was not sent: %s", mail.pk, error)
    mail.attempts += 1
    mail.last_error = str(error)[:1000]
    mail.claimed_at = None
    if mail.attempts > len(WAITS):
        mail.given_up_at = timezone.now()
    else:
        mail.send_after = timezone.now() + WAITS[mail.attempts - 1]
    mail.save(update_fields=["attempts", "last_error", "claimed_at", "given_up_at", "send_after"])
