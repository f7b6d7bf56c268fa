"""What an ODT file's styles and list styles say about its paragraphs."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .blocks import TITLE
from .numbering import Level

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE, STYLE, TEXT, TABLE, DRAW = (_NAMESPACE.format(name) for name in ("office", "style", "text", "table", "drawing"))
FO = _NAMESPACE.format("xsl-fo-compatible")
_HEADING_NAME = re.compile(r"(?:heading|rubrik|överskrift)[ _](\d)$", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|titel)$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:contents|innehåll|innehållsförteckning)[ _](?:heading|rubrik|\d)$", re.IGNORECASE)
_FORMATS = {
    "1": "decimal",
    "a": "lower-letter",
    "A": "upper-letter",
    "i": "lower-roman",
    "I": "upper-roman",
    "": "none",
}
OUTLINE = " outline"  # no list style can have this name


def number(text: str | None, default: int = 1, limit: int = 1_000) -> int:
    return min(int(text), limit) if text and text.isdecimal() else default


@dataclass(frozen=True)
class _Style:
    name: str
    parent: str | None
    bold: bool | None
    hidden: bool
    list_style: str | None


class Styles:
    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                key = (element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", ""))
                self._styles[key] = _style(element)
            for element in root.iter(f"{TEXT}list-style"):
                self._lists[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style"):
                self._lists[OUTLINE] = _levels(element)

    def _chain(self, family: str, name: str | None) -> list[_Style]:
        chain: list[_Style] = []
        while name is not None and (style := self._styles.get((family, name))) and style not in chain:
            chain.append(style)
            name = style.parent
        return chain

    def bold(self, family: str, name: str | None, default: bool) -> bool:
        return next((style.bold for style in self._chain(family, name) if style.bold is not None), default)

    def hidden(self, family: str, name: str | None) -> bool:
        return any(style.hidden for style in self._chain(family, name)[:1])

    def heading(self, name: str | None) -> int | None:
        """The level of a paragraph that is no text:h but wears a heading's style."""
        for style in self._chain("paragraph", name):
            if found := _HEADING_NAME.search(style.name):
                return int(found[1]) or None
            if _TITLE_NAME.match(style.name):
                return TITLE
        return None

    def is_contents(self, name: str | None) -> bool:
        return any(_CONTENTS_NAME.match(style.name) for style in self._chain("paragraph", name))

    def levels(self, list_style: str | None) -> dict[int, Level]:
        return self._lists.get(list_style or "", {})


def _style(element: Element) -> _Style:
    properties = element.find(f"{STYLE}text-properties")
    weight = None if properties is None else properties.get(f"{FO}font-weight")
    return _Style(
        # An automatic style is named by what it is based on.
        name=(element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name") or "").replace("_20_", " "),
        parent=element.get(f"{STYLE}parent-style-name"),
        bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        hidden=properties is not None and properties.get(f"{TEXT}display") == "none",
        list_style=element.get(f"{STYLE}list-style-name"),
    )


def _levels(list_style: Element) -> dict[int, Level]:
    """By 0-based level."""
    levels = {}
    for element in list_style:
        level = number(element.get(f"{TEXT}level")) - 1
        if element.tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
            levels[level] = _numbered(element, level)
        else:
            levels[level] = Level(style="bullet")
    return levels


def _numbered(element: Element, level: int) -> Level:
    style = _FORMATS.get(element.get(f"{STYLE}num-format", ""), "decimal")
    shown = min(number(element.get(f"{TEXT}display-levels")), level + 1)
    pattern = ".".join(f"%{upper + 1}" for upper in range(level + 1 - shown, level + 1))
    prefix, suffix = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
    return Level(style=style, pattern=f"{prefix}{pattern}{suffix}", start=number(element.get(f"{TEXT}start-value")))
