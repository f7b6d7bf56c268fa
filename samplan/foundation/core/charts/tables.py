"""Every chart as a table: what a screen reader, a spreadsheet and a doubting reader need."""

from datetime import timedelta
from functools import singledispatch

from samplan.foundation.core.documents.pieces import Cell, Column, Empty, Missing, Row, Table, Value

from .data import SCALE, Answer, AnswerStrip, ChangeRow, Changes, Counts, Distribution, RoundCurve
from .words import Language, answer_word, month, word


@singledispatch
def chart_table(chart: object, language: Language = "sv") -> Table:
    raise TypeError(f"{type(chart).__name__} is not a chart")


@chart_table.register
def _distribution(chart: Distribution, language: Language = "sv") -> Table:
    columns = (Column(word("answer", language)), *(Column(row.label, numeric=True) for row in chart.rows))
    rows = tuple(
        Row((_text(answer_word(answer, language)), *(_count(row.count(answer)) for row in chart.rows)))
        for answer in given(chart)
    )
    return Table(chart.title, columns, rows)


@chart_table.register
def _changes(chart: Changes, language: Language = "sv") -> Table:
    labels = (word("organisation", language), chart.before_label, chart.after_label, word("change", language))
    rows = tuple(
        Row(
            (
                _text(row.name),
                _text(answer_word(row.before, language)),
                _text(answer_word(row.after, language)),
                _text(change_word(row, language)),
            )
        )
        for row in chart.rows
    )
    return Table(chart.title, tuple(Column(label) for label in labels), rows)


@chart_table.register
def _counts(chart: Counts, language: Language = "sv") -> Table:
    columns = (Column(word("thing", language)), Column(word("count", language), numeric=True))
    return Table(chart.title, columns, tuple(Row((_text(c.label), _count(c.count))) for c in chart.counts))


@chart_table.register
def _strip(chart: AnswerStrip, language: Language = "sv") -> Table:
    return _distribution(Distribution(chart.title, (chart.answers,)), language)


@chart_table.register
def _curve(chart: RoundCurve, language: Language = "sv") -> Table:
    """Week by week, and the days where the lines end."""
    series = [(chart.label, chart.received)]
    if chart.earlier:
        series.append((chart.earlier_label, chart.earlier))
    longest = max(len(values) for _, values in series)
    days = sorted({*range(0, longest, 7), *(len(values) - 1 for _, values in series if values)})
    columns = (Column(word("day", language)), *(Column(label, numeric=True) for label, _ in series))
    rows = tuple(
        Row(
            (
                _text(day_word(chart, number, language)),
                *(_on_day(chart, values, number) for _, values in series),
            )
        )
        for number in days
    )
    return Table(chart.title, columns, rows)


def given(chart: Distribution) -> tuple[Answer, ...]:
    """The answers that anybody gave any year, and always the three of the scale."""
    return tuple(a for a in Answer if a in SCALE or any(row.count(a) for row in chart.rows))


def change_word(row: ChangeRow, language: Language) -> str:
    if row.before == row.after:
        return word("same", language)
    return word({1: "towards", -1: "away", 0: "unknown"}[row.direction], language)


def day_word(chart: RoundCurve, number: int, language: Language) -> str:
    day = chart.start + timedelta(days=number)
    return f"{day.day} {month(day.month, language)}"


def _on_day(chart: RoundCurve, values: tuple[int, ...], number: int) -> Cell:
    if number < len(values):
        return _count(values[number])
    # The present round has not come to that day; an earlier, shorter one stays where it ended.
    return Missing(Empty.NOT_MEASURABLE) if values is chart.received else _count(values[-1])


def _text(text: str) -> Value:
    return Value(text)


def _count(count: int) -> Value:
    return Value(str(count), count)
