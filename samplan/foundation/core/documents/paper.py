"""What both makes of paper share: the width of the text, and charts cut to fit a page."""

from dataclasses import dataclass, replace

from samplan.foundation.core.charts.data import Changes, Chart, Counts
from samplan.foundation.core.charts.drawing import draw
from samplan.foundation.core.charts.sentences import describe
from samplan.foundation.core.charts.svg import PRINT

from .model import Figure, Language

TEXT_WIDTH = 522  # pixels at 96 dots an inch
_CHANGES_ON_A_PAGE, _COUNTS_ON_A_PAGE = 24, 14


@dataclass(frozen=True)
class Picture:
    svg: str
    alt: str


def paper_pictures(figure: Figure, language: Language) -> list[Picture]:
    charts = _cut_to_pages(figure.chart)
    pictures = []
    for number, chart in enumerate(charts, start=1):
        alt = figure.alt if figure.alt and len(charts) == 1 else describe(chart, language)
        svg = draw(chart, width=TEXT_WIDTH, theme=PRINT, language=language, key=f"part-{number}")
        pictures.append(Picture(svg, f"{figure.caption} {alt}"))
    return pictures


def _cut_to_pages(chart: Chart) -> tuple[Chart, ...]:
    """A chart with more rows than a page has room for becomes several."""
    if isinstance(chart, Changes) and len(chart.rows) > _CHANGES_ON_A_PAGE:
        starts = range(0, len(chart.rows), _CHANGES_ON_A_PAGE)
        return tuple(replace(chart, rows=chart.rows[at : at + _CHANGES_ON_A_PAGE]) for at in starts)
    if isinstance(chart, Counts) and len(chart.counts) > _COUNTS_ON_A_PAGE:
        starts = range(0, len(chart.counts), _COUNTS_ON_A_PAGE)
        return tuple(replace(chart, counts=chart.counts[at : at + _COUNTS_ON_A_PAGE]) for at in starts)
    return (chart,)
