"""The document as a page: real structure, sources that open by keyboard, nothing that the content policy stops."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from samplan.foundation.core.documents.web import render_web

from .sample_report import REPORT

STATIC = Path(__file__).resolve().parent.parent / "static/core"


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(scope="module")
def html():
    return render_web(REPORT)


def page_of(html, theme="light"):
    css = "".join((STATIC / name).read_text() for name in ("tokens.css", "charts.css", "document.css"))
    css = css.replace("@import", "/* @import").replace("url(", "url(data:,")
    return (
        f'<!doctype html><html lang="sv" data-theme="{theme}"><head><meta charset="utf-8"><title>Rapport</title>'
        f'<meta name="viewport" content="width=device-width"><style>{css}'
        "body { margin: 0; background: var(--paper); } main { padding: 16px; }</style></head>"
        f"<body><main>{html}</main></body></html>"
    )


def test_nothing_inline_that_a_strict_policy_stops(html):
    for tag, attrs in Tags(html).found:
        assert tag not in ("script", "style", "iframe")
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)


def test_ids_are_unique_and_every_reference_has_its_target(html):
    found = Tags(html).found
    ids = [attrs["id"] for _, attrs in found if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["popovertarget"] for _, attrs in found if "popovertarget" in attrs}
    targets |= {attrs["href"][1:] for _, attrs in found if attrs.get("href", "").startswith("#")}
    targets |= {name for _, attrs in found for name in (attrs.get("aria-labelledby") or "").split()}
    targets |= set(re.findall(r"url\(#([^)]+)\)", html))
    assert targets
    assert targets <= set(ids)


def test_two_documents_on_one_page_do_not_share_ids():
    first, second = (
        {attrs["id"] for _, attrs in Tags(render_web(REPORT, key=key)).found if "id" in attrs} for key in ("a", "b")
    )
    shared = {name for name in first & second if "source" in name or "figure" in name}
    assert shared == set()


def test_headings_follow_the_page_they_stand_on(html):
    levels = [tag for tag, _ in Tags(html).found if re.fullmatch(r"h\d", tag)]
    assert levels[0] == "h1"
    assert levels.count("h1") == 1
    lower = [tag for tag, _ in Tags(render_web(REPORT, with_head=False, heading_level=3)).found if tag in ("h1", "h2")]
    assert lower == []


def test_tables_have_captions_and_heads_for_columns_and_rows(html):
    tags = Tags(html)
    scopes = [attrs.get("scope") for attrs in tags.all("th")]
    assert set(scopes) == {"col", "row"}
    assert len(tags.all("caption")) == len(tags.all("table")) == 7


def test_each_of_the_six_kinds_of_empty_is_said_in_words(html):
    for words in ("inte svarat", "gäller inte", "vakant", "ej mätbar än", "uppgift skyddas"):
        assert words in html
    assert '<td class="doc-number">0</td>' in html


def test_no_white_space_slips_in_between_a_figure_and_the_comma_after_it(html):
    assert "236 personer</button>" in html
    assert "</sup></strong> ett första samtal" in html


def test_a_quote_keeps_its_line_breaks_and_says_who(html):
    assert "<p>Vi slutade skicka folk vidare.</p><p>Det märktes redan första veckan.</p>" in html
    assert '<span class="doc-who">Ekby kommun</span>' in html


@pytest.mark.browser
def test_a_source_opens_and_closes_by_keyboard(page, html):
    page.set_content(page_of(html))
    button = page.locator("p .doc-source").first
    popover = page.locator(f"#{button.get_attribute('popovertarget')}")
    button.focus()
    assert not popover.is_visible()
    page.keyboard.press("Enter")
    assert popover.is_visible()
    assert "15 av 17 organisationer" in popover.inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Se underlaget"
    page.keyboard.press("Escape")
    assert not popover.is_visible()
    assert button.evaluate("element => element === document.activeElement")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, html, width, theme):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(page_of(html, theme))
    page.locator("p .doc-source").first.click()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.locator(".doc-chart:visible")
    assert shown.count() == 5
