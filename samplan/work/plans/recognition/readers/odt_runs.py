"""The text of an ODT paragraph: spaces, tabs and breaks written out, frames and notes set aside."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .blocks import Span
from .odt_styles import DRAW, OFFICE, TEXT, Styles

_LEFT_OUT = {
    *(f"{TEXT}{name}" for name in ("ruby-text", "hidden-text", "hidden-paragraph", "note-citation", "number")),
    *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end")),
}


class RunReader:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.notes: list[Element] = []

    def read(self, paragraph: Element, style: str | None) -> tuple[list[Span], list[Element]]:
        """The paragraph's text, and the frames and shapes anchored in it."""
        boxes: list[Element] = []
        bold = self._styles.bold("paragraph", style, default=False)
        return list(self._spans(paragraph, bold, boxes)), boxes

    def _spans(self, parent: Element, bold: bool, boxes: list[Element]) -> Iterator[Span]:
        yield Span(_collapsed(parent.text), bold)
        for element in parent:
            yield from self._element(element, bold, boxes)
            yield Span(_collapsed(element.tail), bold)

    def _element(self, element: Element, bold: bool, boxes: list[Element]) -> Iterator[Span]:
        if element.tag == f"{TEXT}s":
            yield Span(" ", bold)
        elif element.tag == f"{TEXT}tab":
            yield Span("\t", bold)
        elif element.tag == f"{TEXT}line-break":
            yield Span("\n", bold)
        elif element.tag == f"{TEXT}note":
            self.notes.extend(element.findall(f"{TEXT}note-body"))
        elif element.tag.startswith(DRAW):
            boxes.append(element)
        elif element.tag == f"{TEXT}span":
            style = element.get(f"{TEXT}style-name")
            if not self._styles.hidden("text", style):
                yield from self._spans(element, self._styles.bold("text", style, default=bold), boxes)
        elif element.tag not in _LEFT_OUT:
            yield from self._spans(element, bold, boxes)


def _collapsed(text: str | None) -> str:
    """White space in the file is one space; line breaks are elements of their own."""
    if not text:
        return ""
    words = " ".join(text.split())
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if words and text[-1].isspace() else ''}"
