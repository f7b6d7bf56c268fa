"""Against a real SMTP server (aiosmtpd) that can refuse."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from samplan.foundation.outbox.actions import WAITS, enqueue, send_due
from samplan.foundation.outbox.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)


def letter(subject="Årsuppföljning: 18 dagar kvar"):
    return enqueue(
        to="sara@example.org", to_name="Sara Prov", subject=subject, text="Hej Sara!\n\nÅäö.", kind="prov.brev"
    )


def test_a_letter_goes_out_once_with_swedish_letters(smtp):
    letter()
    assert send_due() == 1
    assert send_due() == 0
    [message] = smtp.messages()
    assert message["To"] == '"Sara Prov" <sara@example.org>' or "sara@example.org" in message["To"]
    assert message["Subject"] == "Årsuppföljning: 18 dagar kvar"
    assert "Åäö." in message.get_content()


def test_a_refused_letter_is_tried_again_later_and_at_last_given_up(smtp):
    mail = letter()
    smtp.refuse = True
    moment = timezone.now()
    for wait in [*WAITS, timedelta(0)]:
        with time_machine.travel(moment, tick=False):
            assert send_due() == 0
            assert send_due() == 0  # not due again yet
        moment += wait + timedelta(seconds=1)
    mail.refresh_from_db()
    assert mail.given_up_at
    assert mail.attempts == len(WAITS) + 1
    assert "451" in mail.last_error
    assert smtp.messages() == []


def test_a_letter_in_the_hands_of_a_dead_worker_is_sent_by_the_next(smtp):
    mail = letter()
    Mail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now())
    assert send_due() == 0
    Mail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now() - timedelta(minutes=6))
    assert send_due() == 1


def test_a_rolled_back_change_sends_no_letter(smtp):
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert send_due() == 0
    assert not Mail.objects.exists()
