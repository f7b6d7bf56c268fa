"""Reports as mail servers write them (RFC 3464), read from a Maildir, an mbox file and a real IMAP conversation."""

import mailbox
import socketserver
import threading

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from samplan.foundation.outbox import offers
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.outbox.bounces import note_bounces
from samplan.foundation.outbox.models import Mail

pytestmark = pytest.mark.django_db

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: samplan@lan.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b/mx"

--b/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org. Your message could not be delivered.

--b/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 23 Nov 2026 07:00:03 +0100 (CET)

Final-Recipient: rfc822; sara@example.org
Original-Recipient: rfc822;sara@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <sara@example.org>: Recipient address
    rejected: User unknown in local recipient table

--b/mx
Content-Description: Undelivered Message
Content-Type: {kind}

{original}
--b/mx--
"""
ORIGINAL = """\
From: Samplan <samplan@lan.example>
To: sara@example.org
Subject: =?utf-8?q?P=C3=A5minnelse?=
Message-ID:
 {message_id}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hej!
"""


@pytest.fixture
def mail():
    mail = enqueue(to="sara@example.org", subject="Påminnelse", text="Hej!", kind="prov.brev")
    Mail.objects.update(sent_at=timezone.now())
    return mail


def report(message_id, *, action="failed", status="5.1.1", kind="message/rfc822"):
    original = ORIGINAL.format(message_id=message_id)
    if kind == "text/rfc822-headers":
        original = original.partition("\n\n")[0] + "\n"
    return REPORT.format(action=action, status=status, kind=kind, original=original).encode()


def state(mail):
    return Mail.objects.get(pk=mail.pk).state


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_failure_marks_the_letter(mail, kind):
    assert [m.pk for m in note_bounces([report(mail.message_id, kind=kind)])] == [mail.pk]
    assert state(mail) == Mail.State.FAILED
    assert Mail.objects.get().last_error.startswith(
        "5.1.1 smtp; 550 5.1.1 <sara@example.org>: Recipient address rejected"
    )


def test_a_report_that_does_not_give_back_the_letter_is_matched_by_its_references(mail):
    raw = report("<annan@example.org>").replace(b"Return-Path: <>", f"In-Reply-To: {mail.message_id}".encode())
    assert [m.pk for m in note_bounces([raw])] == [mail.pk]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_delay_or_a_receipt_is_no_failure(mail, action):
    assert note_bounces([report(mail.message_id, action=action, status="4.4.1")]) == []
    assert state(mail) == Mail.State.SENT


def test_an_answer_from_somebody_on_leave_is_no_failure(mail):
    away = f"From: sara@example.org\nIn-Reply-To: {mail.message_id}\nSubject: Frånvaro\n\nJag är ledig.\n".encode()
    assert note_bounces([away]) == []
    assert state(mail) == Mail.State.SENT


def test_reports_about_other_peoples_letters_and_unreadable_ones_are_passed_by(mail):
    good = report(mail.message_id)
    broken = [
        b"",
        b"\xff\xfe\x00",
        report("<nagon-annans@example.org>"),
        report(mail.message_id).replace(b"Action: failed", b"Action:"),
        report(mail.message_id).split(b"Reporting-MTA")[0],
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
        b'Content-Type: message/delivery-status; charset="nope"\nContent-Transfer-Encoding: base64\n\n!!',
    ]
    assert note_bounces(broken) == []
    assert len(note_bounces([*broken, good])) == 1


def test_what_is_new_in_a_maildir_is_read_once_and_kept(mail, tmp_path, capsys):
    box = mailbox.Maildir(str(tmp_path / "box"))
    box.add(report(mail.message_id))
    call_command("bounces", maildir=tmp_path / "box")
    assert "sara@example.org: 5.1.1" in capsys.readouterr().out
    call_command("bounces", maildir=tmp_path / "box")
    assert "0 mejl kom inte fram." in capsys.readouterr().out
    assert len(list((tmp_path / "box/cur").iterdir())) == 1


def test_an_mbox_file_is_read_and_left_as_it_is(mail, tmp_path):
    path = tmp_path / "bounces.mbox"
    box = mailbox.mbox(str(path))
    box.add(mailbox.mboxMessage(report(mail.message_id)))
    box.close()
    before = path.read_bytes()
    call_command("bounces", mbox=path)
    assert state(mail) == Mail.State.FAILED
    assert path.read_bytes() == before


def test_a_mailbox_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="gick inte att läsa"):
        call_command("bounces", maildir=tmp_path / "finns-inte")
    with pytest.raises(CommandError, match="--maildir"):
        call_command("bounces")


class ImapSession(socketserver.StreamRequestHandler):
    """As much of IMAP (RFC 3501) as a reader of one mailbox meets."""

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command = line.split(" ", 1)
            if command.startswith("LOGIN") and command != 'LOGIN post@lan.example "hemligt/ord"':
                self.say(f"{tag} NO wrong")
            elif command.startswith("SELECT") and "Studs" not in command:
                self.say(f"{tag} NO no such folder")
            else:
                self.answer(command)
                self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def answer(self, command):
        box = self.server.box
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command == "UID SEARCH UNSEEN":
            self.say("* SEARCH " + " ".join(str(n) for n in box if n not in self.server.seen))
        elif command.startswith("UID FETCH"):
            raw = box[int(command.split()[2])].replace(b"\n", b"\r\n")
            self.wfile.write(f"* 1 FETCH (UID 1 BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif command.startswith("UID STORE"):
            self.server.seen.add(int(command.split()[2]))
        elif command.startswith("SELECT"):
            self.say("* 2 EXISTS")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def imap():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), ImapSession)
    server.box, server.seen, server.daemon_threads = {}, set(), True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_worker_reads_the_mailbox_over_imap_every_five_minutes(mail, imap, settings):
    call_command("createcachetable", verbosity=0)
    cache.clear()
    imap.box |= {4: b"Subject: Hej\n\nHej!", 7: report(mail.message_id)}
    settings.BOUNCES = f"imap://post%40lan.example:hemligt%2Ford@127.0.0.1:{imap.server_address[1]}/Studs"
    assert offers.tick() == ["1 mejl kom tillbaka"]
    assert imap.seen == {4, 7}
    assert offers.tick() == []
    assert state(mail) == Mail.State.FAILED


def test_a_mailbox_that_refuses_does_not_stop_the_worker(mail, imap, settings):
    cache.clear()
    settings.BOUNCES = f"imap://post%40lan.example:fel@127.0.0.1:{imap.server_address[1]}/Studs"
    assert offers.tick() == []
    assert imap.seen == set()
