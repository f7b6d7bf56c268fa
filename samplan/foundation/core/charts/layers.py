"""A drawing of how things lead to each other: layers from left to right, or one column for a narrow screen.

Knows no subject: boxes in layers, lines between them. Each box with an address is a link. What the lines say is always
written beside the drawing too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal, TypeAlias

from samplan.foundation.core.fonts import text_width

from .layering import Key, Placement, arrange
from .svg import WEB, Theme, element

Look: TypeAlias = Literal["plain", "here", "vision", "soft", "pale"]
Line: TypeAlias = Literal["sure", "assumed", "part"]

WIDE, BETWEEN, GAP = 152.0, 46.0, 14.0
SIZE, LEADING, PAD, MOST_LINES = 13.0, 17.0, 9.0, 4
HEAD = 44.0  # room for the layers' names
COLUMN, GUTTER = 288.0, 66.0  # the narrow drawing, and its room for lines at the side
_LOOKS: dict[Look, tuple[str, str, str]] = {  # fill, outline, letters
    "plain": ("paper", "line-strong", "ink"),
    "here": ("yes", "teal", "on-yes"),
    "vision": ("paper", "teal", "ink"),
    "soft": ("canvas", "line-strong", "ink"),
    "pale": ("pale", "teal-mid", "on-partly"),
}
_LINES: dict[Line, tuple[str, float, str | None]] = {  # colour, width, dashes
    "sure": ("teal", 1.8, None),
    "assumed": ("amber", 1.5, "5 4"),
    "part": ("line-strong", 1.0, None),
}


@dataclass(frozen=True)
class Box:
    key: str
    layer: int
    text: str
    href: str = ""
    look: Look = "plain"
    lonely: bool = False  # nothing leads to it: a dashed outline


@dataclass(frozen=True)
class Tie:
    source: str
    target: str
    line: Line = "part"


@dataclass
class Layers:
    title: str
    description: str
    names: list[str]  # of the layers, first to last
    boxes: list[Box]
    ties: list[Tie] = field(default_factory=list)

    def filled(self) -> list[tuple[str, list[Box]]]:
        """The layers that have anything in them."""
        found: dict[int, list[Box]] = {}
        for box in self.boxes:
            found.setdefault(box.layer, []).append(box)
        return [(self.names[number], found[number]) for number in sorted(found)]


def draw_layers(chart: Layers, *, theme: Theme = WEB, key: str = "layers") -> str:
    """From left to right, in its own size: to be shown in a window that scrolls."""
    filled = chart.filled()
    lines = {box.key: _wrapped(box.text, WIDE - 2 * PAD) for box in chart.boxes}
    sizes: dict[Key, float] = {k: len(found) * LEADING + 2 * PAD - 3 for k, found in lines.items()}
    order: list[list[Key]] = [[box.key for box in boxes] for _name, boxes in filled]
    placed = arrange(order, [(tie.source, tie.target) for tie in chart.ties], sizes, GAP)
    left: dict[Key, float] = {
        k: number * (WIDE + BETWEEN) + 1 for number, layer in enumerate(placed.order) for k in layer
    }
    middle = {k: place + HEAD for k, place in placed.middle.items()}
    marks = [_name(theme, name, 1 + n * (WIDE + BETWEEN), WIDE) for n, (name, _boxes) in enumerate(filled)]
    marks += _wide_ties(theme, chart.ties, placed, left, middle, sizes)
    for box in chart.boxes:
        top = middle[box.key] - sizes[box.key] / 2
        marks.append(_box(theme, box, lines[box.key], left[box.key], top, WIDE, sizes[box.key]))
    width = len(filled) * (WIDE + BETWEEN) - BETWEEN + 28
    return _svg(chart, marks, width, placed.extent + HEAD + 4, theme, key)


def draw_column(chart: Layers, *, theme: Theme = WEB, key: str = "column") -> str:
    """From top to bottom, one box in each row and the lines at the side: for a phone, and for not too many."""
    width, y = COLUMN - GUTTER, 0.0
    marks, spans = [], {}
    for name, boxes in chart.filled():
        marks.append(_name(theme, name, 1, width, y))
        y += 24
        for box in boxes:
            lines = _wrapped(box.text, width - 2 * PAD)
            height = len(lines) * LEADING + 2 * PAD - 3
            marks.append(_box(theme, box, lines, 1, y, width, height))
            spans[box.key] = (y, height)
            y += height + 10
        y += 14
    return _svg(chart, [*_arcs(theme, chart.ties, spans, width + 1), *marks], COLUMN, y, theme, key)


def _svg(chart: Layers, marks: list[str], width: float, height: float, theme: Theme, key: str) -> str:
    words = element("title", escape(chart.title), id=f"{key}-title")
    words += element("desc", escape(chart.description), id=f"{key}-desc")
    return element(
        "svg",
        words + "".join(marks),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=round(width),
        height=round(height),
        role="group",  # an image has nothing inside it; this one has links
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        **theme.letters(),
    )


def _name(theme: Theme, name: str, x: float, width: float, y: float = 0.0) -> str:
    lines = _wrapped(name, width, 2)
    return "".join(
        element("text", escape(line), x=x, y=y + 14 + 16 * n, font_size=SIZE, font_weight=600, **theme.paint("muted"))
        for n, line in enumerate(lines)
    )


def _box(theme: Theme, box: Box, lines: list[str], x: float, y: float, width: float, height: float) -> str:
    fill, outline, letters = _LOOKS[box.look]
    dashes = "4 3" if box.lonely else None
    strong = 2 if box.look in ("vision", "here") else 1
    mark = element(
        "rect", x=x, y=y, width=width, height=height, rx=3, stroke_width=strong, stroke_dasharray=dashes,
        **theme.paint(fill, outline),
    )  # fmt: skip
    spans = "".join(
        element("tspan", escape(line if n == len(lines) - 1 else line + " "), x=x + PAD, y=y + PAD + 11 + LEADING * n)
        for n, line in enumerate(lines)
    )
    mark += element("text", spans, font_size=SIZE, **theme.paint(letters))
    whole = " ".join(lines) == box.text
    if not box.href:
        return mark
    return element("a", ("" if whole else element("title", escape(box.text))) + mark, href=box.href)


def _wide_ties(
    theme: Theme,
    ties: Sequence[Tie],
    placed: Placement,
    left: dict[Key, float],
    middle: dict[Key, float],
    sizes: dict[Key, float],
) -> list[str]:
    ports = _ports(placed, left, middle, sizes)
    marks = []
    for number, (tie, route) in enumerate(zip(ties, placed.routes, strict=True)):
        start, end = ports[(number, 0)], ports[(number, 1)]
        forward = left[tie.target] > left[tie.source]
        if left[tie.target] == left[tie.source]:  # beside the layer, out to the right and back
            x = left[tie.source] + WIDE
            out = min(BETWEEN - 8, 18 + abs(end - start) / 9)
            d = f"M{x:.1f} {start:.1f}C{x + out:.1f} {start:.1f} {x + out:.1f} {end:.1f} {x + 6:.1f} {end:.1f}"
            marks.append(_line(theme, tie.line, d, (x, end), forward=False))
            continue
        out_of, into = (WIDE, 0.0) if forward else (0.0, WIDE)
        x, y = left[tie.source] + out_of, start
        d = f"M{x:.1f} {y:.1f}"
        for point in route[1:-1]:
            d += _curve(x, y, left[point] + into, middle[point])
            x, y = left[point] + out_of, middle[point]
            d += f"H{x:.1f}"
        tip = left[tie.target] + into
        short = 0 if tie.line == "part" else 6 if forward else -6  # room for the head
        d += _curve(x, y, tip - short, end)
        marks.append(_line(theme, tie.line, d, (tip, end), forward=forward))
    return marks


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x1 + x2) / 2
    return f"C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _line(theme: Theme, line: Line, d: str, tip: tuple[float, float], *, forward: bool) -> str:
    colour, width, dashes = _LINES[line]
    mark = element("path", d=d, stroke_width=width, stroke_dasharray=dashes, **theme.paint(None, colour))
    if line == "part":
        return mark
    x, y = tip
    back = -8 if forward else 8
    head = f"M{x:.1f} {y:.1f}l{back} -4v8z"
    return mark + element("path", d=head, **theme.paint("amber" if line == "assumed" else "teal"))


def _ports(
    placed: Placement, left: dict[Key, float], middle: dict[Key, float], sizes: dict[Key, float]
) -> dict[tuple[int, int], float]:
    """Where on its box each line begins (0) and ends (1): spread over the side in the order the lines come from."""
    sides: dict[tuple[Key, bool], list[tuple[float, int, int]]] = {}
    for number, route in enumerate(placed.routes):
        for end, (box, other) in enumerate(((route[0], route[1]), (route[-1], route[-2]))):
            right = left[other] >= left[box]  # within a layer: on the right at both ends
            sides.setdefault((box, right), []).append((middle[other], number, end))
    ports = {}
    for (box, _right), met in sides.items():
        height = sizes[box] - 12
        for place, (_middle, number, end) in enumerate(sorted(met)):
            ports[(number, end)] = middle[box] - height / 2 + height * (place + 0.5) / len(met)
    return ports


def _arcs(theme: Theme, ties: Sequence[Tie], spans: dict[str, tuple[float, float]], x: float) -> list[str]:
    """Lines at the side of the column: the longer the further out, and no two on top of each other."""
    lanes: list[list[tuple[float, float]]] = []
    found = []
    for tie in sorted(ties, key=lambda t: abs(spans[t.source][0] - spans[t.target][0])):
        start, end = (spans[k][0] + spans[k][1] * part for k, part in ((tie.source, 0.62), (tie.target, 0.38)))
        low, high = sorted((start, end))
        lane = next((n for n, taken in enumerate(lanes) if all(high <= a or low >= b for a, b in taken)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        found.append((tie, start, end, lane))
    step = min(10.0, (GUTTER - 18) / max(1, len(lanes)))
    marks = []
    for tie, start, end, lane in found:
        out = x + 14 + step * lane
        turn = min(8.0, abs(end - start) / 2) * (1 if end > start else -1)
        d = f"M{x:.1f} {start:.1f}H{out - 8:.1f}Q{out:.1f} {start:.1f} {out:.1f} {start + turn:.1f}"
        d += f"V{end - turn:.1f}Q{out:.1f} {end:.1f} {out - 8:.1f} {end:.1f}H{x + 6:.1f}"
        marks.append(_line(theme, tie.line, d, (x, end), forward=False))
    return marks


def _wrapped(text: str, width: float, most: int = MOST_LINES) -> list[str]:
    """Lines that fit; what is over becomes an ellipsis."""
    lines: list[str] = [""]
    for word in (part for whole in text.split() for part in _broken(whole, width)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _measure(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    cut = [_fitted(line, width) for line in lines[:most]]
    if len(lines) > most:
        cut[-1] = _fitted(f"{cut[-1].rstrip(' …')} …", width)
    return cut


def _broken(word: str, width: float) -> list[str]:
    """A word that is longer than a line, as Swedish has them, goes on over several."""
    parts = []
    while _measure(word) > width:
        kept = next(n for n in range(max(1, len(word) - 3), 0, -1) if n == 1 or _measure(f"{word[:n]}-") <= width)
        parts.append(f"{word[:kept]}-")
        word = word[kept:]
    return [*parts, word]


def _fitted(line: str, width: float) -> str:
    if _measure(line) <= width:
        return line
    kept = line.rstrip(" …")
    while kept and _measure(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _measure(text: str) -> float:
    return text_width(text, SIZE) * 1.04  # a reader's own font may be somewhat wider
