"""Against a real SMTP server (aiosmtpd) that can refuse."""

import socket
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from samplan.foundation.outbox import sending
from samplan.foundation.outbox.actions import (
    WAITS,
    Attachment,
    CannotResend,
    enqueue,
    mark_bounced,
    send_again,
    send_due,
)
from samplan.foundation.outbox.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)


def letter(subject="Årsuppföljning: 18 dagar kvar", to="sara@example.org", **more):
    given = {"text": "Hej Sara!\n\nÅäö.", "kind": "prov.brev", "to_name": "Sara Prov"} | more
    return enqueue(to=to, subject=subject, **given)


def body(message, kind="plain"):
    return message.get_body(preferencelist=(kind,)).get_content()


def test_a_letter_goes_out_once_with_swedish_letters(smtp):
    letter()
    assert send_due() == 1
    assert send_due() == 0
    [message] = smtp.messages()
    assert "sara@example.org" in message["To"]
    assert message["Subject"] == "Årsuppföljning: 18 dagar kvar"
    assert "Åäö." in body(message)
    assert "<p>Åäö.</p>" in body(message, "html")


def test_a_letter_put_off_is_tried_again_later_and_at_last_given_up(smtp):
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
    assert mail.state == Mail.State.FAILED
    assert "451" in mail.last_error
    assert smtp.messages() == []


def test_every_try_of_a_letter_carries_the_same_message_id(smtp, settings):
    settings.BASE_URL = "https://samplan.norrlunda.example"
    mail = letter()
    other = letter()
    assert mail.message_id.endswith("@samplan.norrlunda.example>")
    for _again in range(2):
        Mail.objects.update(sent_at=None, claimed_at=None)
        assert send_due() == 2
    assert [m["Message-ID"] for m in smtp.messages()] == [mail.message_id, other.message_id] * 2


def test_an_installation_without_a_name_takes_its_senders(settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    settings.DEFAULT_FROM_EMAIL = "Samplan <post@lan.example>"
    assert letter().message_id.endswith("@lan.example>")


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_others_go(smtp):
    smtp.unknown = {"borta@example.org"}
    gone, kept = letter(to="borta@example.org"), letter()
    assert send_due() == 1
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert gone.state == Mail.State.FAILED
    assert gone.attempts == 1
    assert "550" in gone.last_error
    assert kept.state == Mail.State.SENT


def test_a_server_that_will_not_relay_is_not_taken_for_a_wrong_address(smtp):
    smtp.relaying = False
    mail = letter()
    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.state == Mail.State.WAITING


def test_no_letter_is_given_up_while_the_mail_server_is_down(settings):
    """Found: a weekend without mail server used up all tries of every letter."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = probe.getsockname()
    mails = [letter(), letter()]
    moment = timezone.now()
    for _try in range(40):
        with time_machine.travel(moment, tick=False):
            assert send_due() == 0
        moment += timedelta(hours=2)
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (Mail.State.WAITING, 0)


def test_a_letter_that_no_mail_can_carry_does_not_stop_the_others(smtp):
    """Found: a line break in an address ended the worker, for good."""
    bad = letter(to="sara@example.org\nBcc: alla@example.org")
    letter()
    assert send_due() == 1
    bad.refresh_from_db()
    assert bad.state == Mail.State.FAILED
    assert "BadHeaderError" in bad.last_error


def test_a_letter_in_the_hands_of_a_dead_worker_is_sent_by_the_next(smtp):
    mail, other = letter(), letter()
    Mail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now())
    assert send_due() == 1  # the other one does not wait for it
    assert send_due() == 0
    Mail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now() - sending.CLAIM - timedelta(seconds=1))
    assert send_due() == 1
    assert [m["Message-ID"] for m in smtp.messages()] == [other.message_id, mail.message_id]


def test_a_rolled_back_change_sends_no_letter(smtp):
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert send_due() == 0
    assert not Mail.objects.exists()


def test_the_link_alone_on_its_line_becomes_a_button_and_the_rest_is_escaped():
    link = "https://samplan.example/svar/7/hemlig/"
    text = f"Hej!\n\n<b>Fet</b> & god.\n\nDet gäller:\n– Ett\n– Två\n\n{link}\n\nKarin Prov\nkarin@example.org\n"
    html = letter(text=text, button="Öppna frågorna").html
    assert f'<a class="button" href="{link}">Öppna frågorna</a>' in html
    assert "&lt;b&gt;Fet&lt;/b&gt; &amp; god." in html
    assert "<li>Ett</li>" in html
    assert "Karin Prov<br>karin@example.org" in html
    assert 'lang="sv"' in html


def test_a_letters_html_asks_no_host_for_anything():
    html = letter(text="Hej!\n\nhttps://samplan.example/x/").html
    assert not any(word in html for word in ("<img", "src=", "url(", "<link", "@import", "<table", "<script"))


def test_a_calendar_file_goes_with_the_letter(smtp):
    calendar = Attachment("sista-dag.ics", "text/calendar; method=PUBLISH", "BEGIN:VCALENDAR\r\nSUMMARY:Å\r\n".encode())
    letter(attachment=calendar)
    assert send_due() == 1
    [message] = smtp.messages()
    [part] = message.iter_attachments()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part.get_filename() == "sista-dag.ics"
    assert "SUMMARY:Å" in part.get_content()


def test_a_letter_sent_again_is_a_row_of_its_own(smtp):
    smtp.unknown = {"sara@example.org"}
    first = letter()
    send_due()
    with pytest.raises(CannotResend):
        send_again(mail=first)  # a minute ago
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        smtp.unknown = set()
        second = send_again(mail=first)
        first.refresh_from_db()
        assert (first.resent_as, bool(first.settled_at)) == (second.pk, True)
        assert second.message_id != first.message_id
        assert send_due() == 1
        with pytest.raises(CannotResend):
            send_again(mail=first)
    second.refresh_from_db()
    assert second.state == Mail.State.SENT


def test_a_letter_that_came_back_is_noted_once():
    mail = letter()
    Mail.objects.update(sent_at=timezone.now())
    assert mark_bounced(message_id=mail.message_id, error="5.1.1 finns inte").pk == mail.pk
    assert mark_bounced(message_id=mail.message_id, error="igen") is None
    assert mark_bounced(message_id="<okand@example.org>", error="") is None
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (Mail.State.FAILED, "5.1.1 finns inte")
