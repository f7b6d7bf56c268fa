"""Every page of the demo, once per role that sees it differently, in a real browser: axe is silent, nothing scrolls
sideways, nothing is asked of another host, and the content security policy has nothing to refuse.

Language, theme and width are combined pairwise: page n takes combination n. `make prove` takes every page in all eight.
"""

import itertools
import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(3600)]
COMBINATIONS = [("sv", "light", 1280), ("en", "dark", 1280), ("sv", "dark", 320), ("en", "light", 320)]
# Only what is wrong is told of: to write out all that is right takes axe as long again as to look.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def pairs(shown):
    if os.environ.get("SAMPLAN_PROVE"):
        widths = (1280,) if os.environ["SAMPLAN_PROVE"] == "wide" else (1280, 320)
        return itertools.product(itertools.product(("sv", "en"), ("light", "dark"), widths), shown)
    return zip(itertools.cycle(COMBINATIONS), shown, strict=False)


def walk(page, live_server, shown):
    faults, noise, foreign = [], [], []
    page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
    at_home = (live_server.url, "data:")
    page.on("request", lambda r: None if r.url.startswith(at_home) else foreign.append(r.url))
    for (language, theme, width), one in pairs(shown):
        noise.clear()
        foreign.clear()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        response = page.goto(live_server.url + one.url)
        expected = 404 if one.name in {"not-found", "link-dead", "invitation-dead"} else 200
        if response.status != expected:
            faults.append(f"{one.name}: answered {response.status}")
            continue
        where = f"{one.name} ({language}, {theme}, {width})"
        for violation in Axe().run(page, options=OPTIONS).response["violations"]:
            targets = [str(node["target"]) for node in violation["nodes"][:3]]
            faults.append(f"{where}: {violation['id']} {targets}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{where}: {wide} px wide")
        faults += [f"{where}: {text}" for text in noise if "404" not in text]
        faults += [f"{where}: asked {url}" for url in foreign]
    return faults


def test_nobody_is_shut_out_of_the_coordinators_pages(page, demo_site, sign_in):
    sign_in(page, pages.coordinator())
    assert walk(page, demo_site, pages.coordinator_pages()) == []


def test_nobody_is_shut_out_of_the_installations_own_pages(page, demo_site, sign_in):
    sign_in(page, pages.administrator())
    assert walk(page, demo_site, pages.administrator_pages()) == []


def test_nobody_is_shut_out_of_answering_and_approving(page, demo_site, sign_in):
    writing = pages.in_state("writing")
    sign_in(page, pages.contact(writing.organisation.short_name))
    faults = walk(page, demo_site, pages.writer_pages(writing))
    waiting = pages.in_state("with_manager")
    sign_in(page, pages.manager(waiting.organisation.short_name))
    faults += walk(page, demo_site, pages.manager_pages(waiting))
    sign_in(page, None)
    faults += walk(page, demo_site, pages.open_pages())
    assert faults == []
