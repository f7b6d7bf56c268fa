"""Real worker processes that can be killed at any moment and started again."""

import os
import signal
import subprocess
import sys
import time

from samplan.work.rounds.tests.server import ROOT, Server


class PatientServer(Server):
    """On a busy machine it may take its time to come up; what counts is that it does."""

    def start(self) -> None:
        try:
            super().start()
        except AssertionError:
            deadline = time.monotonic() + 150
            while self._status() != 401:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)


class Workers:
    def __init__(self, server: Server, count: int) -> None:
        self.server, self.count = server, count
        self.processes: list[subprocess.Popen[bytes]] = []
        self.killed_at: list[float] = []
        self.over = False

    def start(self) -> None:
        if self.over:
            return
        command = [sys.executable, "-m", "samplan", "worker", "--every", "0.1"]
        self.processes = [
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.server.env,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            for _ in range(self.count)
        ]

    def kill(self) -> None:
        """As a power cut does."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.killed_at.append(time.monotonic())
        self.processes = []

    def end(self) -> None:
        """Whatever becomes of the test, nobody is left behind."""
        self.over = True
        self.kill()
