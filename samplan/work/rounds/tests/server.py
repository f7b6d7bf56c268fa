"""A real web server in a process of its own, on its own database, that can be killed at any moment and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

ROOT = settings.BASE_DIR

SEED = """
import django, json, re
django.setup()
from datetime import date
from types import SimpleNamespace
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import County, Organisation, User
from samplan.work.rounds import actions
from samplan.work.rounds.tests.conftest import make_request, make_round, questions_of
county = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
ekby = Organisation.objects.create(county=county, kind="municipality", code="9101", name="Ekby kommun", short_name="Ekby")
karin = User.objects.create_user(email="karin@example.org", name="Karin Prov")
sara = SimpleNamespace(name="Sara Prov", email="sara@example.org", title="strateg")
anders = SimpleNamespace(name="Anders Prov", email="anders@example.org", title="chef")
round = make_round(SimpleNamespace(norr=county, coordinator=karin))
request = make_request(round, ekby, sara, anders)
actions.open_round(round=round, by=karin)
link = re.search(r"(/svar/\\S+)", Mail.objects.get(to="sara@example.org").text).group(1)
print("SEED" + json.dumps({"link": link, "pk": request.pk, "q": {n: q.pk for n, q in questions_of(round).items()}}))
"""
READ = """
import django, json
django.setup()
from samplan.work.questionnaires.models import Answer
print("READ" + json.dumps({a.question_id: [a.choice, a.text, a.revision] for a in Answer.objects.all()}))
"""


class Server:
    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "SAMPLAN_DATA": str(folder),
            "SAMPLAN_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "samplan.settings",
            "SAMPLAN_LOG": "ERROR",
        }
        self.process: subprocess.Popen[bytes] | None = None
        own_database(folder, self.env)
        self.seed = self._printed("SEED", SEED)

    def run(self, *args: str) -> str:
        done = subprocess.run([sys.executable, *args], cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def _printed(self, mark: str, code: str) -> dict:
        out = self.run("-c", code)
        return json.loads(next(line[len(mark) :] for line in out.splitlines() if line.startswith(mark)))

    def answers(self) -> dict[int, list]:
        """Read by another process, from what is on disk."""
        return {int(pk): row for pk, row in self._printed("READ", READ).items()}

    def start(self) -> None:
        bind = f"127.0.0.1:{self.port}"
        command = ["-m", "gunicorn", "samplan.wsgi", "-b", bind, "-w", "2", "--threads", "2", "--log-level", "error"]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            if self._status() == 401:  # nobody is let in without a link: it is up
                return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def _status(self) -> int:
        try:
            return urllib.request.urlopen(f"{self.url}/svar/0/", timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def kill(self) -> None:
        """As a power cut does: no goodbye, to none of its processes."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
