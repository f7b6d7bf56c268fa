"""SVG in small pieces: elements, paint for the web and for paper, and a canvas to put marks on."""

from html import escape
from typing import Any, Protocol, TypeAlias

Paint: TypeAlias = dict[str, Any]

# Measured on white, and text colours on the fill they stand on: at least 4.5 to 1.
COLOURS = {
    "amber": "#855300",
    "canvas": "#EFEDE7",
    "ink": "#1B2430",
    "line": "#DAD7D0",
    "line-soft": "#EAE8E2",
    "line-strong": "#8A8F96",
    "muted": "#55606E",
    "no": "#E3D3B8",
    "on-no": "#1B2430",
    "on-partly": "#10292B",
    "on-yes": "#FFFFFF",
    "paper": "#FFFFFF",
    "partly": "#9CC5C4",
    "pale": "#B4D3D2",
    "teal": "#0F5E63",
    "teal-mid": "#5E9C9E",
    "yes": "#0F5E63",
}


class Theme(Protocol):
    def paint(self, fill: str | None = None, stroke: str | None = None) -> Paint: ...

    def letters(self) -> Paint: ...


class WebTheme:
    """Classes, whose colours follow the page's tokens in light and dark (charts.css)."""

    def paint(self, fill: str | None = None, stroke: str | None = None) -> Paint:
        names = [f"chart-{fill or 'no-fill'}", f"chart-line-{stroke}" if stroke else ""]
        return {"class": " ".join(name for name in names if name)}

    def letters(self) -> Paint:
        return {"class": "chart"}


class PrintTheme:
    """Fixed colours and the print font."""

    def paint(self, fill: str | None = None, stroke: str | None = None) -> Paint:
        paint: Paint = {"fill": COLOURS[fill] if fill else "none"}
        if stroke:
            paint["stroke"] = COLOURS[stroke]
        return paint

    def letters(self) -> Paint:
        return {"font-family": "Inter"}


WEB: Theme = WebTheme()
PRINT: Theme = PrintTheme()


def element(tag: str, content: str = "", **attributes: Any) -> str:
    """`content` is markup already; attribute names are written with _ for -."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def _number(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


class Canvas:
    """Collects marks; `key` makes the ids of one drawing its own on the page."""

    def __init__(self, theme: Theme, key: str) -> None:
        self.theme = theme
        self.key = key
        self._marks: list[str] = []
        self._has_hatch = False

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str | None,
        stroke: str | None = None,
        **more: Any,
    ) -> None:
        paint = self.theme.paint(fill, stroke)
        if stroke:  # the outline stays inside the box
            x, y, width, height = x + 0.5, y + 0.5, width - 1, height - 1
        self._marks.append(element("rect", x=x, y=y, width=width, height=height, **paint, **more))

    def hatched_box(self, x: float, y: float, width: float, height: float) -> None:
        self._has_hatch = True
        self.box(x, y, width, height, "paper")
        hatch = element("rect", x=x, y=y, width=width, height=height, fill=f"url(#{self.key}-hatch)")
        self._marks.append(hatch)
        self.box(x, y, width, height, None, "line-strong", stroke_dasharray="none")

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, **more: Any) -> None:
        paint = self.theme.paint(None, stroke)
        self._marks.append(element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=width, **paint, **more))

    def path(self, d: str, stroke: str, width: float = 2) -> None:
        paint = self.theme.paint(None, stroke)
        self._marks.append(element("path", d=d, stroke_width=width, stroke_linejoin="round", **paint))

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str | None = None) -> None:
        paint = self.theme.paint(fill, stroke)
        width = 2 if stroke else None
        self._marks.append(element("circle", cx=x, cy=y, r=radius, stroke_width=width, **paint))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        fill: str = "ink",
        weight: int = 400,
        anchor: str | None = None,
    ) -> None:
        paint = self.theme.paint(fill)
        bold = weight if weight != 400 else None
        mark = element("text", escape(text), x=x, y=y, font_size=size, font_weight=bold, text_anchor=anchor, **paint)
        self._marks.append(mark)

    def svg(self, width: float, height: float, title: str, description: str) -> str:
        names = [("title", title), ("desc", description)]
        words = "".join(element(tag, escape(text), id=f"{self.key}-{tag}") for tag, text in names if text)
        labelled = " ".join(f"{self.key}-{tag}" for tag, text in names if text)
        return element(
            "svg",
            words + (self._hatch() if self._has_hatch else "") + "".join(self._marks),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_number(float(width))} {_number(float(height))}",
            width=width,
            height=height,
            role="img",
            aria_labelledby=labelled,
            **self.theme.letters(),
        )

    def _hatch(self) -> str:
        line = element("line", x1=0, y1=0, x2=0, y2=6, stroke_width=1.5, **self.theme.paint(None, "line"))
        pattern = element(
            "pattern",
            line,
            id=f"{self.key}-hatch",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        return element("defs", pattern)
