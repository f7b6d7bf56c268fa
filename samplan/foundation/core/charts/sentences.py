"""Every chart in words, for its description."""

from functools import singledispatch

from .data import AnswerStrip, Changes, Counts, Distribution, DistributionRow, RoundCurve
from .tables import change_word, day_word, given
from .words import Language, answer_word, word


@singledispatch
def describe(chart: object, language: Language = "sv") -> str:
    raise TypeError(f"{type(chart).__name__} is not a chart")


@describe.register
def _distribution(chart: Distribution, language: Language = "sv") -> str:
    return " ".join(f"{row.label}: {_answers(chart, row, language)}." for row in reversed(chart.rows))


@describe.register
def _changes(chart: Changes, language: Language = "sv") -> str:
    """Those that changed, by name; the rest are in the table."""
    sentences = []
    for direction in (1, -1):
        rows = [row for row in chart.rows if row.direction == direction]
        if rows:
            names = ", ".join(row.name for row in rows)
            sentences.append(f"{_capital(change_word(rows[0], language))}: {names}.")
    same = sum(row.before == row.after for row in chart.rows)
    sentences.append(f"{_capital(word('same', language))}: {same}.")
    return " ".join(sentences)


@describe.register
def _counts(chart: Counts, language: Language = "sv") -> str:
    return ", ".join(f"{count.label} {count.count}" for count in chart.counts) + "."


@describe.register
def _strip(chart: AnswerStrip, language: Language = "sv") -> str:
    return _answers(Distribution(chart.title, (chart.answers,)), chart.answers, language) + "."


@describe.register
def _curve(chart: RoundCurve, language: Language = "sv") -> str:
    sentences = []
    for label, values in ((chart.label, chart.received), (chart.earlier_label, chart.earlier)):
        if values:
            last = day_word(chart, len(values) - 1, language)
            count = word("of", language).format(count=values[-1], expected=chart.expected)
            sentences.append(f"{label}: {count}, {last}.")
    return " ".join(sentences)


def _answers(chart: Distribution, row: DistributionRow, language: Language) -> str:
    return ", ".join(
        f"{answer_word(answer, language).lower()} {row.count(answer)}"
        for answer in given(chart)
        if row.count(answer) or answer.value in ("yes", "partly", "no")
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
