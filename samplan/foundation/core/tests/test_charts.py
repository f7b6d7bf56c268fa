"""Charts say the same as picture, table and words, and can be read by everybody."""

import hashlib
import io
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from samplan.foundation.core.charts.data import (
    Answer,
    AnswerStrip,
    ChangeRow,
    Changes,
    Count,
    Counts,
    Distribution,
    DistributionRow,
    RoundCurve,
)
from samplan.foundation.core.charts.drawing import draw
from samplan.foundation.core.charts.raster import svg_to_png
from samplan.foundation.core.charts.sentences import describe
from samplan.foundation.core.charts.svg import COLOURS, PRINT, WEB
from samplan.foundation.core.charts.tables import chart_table
from samplan.foundation.core.documents.pieces import Missing
from samplan.foundation.core.fonts import FOLDER, printable, text_width

from .sample_report import CHANGES, COUNTS, CURVE, DISTRIBUTION, STRIP

SVG = "{http://www.w3.org/2000/svg}"
ALL = [DISTRIBUTION, CHANGES, COUNTS, STRIP, CURVE]
STATIC = Path(__file__).resolve().parent.parent / "static/core"


def drawn(chart, **options):
    return ElementTree.fromstring(draw(chart, **options))


def texts(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def boxes(root, fill):
    return [node for node in root.iter(f"{SVG}rect") if node.get("fill") == COLOURS[fill]]


@pytest.mark.parametrize("theme", [WEB, PRINT])
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_every_chart_is_a_named_picture_without_script_or_style(chart, theme):
    root = drawn(chart, theme=theme, key="k")
    assert root.get("role") == "img"
    named = {node.get("id"): node.text for node in root if node.get("id")}
    assert [named[name] for name in root.get("aria-labelledby").split()] == [chart.title, describe(chart)]
    for node in root.iter():
        assert node.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject")
        assert "style" not in node.attrib
        assert not any(name.startswith("on") for name in node.attrib)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_every_class_on_the_web_has_a_colour_in_the_style_sheet(chart):
    css = (STATIC / "charts.css").read_text()
    for node in drawn(chart).iter():
        for name in (node.get("class") or "").split():
            assert f".{name} " in css, name


def test_the_bars_are_as_long_as_the_answers_are_many():
    root = drawn(DISTRIBUTION, theme=PRINT, width=640)
    yes_2025, yes_2026 = (float(node.get("width")) + 2 for node in boxes(root, "yes"))
    partly_2025, partly_2026 = (float(node.get("width")) + 2 for node in boxes(root, "partly"))
    assert yes_2026 / yes_2025 == pytest.approx(6 / 2, rel=0.01)
    assert partly_2025 / partly_2026 == pytest.approx(9 / 7, rel=0.01)


def test_last_year_stands_thinner_above_this_year():
    first, second = boxes(drawn(DISTRIBUTION, theme=PRINT), "yes")
    assert float(first.get("y")) < float(second.get("y"))
    assert float(first.get("height")) < float(second.get("height"))


def test_answers_stand_in_their_order_without_covering_each_other():
    root = drawn(Distribution("F", (DistributionRow("2026", 3, 3, 3, 3, 3, 3),)), theme=PRINT)
    spans = sorted(
        (float(node.get("x")), float(node.get("x")) + float(node.get("width")))
        for node in root.iter(f"{SVG}rect")
        if float(node.get("height")) > 30 and float(node.get("width")) > 20
    )
    for (_, end), (begin, _) in pairwise(spans):
        assert begin >= end - 0.01 or begin < end - 20  # the same part drawn again: ground, hatch, outline
    names = [text for text in texts(root) if text in ("Ja", "Delvis", "Nej")]
    assert names == ["Ja", "Delvis", "Nej"]


rows = st.builds(DistributionRow, st.just("2026"), *[st.integers(0, 30)] * 6)


@given(st.lists(rows, max_size=4).map(tuple), st.sampled_from((320, 522, 640)))
@settings(max_examples=60, deadline=None)
def test_every_answer_given_is_named_and_nothing_leaves_the_picture(given_rows, width):
    chart = Distribution("Fråga", given_rows)
    root = drawn(chart, width=width, theme=PRINT)
    said = " ".join(texts(root))
    for answer, name in zip(Answer, ("Ja", "Delvis", "Nej", "inte", "aktuellt", "svarat"), strict=True):
        if any(row.count(answer) for row in given_rows):
            assert name in said, (answer, said)
    for node in root.iter(f"{SVG}text"):
        weight = int(node.get("font-weight") or 400)
        length = text_width(node.text, float(node.get("font-size")), weight)
        begin = float(node.get("x")) - {"middle": length / 2, "end": length}.get(node.get("text-anchor"), 0)
        assert begin >= -1
        assert begin + length <= width + 1, node.text
    height = float(root.get("height"))
    assert all(float(node.get("y")) <= height + 2 for node in root.iter() if node.get("y"))


def test_a_change_towards_yes_is_teal_and_away_from_it_amber():
    root = drawn(CHANGES, theme=PRINT, width=640)
    lines = [node for node in root.iter(f"{SVG}line") if node.get("stroke-width") == "2"]
    assert [node.get("stroke") for node in lines] == [COLOURS["teal"], COLOURS["teal"], COLOURS["amber"]]
    towards = lines[0]
    assert float(towards.get("x2")) > float(towards.get("x1"))
    bold = [node.text for node in root.iter(f"{SVG}text") if node.get("font-weight") == "600"]
    assert bold == ["Forsby", "Ekby", "Tallvik"]


def test_the_words_for_changes_name_who_moved():
    assert describe(CHANGES) == "Närmare ja: Forsby, Ekby. Längre från ja: Tallvik. Samma svar: 1."


def test_an_answer_off_the_scale_is_no_change():
    assert ChangeRow("A", Answer.DONT_KNOW, Answer.YES).direction == 0
    assert ChangeRow("A", Answer.NO, None).direction == 0
    assert [cell.text for cell in chart_table(CHANGES).rows[4].cells] == [
        "Granhult",
        "Vet inte",
        "Ja",
        "går inte att jämföra",
    ]


def test_count_bars_are_in_proportion_and_zero_has_none():
    root = drawn(Counts("Hinder", (Count("Tid", 6), Count("Pengar", 3), Count("Ork", 0))), theme=PRINT)
    lengths = [float(node.get("width")) for node in boxes(root, "teal-mid")]
    assert lengths[0] == pytest.approx(2 * lengths[1], rel=0.01)
    assert len(lengths) == 2
    assert texts(root)[-1] == "0"


def test_a_strip_has_one_cell_for_each_that_answered_and_a_line_for_the_silent():
    root = drawn(AnswerStrip("Svar", DistributionRow("2026", 6, 4, 1, 0, 0, 6)), theme=PRINT)
    assert len(boxes(root, "yes")) == 6
    assert len(boxes(root, "pale")) == 4
    assert len([node for node in root.iter(f"{SVG}rect") if node.get("stroke") == COLOURS["teal-mid"]]) == 1
    (line,) = root.iter(f"{SVG}line")
    assert float(line.get("x2")) - float(line.get("x1")) == pytest.approx(6 * 7 - 1)


def test_the_round_curve_steps_up_to_today_only():
    root = drawn(CURVE, theme=PRINT, width=640)
    earlier, now = root.iter(f"{SVG}path")
    assert now.get("stroke") == COLOURS["teal"]
    assert now.get("d").count("V") == len({*CURVE.received}) - 1 + (CURVE.received[-1] == CURVE.received[-2])
    assert float(re.findall(r"H([\d.]+)", now.get("d"))[-1]) < float(re.findall(r"H([\d.]+)", earlier.get("d"))[-1])
    assert "Alla 17" in texts(root)


def test_the_curve_as_a_table_knows_what_has_not_happened_yet():
    table = chart_table(CURVE)
    assert [column.label for column in table.columns] == ["Dag", "2026", "2025"]
    by_day = {row.cells[0].text: row.cells[1:] for row in table.rows}
    assert by_day["9 nov"][0].number == CURVE.received[7]
    assert by_day["15 nov"][0].number == 6
    assert isinstance(by_day["30 nov"][0], Missing)
    assert by_day["30 nov"][1].number == CURVE.earlier[28]


def test_the_table_of_a_distribution_holds_every_count():
    rows = {row.cells[0].text: [cell.number for cell in row.cells[1:]] for row in chart_table(DISTRIBUTION).rows}
    assert rows == {"Ja": [2, 6], "Delvis": [9, 7], "Nej": [4, 2], "Vet inte": [1, 1], "Ej svarat": [1, 1]}


@pytest.mark.parametrize(
    "chart",
    [
        Distribution("Tom", ()),
        Distribution("Nollor", (DistributionRow("2026"),)),
        Changes("Tom", "2025", "2026", ()),
        Counts("Tom", ()),
        AnswerStrip("Tom", DistributionRow("2026")),
        RoundCurve("Tom", date(2026, 1, 1), date(2026, 1, 1), 0, "2026", ()),
    ],
    ids=lambda chart: type(chart).__name__,
)
def test_a_chart_of_nothing_is_drawn_and_described(chart):
    assert drawn(chart).get("role") == "img"
    assert isinstance(describe(chart), str)
    assert chart_table(chart).rows is not None
    assert svg_to_png(draw(chart, theme=PRINT))


def test_names_of_organisations_cannot_break_the_picture():
    chart = Changes("<b>", "&", '"', (ChangeRow("<script>alert(1)</script>", Answer.NO, Answer.YES),))
    root = drawn(chart, theme=PRINT, width=2000)
    assert "<script>alert(1)</script>" in texts(root)


def test_the_png_has_two_dots_for_each_pixel_and_our_letters():
    chart = Counts("Ord", (Count("Brukarnas egna ord", 3),))
    png = svg_to_png(draw(chart, theme=PRINT, width=522))
    picture = Image.open(io.BytesIO(png))
    assert picture.width == 2 * 522
    other = svg_to_png(
        draw(chart, theme=PRINT, width=522).replace('font-family="Inter"', 'font-family="Libertinus Serif"')
    )
    assert other != png


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [
    ("on-yes", "yes"),
    ("on-partly", "partly"),
    ("on-no", "no"),
    ("ink", "paper"),
    ("ink", "canvas"),
    ("muted", "paper"),
    ("teal", "paper"),
]
MARK_ON = [("teal", "paper"), ("amber", "paper"), ("muted", "paper"), ("teal-mid", "paper"), ("line-strong", "paper")]


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_in_print_can_be_read(text, ground):
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_ON)
def test_marks_in_print_can_be_seen(mark, ground):
    assert contrast(COLOURS[mark], COLOURS[ground]) >= 3


def web_colours(theme):
    """The colour of each role of a chart, from the style sheets themselves."""
    tokens = (STATIC / "tokens.css").read_text()
    light = tokens[: tokens.index("prefers-color-scheme: dark")]
    dark = tokens[tokens.index('[data-theme="dark"]') :]
    values = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})\b", light))
    if theme == "dark":
        values |= dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})\b", dark))
    css = (STATIC / "charts.css").read_text()
    roles = re.findall(r"\.chart-(?:line-)?([\w-]+) \{ (?:fill|stroke): var\((--[\w-]+)\); \}", css)
    return {role: values[token] for role, token in roles}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_on_the_web_can_be_read_in_light_and_dark(theme):
    colours = web_colours(theme)
    for text, ground in TEXT_ON:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark, ground in MARK_ON:
        assert contrast(colours[mark], colours[ground]) >= 3, (mark, ground)


def test_letter_widths_come_from_the_font():
    assert text_width("iiii", 10) < text_width("MMMM", 10) / 2
    assert text_width("Å", 1000) == text_width("A", 1000)
    assert text_width("abc", 20) == pytest.approx(2 * text_width("abc", 10))


def test_what_the_font_lacks_is_replaced_and_the_rest_left_alone():
    assert printable("Åsa – ”ja” 1 260 Ω Ж") == "Åsa – ”ja” 1 260 Ω Ж"
    assert printable("bra 👍🏽!") == "bra \ufffd!"
    assert printable("a\x0bb\u200dc") == "abc"


def test_the_fonts_are_the_ones_their_readme_names():
    readme = (FOLDER / "README.md").read_text()
    files = sorted(FOLDER.glob("*.ttf"))
    assert len(files) == 3
    for path in files:
        assert f"| {path.name} | {hashlib.sha256(path.read_bytes()).hexdigest()} |" in readme
