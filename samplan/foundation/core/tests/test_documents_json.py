"""A report is frozen as JSON and must come back as it was."""

import json
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samplan.foundation.core.charts import data as charts
from samplan.foundation.core.documents import model, pieces
from samplan.foundation.core.documents.snapshot import UnreadableSnapshot, from_json, to_json

from .sample_report import REPORT

texts = st.text(max_size=20)
counts = st.integers(0, 400)
sources = st.builds(
    pieces.Source,
    texts,
    st.none() | texts,
    st.lists(st.builds(pieces.Fact, texts, texts), max_size=2).map(tuple),
)
maybe_sources = st.none() | sources
runs = st.lists(st.builds(pieces.Text, texts, st.booleans(), st.none() | texts, maybe_sources), max_size=3).map(tuple)
numbers = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
cells = st.builds(pieces.Value, texts, numbers, maybe_sources) | st.builds(
    pieces.Missing, st.sampled_from(pieces.Empty), maybe_sources
)
margins = st.lists(texts, max_size=2).map(tuple)


@st.composite
def tables(draw):
    columns = tuple(draw(st.lists(st.builds(pieces.Column, texts, st.booleans()), min_size=1, max_size=3)))
    row = st.tuples(*[cells] * len(columns)).map(pieces.Row)
    return pieces.Table(
        draw(texts),
        columns,
        tuple(draw(st.lists(row, max_size=3))),
        draw(st.none() | row),
        draw(texts),
        draw(maybe_sources),
        margin=draw(margins),
    )


answers = st.sampled_from(charts.Answer)
distribution_rows = st.builds(charts.DistributionRow, texts, counts, counts, counts, counts, counts, counts)
change_rows = st.builds(charts.ChangeRow, texts, st.none() | answers, st.none() | answers)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
any_chart = st.one_of(
    st.builds(charts.Distribution, texts, st.lists(distribution_rows, max_size=3).map(tuple)),
    st.builds(charts.Changes, texts, texts, texts, st.lists(change_rows, max_size=3).map(tuple)),
    st.builds(charts.Counts, texts, st.lists(st.builds(charts.Count, texts, counts), max_size=3).map(tuple)),
    st.builds(charts.AnswerStrip, texts, distribution_rows),
    st.builds(
        charts.RoundCurve,
        texts,
        days,
        days,
        counts,
        texts,
        st.lists(counts, max_size=4).map(tuple),
        texts,
        st.lists(counts, max_size=4).map(tuple),
    ),
)
levels = st.sampled_from((1, 2, 3))
key_figures = st.builds(model.KeyFigure, texts, texts, texts, maybe_sources)
blocks = st.one_of(
    st.builds(model.Heading, levels, texts, texts, texts, margin=margins),
    st.builds(model.AnnexHeading, texts, texts, texts),
    st.builds(model.Paragraph, runs, margin=margins),
    st.builds(model.Lead, runs, margin=margins),
    st.builds(model.BulletList, st.lists(runs, max_size=3).map(tuple)),
    st.builds(model.Quote, texts, texts, texts),
    st.builds(model.KeyFigures, st.lists(key_figures, max_size=3).map(tuple)),
    st.builds(model.Figure, texts, any_chart, texts, maybe_sources, st.none() | tables()),
    tables(),
    st.builds(model.Contents, levels),
    st.builds(model.PageBreak),
)
documents = st.builds(
    model.Document,
    title=texts,
    date=days,
    sender=texts,
    blocks=st.lists(blocks, max_size=5).map(tuple),
    subtitle=texts,
    diary_number=st.none() | texts,
    language=st.sampled_from(("sv", "en")),
    marking=texts,
)


@given(documents)
@settings(max_examples=150, deadline=None)
def test_what_goes_in_comes_out(document):
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_every_kind_of_block_and_chart_is_in_the_sample_report():
    """The renderers' tests walk the sample: what it lacks would go untested."""
    assert {type(block) for block in REPORT.blocks} == set(get_args(model.AnyBlock))
    drawn = {type(block.chart) for block in REPORT.blocks if isinstance(block, model.Figure)}
    assert drawn == set(get_args(charts.Chart))


def test_the_sample_report_survives_the_freezer():
    assert from_json(json.loads(json.dumps(to_json(REPORT), ensure_ascii=False))) == REPORT


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 99}, "a later format"),
        ({"type": "Table"}, "not a document"),
        ({"type": ["Document"]}, "a kind that is no name"),
        ({"blocks": [{"type": "Script", "text": "x"}]}, "an unknown block"),
        ({"blocks": [{"type": "Source", "text": "x"}]}, "a piece where a block belongs"),
        ({"blocks": [{"type": "Heading", "level": 7, "text": "x"}]}, "a level that does not exist"),
        ({"blocks": [{"type": "Heading", "level": 1, "text": 5}]}, "a number for a text"),
        ({"blocks": [{"type": "Heading", "level": 1, "text": "x", "colour": "red"}]}, "an unknown field"),
        ({"blocks": "text"}, "a text for a list"),
        ({"date": "i går"}, "no date"),
        ({"title": None}, "no title"),
        ({"language": "no"}, "a language without words"),
    ],
)
def test_json_that_is_no_document_is_refused(change, reason):
    with pytest.raises(UnreadableSnapshot):
        from_json({**to_json(REPORT), **change})


def test_a_row_with_the_wrong_number_of_cells_is_refused():
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        pieces.Table("Tabell", (pieces.Column("A"), pieces.Column("B")), (pieces.Row((pieces.Value("x"),)),))
