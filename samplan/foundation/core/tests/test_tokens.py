"""Every pair of colours that text is set in, measured by the WCAG formula from the stylesheet itself, light and dark."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parent.parent / "static" / "core"
TEXT, MARK = 4.5, 3.0

# (text, ground): what a reader reads.
TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "muted", "teal", "teal-dark") for ground in ("paper", "canvas")],
    *[(text, "paper") for text in ("thread", "ok", "warn", "late", "vacant", "neutral")],
    *[(f"{state}-ink", f"{state}-tint") for state in ("ok", "warn", "late", "vacant", "neutral")],
    *[("neutral-ink", ground) for ground in ("paper", "hatch")],
    ("ink", "teal-tint"),
    ("muted", "teal-tint"),
    ("teal-dark", "teal-tint"),
    ("ink", "canvas-2"),
    ("ink", "teal-soft"),
    ("ink", "money"),
    ("ink", "money-now"),
    ("ink", "mark"),
    ("ink", "sand"),
    ("on-teal", "teal"),
    ("on-teal", "teal-dark"),
    ("on-teal-mid", "teal-mid"),
    ("ink", "partly"),
    ("on-sun", "sun"),
    ("late", "canvas"),
    ("ok", "canvas"),
    ("late-ink", "late-tint"),
]
# Borders and marks that carry meaning.
MARK_PAIRS = [
    *[(line, "paper") for line in ("field", "control", "teal", "warn", "late", "line-strong", "ink", "thread")],
    ("field", "canvas"),
    ("control", "canvas"),
    ("ink", "canvas"),
]


def blocks() -> dict[str, dict[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", (STYLES / "tokens.css").read_text(), flags=re.DOTALL)
    found = re.findall(r"(:root[^{]*)\{([^}]*)\}", css)
    named = [(head.strip(), dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))) for head, body in found]
    return {
        "light": named[0][1],
        "dark by system": named[1][1],
        "dark by choice": named[2][1],
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_knows_black_on_white():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#55606e", "#ffffff"), 1) == 6.4


def test_the_two_dark_blocks_say_the_same():
    found = blocks()
    assert found["dark by system"] == found["dark by choice"]
    assert found["dark by system"].keys() == found["light"].keys()


@pytest.mark.parametrize("theme", ["light", "dark by system"])
def test_text_can_be_read(theme):
    colours = blocks()[theme]
    short = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in TEXT_PAIRS}
    assert {pair: value for pair, value in short.items() if value < TEXT} == {}


@pytest.mark.parametrize("theme", ["light", "dark by system"])
def test_borders_and_marks_can_be_seen(theme):
    colours = blocks()[theme]
    short = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in MARK_PAIRS}
    assert {pair: value for pair, value in short.items() if value < MARK} == {}


def test_every_colour_used_is_a_token():
    tokens = set(blocks()["light"])
    used = {}
    for path in Path(STYLES).parents[3].glob("*/*/static/**/*.css"):
        if "vendor" not in path.parts:
            css = path.read_text()
            local = set(re.findall(r"--([\w-]+):", css))
            unknown = set(re.findall(r"var\(--([\w-]+)", css)) - tokens - local
            used[path.name] = {name for name in unknown if not name.startswith(("ds", "font"))}
    assert used, "no stylesheet found"
    assert {name: names for name, names in used.items() if names} == {}
