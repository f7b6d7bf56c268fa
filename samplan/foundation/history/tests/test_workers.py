"""Several workers seal while people write: nothing is sealed twice, nothing is left out, nobody waits long."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction

from samplan.foundation.core.tests.databases import own_database
from samplan.foundation.history.actions import record
from samplan.foundation.history.models import Event, Seal
from samplan.foundation.history.sealing import seal_batch, seal_new
from samplan.foundation.history.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


def happened(name="Karin Prov"):
    return record(by=name, verb="prov.changed", subject=Seal(number=7), after={"title": "Ny"})


def together(*tasks):
    failed = []

    def run(task):
        try:
            task()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def storm():
    """Two workers and three writers at once, on whatever database there is."""
    writing = threading.Event()

    def write():
        for number in range(60):
            with transaction.atomic():
                happened(f"Rad {number}")

    def work():
        while not writing.is_set():
            seal_batch()
            time.sleep(0.001)

    def write_all():
        try:
            together(write, write, write)
        finally:
            writing.set()

    together(work, work, write_all)
    seal_new()
    assert Event.objects.count() == 180
    assert not Event.objects.filter(sealed_in=None).exists()
    assert sum(Seal.objects.values_list("count", flat=True)) == 180
    verdict = verify()
    assert verdict.holds, verdict.problems


def test_two_workers_and_three_writers_at_once(tmp_path):
    """Planted bug: without the turn and the lock on the rows, PostgreSQL gives two seals the same number."""
    if connection.vendor == "postgresql":
        storm()
        return
    # The test database lies in memory, where SQLite does not let anybody wait: a file of its own, in a process of its own.
    script = f"import django; django.setup()\nfrom {__name__} import storm; storm()\n"
    own = {**os.environ, "SAMPLAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "samplan.settings"}
    own_database(tmp_path, own)
    done = subprocess.run([sys.executable, "-c", script], env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_lower_number_committed_after_the_seal():
    """Planted bug: sealing «everything up to the highest number» would leave this row out for ever."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: numbers come in the order of commits")
    written, sealed = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            happened("Sen")
            written.set()
            assert sealed.wait(30)

    def quick():
        assert written.wait(30)
        happened("Snabb")
        assert seal_new() == 1
        sealed.set()

    together(slow, quick)
    late, first = Event.objects.get(actor_name="Sen"), Event.objects.get(actor_name="Snabb")
    assert late.pk < first.pk
    assert late.sealed_in is None
    assert seal_new() == 1
    verdict = verify()
    assert verdict.holds, verdict.problems


def test_a_writer_does_not_wait_while_a_batch_is_sealed():
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite a batch is kept short instead: tests/test_chain.py")
    happened()
    holding, written = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            assert seal_batch() == 1
            holding.set()
            assert written.wait(30)

    def write():
        assert holding.wait(30)
        happened("Skriver under tiden")
        written.set()

    together(hold, write)
    assert Event.objects.count() == 2
