"""Takes the pictures in docs/screens from the demo, in a real browser.

make screens
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/screens"
LONGEST = 3600  # pixels: a report of sixty pages is not one picture
sys.path.insert(0, str(ROOT))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def shots() -> list[tuple[str, object, str, list[int]]]:
    """(name, user, address, widths)"""
    from tests.site import pages

    writing = pages.in_state("writing")
    waiting = pages.in_state("with_manager")
    coordinator = {page.name: page.url for page in pages.coordinator_pages()}
    by = pages.coordinator()
    coordinator["import-review"] = f"/varmland/las-in/{_draft(by).pk}/"
    wanted = [
        (name, by, coordinator[name], [1280])
        for name in (
            "plan",
            "node",
            "activities",
            "round",
            "compilation",
            "compilation-question",
            "report",
            "import-review",
        )
    ]
    contact = pages.contact(writing.organisation.short_name)
    manager = pages.manager(waiting.organisation.short_name)
    return [
        ("start", by, coordinator["start"], [1280, 390]),
        *wanted,
        ("answer", contact, f"/svar/{writing.pk}/avsnitt/1/", [1280, 390]),
        ("approve", manager, f"/svar/{waiting.pk}/godkann/", [390]),
    ]


def _draft(by: object) -> object:
    """A plan being read in: one of the made-up plans of the tests."""
    from samplan.foundation.files import store
    from samplan.foundation.people.models import County
    from samplan.foundation.people.queries import ActorRegister
    from samplan.work.activities.models import ImportDraft
    from samplan.work.plans.recognition import read, recognise

    path = ROOT / "samplan/work/plans/tests/documents/annex-trap.txt"
    county = County.objects.get(code="17")
    document = read(path.read_bytes(), path.name)
    proposal = recognise(document, match_actor=ActorRegister(county).name)
    return ImportDraft.objects.create(
        county=county,
        file=store.keep(data=path.read_bytes(), name="plan.txt", content_type="text/plain", by_id=None),
        proposal=proposal.to_dict(),
        lines=[line.text for line in document.lines],
        created_by_name=str(by),
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ.update(
            SAMPLAN_DATA=data, SAMPLAN_DEMO="1", SAMPLAN_DEBUG="1", DJANGO_SETTINGS_MODULE="samplan.settings"
        )
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for command in ("setup", "demo"):
            subprocess.run([sys.executable, "-m", "samplan", command], check=True, cwd=ROOT)
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "samplan", "runserver", f"127.0.0.1:{port}", "--noreload"], cwd=ROOT
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/konto/logga-in/")
            take(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(20)


def take(base: str) -> None:
    import django

    django.setup()
    from django.test import Client
    from PIL import Image
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-quic"]
        )
        for name, user, address, widths in shots():
            client = Client()
            client.force_login(user)  # type: ignore[arg-type]
            for width in widths:
                context = browser.new_context(locale="sv-SE", viewport={"width": width, "height": 900})
                context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}])
                page = context.new_page()
                page.goto(base + address)
                page.wait_for_load_state()
                height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                picture = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
                picture.convert("RGB").quantize(96).save(TARGET / f"{name}-{width}.png", optimize=True)
                context.close()
                print(name, width)
        browser.close()


if __name__ == "__main__":
    main()
