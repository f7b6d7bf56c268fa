"""From a chart to its SVG."""

from .changes import draw_changes
from .counts import draw_counts
from .curve import draw_curve
from .data import AnswerStrip, Changes, Chart, Counts, Distribution, RoundCurve
from .distribution import draw_distribution
from .sentences import describe
from .strip import draw_strip
from .svg import WEB, Canvas, Theme
from .words import Language


def draw(
    chart: Chart,
    *,
    width: float = 640,
    theme: Theme = WEB,
    language: Language = "sv",
    key: str = "chart",
    description: str = "",
) -> str:
    """The chart as SVG markup. `key` must be its own on the page; `description` replaces the one made from the figures."""
    canvas = Canvas(theme, key)
    if isinstance(chart, AnswerStrip):
        width, height = draw_strip(canvas, chart)
    else:
        height = _draw_wide(canvas, chart, width, language)
    return canvas.svg(width, height, chart.title, description or describe(chart, language))


def _draw_wide(
    canvas: Canvas, chart: Distribution | Changes | Counts | RoundCurve, width: float, language: Language
) -> float:
    if isinstance(chart, Distribution):
        return draw_distribution(canvas, chart, width, language)
    if isinstance(chart, Changes):
        return draw_changes(canvas, chart, width, language)
    if isinstance(chart, Counts):
        return draw_counts(canvas, chart, width, language)
    return draw_curve(canvas, chart, width, language)
