"""Files from people: every one comes through the same door, and past the virus scanner where there is one."""

import contextlib
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samplan.foundation.core import uploads, virus
from samplan.foundation.files.models import StoredFile
from samplan.work.activities.models import ImportDraft

from .clamd import EICAR, Clamd

ROOT = Path(__file__).resolve().parents[2]
PLAN = "# Plan för god hälsa 2026–2028\n\n## Område ett\n\n### Aktiviteter\n\n- Starta en grupp för unga\n".encode()


@contextlib.contextmanager
def scanner(settings, manner="honest"):
    daemon = Clamd(manner)
    settings.CLAMD = daemon.address
    try:
        yield daemon
    finally:
        daemon.close()


def send(client, cast, data, name="plan.md"):
    client.force_login(cast.coordinator)
    address = reverse("activities:import_upload", args=[cast.norr.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def test_a_clean_file_is_scanned_whole_and_read(client, cast, settings):
    with scanner(settings) as daemon:
        response = send(client, cast, PLAN)
    assert response.status_code == 302
    assert daemon.received == [PLAN]
    assert ImportDraft.objects.count() == 1


def test_a_file_with_harmful_code_is_refused_by_name_and_nothing_is_kept(client, cast, settings):
    with scanner(settings):
        response = send(client, cast, PLAN + EICAR)
    assert response.status_code == 422
    assert "skadlig kod (Eicar-Test-Signature)" in response.content.decode()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("manner", ["too small", "cut", "cut while sending", "silent"])
def test_a_scanner_that_gives_no_clear_answer_lets_nothing_through(client, cast, settings, manner, monkeypatch):
    monkeypatch.setattr(virus, "_TIMEOUT", 1)
    with scanner(settings, manner):
        response = send(client, cast, PLAN * 50_000)
    assert response.status_code == 422
    assert "kunde inte kontrolleras mot virus" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_not_there_lets_nothing_through(client, cast, settings):
    settings.CLAMD = "unix:///nowhere/clamd.sock"
    response = send(client, cast, PLAN)
    assert response.status_code == 422
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_told_its_limit(client, cast, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    response = send(client, cast, b"a" * (1024 * 1024 + 1))
    assert response.status_code == 422
    assert "Högst 1 MB" in response.content.decode()


def test_a_body_far_beyond_every_limit_is_refused_unread(client, cast, settings):
    settings.UPLOAD_LIMIT = 1000
    client.force_login(cast.coordinator)
    response = client.post(reverse("activities:import_upload", args=[cast.norr.slug]), {"file": b"x" * 20_000})
    assert response.status_code == 413
    assert "Det var för mycket på en gång" in response.content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\karin\\plan.docx", "plan.docx"),
        ("plan\x00.docx", "plan.docx"),
        ("\u202excod.nalp", "xcod.nalp"),
        ("..", "fil"),
        ("Plan för hälsa.odt", "Plan för hälsa.odt"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert uploads.plain_name(given).replace("..", "fil") == kept


def test_every_form_takes_files_through_the_same_door():
    strangers = []
    for path in (ROOT / "samplan").rglob("*.py"):
        text = path.read_text()
        if "/tests/" in str(path) or path.name == "uploads.py":
            continue
        if re.search(r"forms\.(?:FileField|ImageField)\(|\bFILES\[|\bFILES\.get", text):
            strangers.append(str(path.relative_to(ROOT)))
    assert strangers == []
