"""What a Word file's styles.xml and numbering.xml say about its paragraphs."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .blocks import TITLE
from .numbering import Counters, Level

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY_TEXT_LEVEL = 9  # Word's outline level for "not a heading"
_HEADING_NAME = re.compile(r"(?:heading|rubrik|overskrift|otsikko|überschrift)\s*(\d)\b", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|titel|rubrik)(?: char)?$", re.IGNORECASE)
_TOC_NAME = re.compile(
    r"(?:toc \d|toc heading|innehåll \d|innehållsförteckningsrubrik|table of figures)", re.IGNORECASE
)
_LIST_NAME = re.compile(r"(?:list bullet|list number|punktlista|numrerad lista) (\d)$", re.IGNORECASE)
_FORMATS = {
    "decimal": "decimal",
    "decimalZero": "decimal",
    "lowerLetter": "lower-letter",
    "upperLetter": "upper-letter",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
    "bullet": "bullet",
    "none": "none",
}


def value(element: Element | None, path: str = "") -> str | None:
    """The w:val of a child."""
    found = element.find(path) if element is not None and path else element
    return None if found is None else found.get(f"{W}val")


def is_on(element: Element | None, name: str) -> bool | None:
    """A switch such as <w:b/>: True, False, or None where it is not said."""
    found = None if element is None else element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "true") not in ("0", "false", "off")


def number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


@dataclass(frozen=True)
class ListPlace:
    numbering: str | None  # w:numId; "0" takes the paragraph out of its list
    level: int | None


def list_place(properties: Element | None) -> ListPlace:
    found = None if properties is None else properties.find(f"{W}numPr")
    return ListPlace(value(found, f"{W}numId"), number(value(found, f"{W}ilvl")))


@dataclass
class Style:
    id: str
    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    place: ListPlace = field(default_factory=lambda: ListPlace(None, None))
    bold: bool | None = None
    bold_first_row: bool = False


class Styles:
    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else [_style(element) for element in root.findall(f"{W}style")]
        self._styles = {style.id: style for style in found}
        defaults = [] if root is None else root.findall(f"{W}style[@{W}default='1'][@{W}type='paragraph']")
        self.default = defaults[0].get(f"{W}styleId") if defaults else None

    def chain(self, style_id: str | None) -> list[Style]:
        """The style and what it is based on, nearest first."""
        chain: list[Style] = []
        while style_id in self._styles and all(style.id != style_id for style in chain):
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain

    def heading(self, style_id: str | None) -> int | None:
        for style in self.chain(style_id):
            if style.outline is not None:
                return style.outline + 1 if style.outline < BODY_TEXT_LEVEL else None
            if found := _HEADING_NAME.match(style.name):
                return int(found[1]) or None
            if _TITLE_NAME.match(style.name):
                return TITLE
        return None

    def is_contents(self, style_id: str | None) -> bool:
        return any(_TOC_NAME.match(style.name) for style in self.chain(style_id)[:1])

    def bold(self, style_id: str | None) -> bool:
        return next((style.bold for style in self.chain(style_id) if style.bold is not None), False)

    def bold_first_row(self, style_id: str | None) -> bool:
        return any(style.bold_first_row for style in self.chain(style_id))

    def list_depth(self, style_id: str | None) -> int | None:
        """Word's "List Bullet 2" is a level of its own, though its numbering says level 0."""
        found = (_LIST_NAME.match(style.name) for style in self.chain(style_id))
        return next((int(match[1]) for match in found if match), None)

    def place(self, style_id: str | None) -> tuple[ListPlace, str | None]:
        """The list place the style gives, and the style that gives it."""
        for style in self.chain(style_id):
            if style.place.numbering is not None or style.place.level is not None:
                return style.place, style.id
        return ListPlace(None, None), None


def _style(element: Element) -> Style:
    paragraph = element.find(f"{W}pPr")
    first_row = element.find(f"{W}tblStylePr[@{W}type='firstRow']/{W}rPr")
    return Style(
        id=element.get(f"{W}styleId", ""),
        name=value(element, f"{W}name") or "",
        based_on=value(element, f"{W}basedOn"),
        outline=number(value(paragraph, f"{W}outlineLvl")),
        place=list_place(paragraph),
        bold=is_on(element.find(f"{W}rPr"), "b"),
        bold_first_row=bool(is_on(first_row, "b")),
    )


class Numbering:
    def __init__(self, root: Element | None) -> None:
        self._counters = Counters()
        self._abstract: dict[str, dict[int, Level]] = {}
        self._levels: dict[str, dict[int, Level]] = {}  # by w:numId
        self._counted_as: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._style_levels: dict[tuple[str, str], int] = {}  # (abstract id, style id) -> level
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        by_style = {}
        for abstract in root.findall(f"{W}abstractNum"):
            abstract_id = abstract.get(f"{W}abstractNumId", "")
            self._abstract[abstract_id] = self._read_levels(abstract, abstract_id)
            if style := value(abstract, f"{W}styleLink"):
                by_style[style] = abstract_id
        linked = {
            abstract.get(f"{W}abstractNumId", ""): value(abstract, f"{W}numStyleLink")
            for abstract in root.findall(f"{W}abstractNum")
        }
        for num in root.findall(f"{W}num"):
            num_id, abstract_id = num.get(f"{W}numId", ""), value(num, f"{W}abstractNumId") or ""
            abstract_id = by_style.get(linked.get(abstract_id) or "", abstract_id)
            self._counted_as[num_id] = abstract_id
            self._read_overrides(num, num_id, abstract_id)

    def _read_levels(self, parent: Element, abstract_id: str) -> dict[int, Level]:
        levels = {}
        for element in parent.findall(f"{W}lvl"):
            level = number(element.get(f"{W}ilvl")) or 0
            levels[level] = _level(element)
            if style := value(element, f"{W}pStyle"):
                self._style_levels[abstract_id, style] = level
        return levels

    def _read_overrides(self, num: Element, num_id: str, abstract_id: str) -> None:
        levels = dict(self._abstract.get(abstract_id, {}))
        starts = {}
        for override in num.findall(f"{W}lvlOverride"):
            level = number(override.get(f"{W}ilvl")) or 0
            levels.update(self._read_levels(override, abstract_id))
            start = number(value(override, f"{W}startOverride"))
            if start is not None:
                starts[level] = start
        self._levels[num_id] = levels
        self._starts[num_id] = starts

    def style_level(self, num_id: str, style_id: str | None) -> int | None:
        return self._style_levels.get((self._counted_as.get(num_id, ""), style_id or ""))

    def count(self, num_id: str, level: int) -> tuple[str | None, bool]:
        """The item's number as written (None: a bullet), and whether it is a list item at all."""
        levels = self._levels.get(num_id, {})
        if level not in levels:
            return None, False
        key = self._counted_as[num_id]
        for started, start in self._starts.pop(num_id, {}).items():
            self._counters.set_start(key, started, start)
        written = self._counters.next(key, level, levels)
        return written, written is not None or levels[level].style != "none"


def _level(element: Element) -> Level:
    pattern = value(element, f"{W}lvlText") or ""
    style = _FORMATS.get(value(element, f"{W}numFmt") or "decimal", "decimal")
    if style != "bullet" and "%" not in pattern:
        style = "bullet" if pattern.strip() else "none"
    start = number(value(element, f"{W}start"))
    restarts = value(element, f"{W}lvlRestart") != "0"
    return Level(style=style, pattern=pattern, start=1 if start is None else start, restarts=restarts)
