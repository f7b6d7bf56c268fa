"""Starts and ends the provider, and walks through it as a browser would."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-for-tests"


@dataclass
class ProviderProcess:
    folder: Path
    address: str
    pid: int

    @property
    def issuer(self) -> str:
        return f"{self.address}/o"

    def knows(self, **people: dict) -> None:
        (self.folder / "people.json").write_text(json.dumps(people))

    def lies(self, **faults: object) -> None:
        (self.folder / "faults.json").write_text(json.dumps(faults))

    def lies_in_userinfo(self, **faults: object) -> None:
        (self.folder / "userinfo_faults.json").write_text(json.dumps(faults))

    def configuration(self, **more: object) -> dict:
        return {
            "name": "Logga in med Region Norrlunda",
            "issuer": self.issuer,
            "client_id": "samplan",
            "client_secret": SECRET,
            **more,
        }

    def walk(self, authorize: str, who: str) -> str:
        """From the address Samplan sends the browser to, back to the address the provider sends it to."""
        with requests.Session() as browser:
            answer = browser.get(authorize, allow_redirects=False)
            while answer.is_redirect and answer.headers["Location"].startswith(("/", self.address)):
                address = requests.compat.urljoin(answer.url, answer.headers["Location"])
                answer = browser.get(address, allow_redirects=False)
                if "csrfmiddlewaretoken" in answer.text:
                    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text).group(1)
                    sent = {"csrfmiddlewaretoken": token, "who": who}
                    answer = browser.post(answer.url, sent, allow_redirects=False)
            return answer.headers["Location"]


@contextmanager
def started(folder: Path, port: int, callbacks: list[str]) -> Iterator[ProviderProcess]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "OIDC_FOLDER": str(folder), "OIDC_ADDRESS": address, "OIDC_SECRET": SECRET}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.oidc_provider.serve", *callbacks],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(process, f"{address}/o/.well-known/openid-configuration", folder / "log")
        yield ProviderProcess(folder, address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + 100
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise RuntimeError(log.read_text())
