"""The text of a Word paragraph: fields' results, accepted changes, text boxes and footnotes set aside."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .blocks import Span
from .docx_styles import Styles, W, is_on, value

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "sdtPr")}
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False


class RunReader:
    """Reads paragraph after paragraph; a field such as the table of contents goes on from one to the next."""

    def __init__(self, body: Element, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        kinds = [element.get(f"{W}fldCharType") for element in body.iter(f"{W}fldChar")]
        # A field that never ends would swallow the document.
        self._fields_end = kinds.count("begin") == kinds.count("end")
        self.notes: list[tuple[str, str]] = []  # ("footnote" or "endnote", id), in order

    def read(self, paragraph: Element, style: str | None) -> tuple[list[Span], list[Element]]:
        """The paragraph's text, and the contents of the text boxes anchored in it."""
        boxes: list[Element] = []
        spans = list(self._spans(paragraph, self._styles.bold(style), boxes))
        return spans, boxes

    def _spans(self, parent: Element, bold: bool, boxes: list[Element]) -> Iterator[Span]:
        for element in parent:
            if element.tag == f"{W}r":
                yield from self._run(element, bold, boxes)
            elif element.tag == f"{W}fldSimple" and element.get(f"{W}instr", "").split()[:1] == ["TOC"]:
                continue
            elif element.tag not in _SKIPPED:
                yield from self._spans(_preferred(element), bold, boxes)

    def _run(self, run: Element, bold: bool, boxes: list[Element]) -> Iterator[Span]:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            return
        own = is_on(properties, "b")
        if own is None:
            own = bold or self._styles.bold(value(properties, f"{W}rStyle"))
        for element in run:
            if element.tag == f"{W}fldChar":
                self._field(element.get(f"{W}fldCharType"))
            elif element.tag == f"{W}instrText" and self._fields:
                self._fields[-1].instruction += element.text or ""
            elif not self._hidden():
                yield Span(self._text(element, boxes), own)

    def _text(self, element: Element, boxes: list[Element]) -> str:
        if element.tag == f"{W}t":
            return element.text or ""
        if element.tag in _CHARACTERS:
            return _CHARACTERS[element.tag]
        if element.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = element.tag.removeprefix(W).removesuffix("Reference")
            self.notes.append((kind, element.get(f"{W}id", "")))
        elif element.tag not in _SKIPPED:
            boxes.extend(_outermost_boxes(element))
        return ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _hidden(self) -> bool:
        return self._fields_end and any(
            not field.in_result or field.instruction.split()[:1] == ["TOC"] for field in self._fields
        )


def _outermost_boxes(element: Element) -> Iterator[Element]:
    for child in _preferred(element):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _outermost_boxes(child)


def _preferred(element: Element) -> Element:
    """Of two ways to draw the same thing, the newer."""
    if element.tag == f"{_COMPATIBLE}AlternateContent":
        choice = element.find(f"{_COMPATIBLE}Choice")
        return element if choice is None else choice
    return element
