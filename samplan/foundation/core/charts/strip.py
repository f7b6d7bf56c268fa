"""A cell for each organisation, and a dotted line for those that have not answered."""

from .data import Answer, AnswerStrip
from .svg import Canvas

_PITCH, _WIDTH, _HEIGHT = 7, 6, 14


def draw_strip(canvas: Canvas, chart: AnswerStrip) -> tuple[float, float]:
    """Draws the cells and returns width and height: they follow from the number of organisations."""
    answers = chart.answers
    for number, answer in enumerate(a for a in Answer for _ in range(answers.count(a))):
        _draw_cell(canvas, answer, number * _PITCH)
    silent = answers.not_answered
    if silent:
        begin, end = (answers.total - silent) * _PITCH, answers.total * _PITCH - 1
        canvas.line(begin, _HEIGHT / 2, end, _HEIGHT / 2, "line-strong", 1, stroke_dasharray="1.5 1.5")
    return max(answers.total * _PITCH - 1, 1), _HEIGHT


def _draw_cell(canvas: Canvas, answer: Answer, x: float) -> None:
    if answer is Answer.YES:
        canvas.box(x, 0, _WIDTH, _HEIGHT, "yes", rx=1)
    elif answer is Answer.PARTLY:
        canvas.box(x, 0, _WIDTH, _HEIGHT, "pale", rx=1)
    elif answer is Answer.NO:
        canvas.box(x, 0, _WIDTH, _HEIGHT, "paper", "teal-mid", rx=1)
    elif answer is not Answer.NOT_ANSWERED:
        # Answered, but no point on the scale.
        canvas.box(x, 0, _WIDTH, _HEIGHT, "paper", "line-strong", rx=1, stroke_dasharray="2 1.5")
