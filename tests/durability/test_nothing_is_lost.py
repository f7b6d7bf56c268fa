"""Web server and workers are killed at random (SIGKILL) during a thousand autosaves and two hundred letters (`make prove`;
in `make test` a third of that).

Every save that was acknowledged is there. Every letter reached the mail server. A letter is there twice only where the kill fell
between the server's yes and our note of it: then the first copy is the last that the killed worker handed over.
"""

import http.client
import os
import random
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from samplan.work.rounds.tests.server import Server
from samplan.work.rounds.tests.test_durability import Browser

from .sink import SLOWLY, Sink
from .workers import PatientServer, Workers

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
LONG = os.environ.get("SAMPLAN_PROVE") == "1"
SAVES, LETTERS = (1000, 200) if LONG else (120, 30)
WEB_KILLS, WORKER_KILLS = (12, 16) if LONG else (2, 3)
CLAIM = 10  # seconds; longer than any pause of a living worker on a busy machine

ENQUEUE = """
import django; django.setup()
from django.db import transaction
from samplan.foundation.outbox.actions import enqueue
with transaction.atomic():
    for n in range({count}):
        enqueue(to=f"mottagare{{n}}@example.org", subject=f"Brev {{n}}", text="Hej!", kind="prov.brev")
from samplan.foundation.outbox.models import Mail
print("IDS " + " ".join(Mail.objects.filter(kind="prov.brev").values_list("message_id", flat=True)))
"""
UNSENT = """
import django; django.setup()
from samplan.foundation.outbox.models import Mail
print("UNSENT", Mail.objects.filter(kind="prov.brev", sent_at=None).count())
"""


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.stop()


@pytest.fixture
def server(tmp_path, sink, monkeypatch):
    monkeypatch.setenv("SAMPLAN_SMTP", f"smtp://127.0.0.1:{sink.port}")
    monkeypatch.setenv("SAMPLAN_MAIL_CLAIM", str(CLAIM))
    server = PatientServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def hire(server):
    """Makes workers, and ends them after the test."""
    hired: list[Workers] = []

    def make(count: int) -> Workers:
        hired.append(Workers(server, count))
        return hired[-1]

    yield make
    for workers in hired:
        workers.end()


def enqueue_letters(server, count=LETTERS) -> set[str]:
    out = server.run("-c", ENQUEUE.format(count=count))
    ids = next(line for line in out.splitlines() if line.startswith("IDS ")).split()[1:]
    assert len(set(ids)) == count
    return set(ids)


def unsent(server) -> int:
    return int(server.run("-c", UNSENT).split()[-1])


@dataclass
class Saver:
    """Saves until a thousand are acknowledged. A save that was cut off is tried again when the server is back."""

    server: Server
    browser: Browser
    acknowledged: dict[int, tuple[int, str]] = field(default_factory=dict)
    count: int = 0
    cut_off: int = 0
    failure: str = ""

    def work(self) -> None:
        questions = list(self.server.seed["q"].values())
        sequence = 0
        while self.count < SAVES and not self.failure:
            sequence += 1
            question = questions[sequence % len(questions)]
            text = f"Svar nummer {sequence} " + "ord " * (sequence % 200)
            self.save(question, text, sequence)

    def save(self, question: int, text: str, sequence: int) -> None:
        for _attempt in range(600):
            revision = self.acknowledged.get(question, (0, ""))[0]
            try:
                status, reply = self.browser.save(question, text, revision, client="c", seq=sequence)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                time.sleep(0.1)
                continue
            if status != 200:
                self.failure = f"{status} {reply}"
                return
            self.acknowledged[question] = (reply["revision"], text)
            self.count += 1
            return
        self.failure = "the server did not come back"


def kill_web(server: Server, saving: threading.Thread) -> int:
    """At random moments while somebody saves; leaves it running."""
    chance, kills = random.Random(11), 0
    while kills < WEB_KILLS and saving.is_alive():
        time.sleep(chance.uniform(0.5, 2.0))
        server.kill()
        server.start()
        kills += 1
    return kills


def kill_workers(workers: Workers, sink: Sink) -> None:
    """Each time after some random number of letters, in the midst of the next; leaves them running."""
    chance, until = random.Random(7), time.monotonic() + 900
    while len(sink.taken) < LETTERS - 5 and time.monotonic() < until:
        target = len(sink.taken) + chance.randint(3, 2 * LETTERS // WORKER_KILLS)
        while len(sink.taken) < min(target, LETTERS - 5) and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 2 * SLOWLY))
        workers.kill()
        workers.start()


def test_nothing_is_lost_when_web_and_workers_are_killed_at_random(server, sink, hire):
    begun = time.monotonic()
    ids = enqueue_letters(server)
    workers = hire(2)
    server.start()
    saver = Saver(server, Browser(server))
    saving = threading.Thread(target=saver.work, daemon=True)
    saving.start()
    workers.start()
    killing = threading.Thread(target=kill_workers, args=(workers, sink), daemon=True)
    killing.start()
    web_kills = kill_web(server, saving)
    killing.join(1200)
    saving.join(1200)
    deadline = time.monotonic() + CLAIM + 60
    while time.monotonic() < deadline and unsent(server):
        time.sleep(1)
    left, restarts = unsent(server), len(workers.killed_at)
    workers.end()

    assert saver.failure == ""
    assert saver.count == SAVES
    stored = server.answers()
    for question, (revision, text) in saver.acknowledged.items():
        assert (stored[question][2], stored[question][1]) == (revision, text)

    assert left == 0
    copies = sink.copies()
    assert ids <= set(copies)  # and the seed's own invitation
    twice = {message_id: taken for message_id, taken in copies.items() if len(taken) > 1}
    for taken in twice.values():
        for first, second in pairwise(taken):
            assert sink.last_of_its_sitting(first)
            assert any(first.at < killed < second.at for killed in workers.killed_at)
    assert web_kills > 0
    assert restarts > 1
    print(
        f"\n{saver.count} saves acknowledged, {saver.cut_off} requests cut off, {web_kills} kills of the web server: none lost. "
        f"{len(ids)} letters, {restarts} kills of 2 workers: none lost, {len(twice)} sent twice, "
        f"each the last one a killed worker handed over before it could note it. {time.monotonic() - begun:.0f} s."
    )


def test_several_workers_at_once_send_every_letter_once(server, sink, hire):
    """Fails when a letter is claimed by what was read a moment ago instead of by what is written."""
    ids = enqueue_letters(server, 60)
    workers = hire(4)
    workers.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and unsent(server):
        time.sleep(0.5)
    workers.end()
    assert sorted(t.message_id for t in sink.taken if t.message_id in ids) == sorted(ids)
    assert len({t.sitting for t in sink.taken}) > 1  # they did share the work
