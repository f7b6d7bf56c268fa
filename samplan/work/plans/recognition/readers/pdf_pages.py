"""A PDF file, page by page: what stands on the pages, and the lines of the text version made of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTImage, LTItem
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page

from ..source import Line
from .blocks import write
from .errors import ReadRefused, refused
from .pdf_flow import blocks_of
from .pdf_noise import PageText, drop_noise
from .pdf_tables import Box, Grid, horizontally_ruled, take_words
from .pdf_words import Char, Segment, segments_of, turned

MAX_PAGES = 300
_MAX_RULES = 3_000  # a page with more is a drawing
_SLANT = 0.5  # slanted letters in italics are below this
_SCANNED_BELOW = 15  # letters a page
_UNREADABLE_SHARE = 0.2


@dataclass
class _Found:
    """What one page holds, before running headers are known."""

    text: PageText
    tables: list[list[Box]]
    rules: list[Box]
    letters: int
    unreadable: int
    images: int


def lines_of_pdf(data: bytes) -> tuple[Line, ...]:
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            found = [_read_page(page) for page in _pages(pdf)]
    except ReadRefused:
        raise
    except Exception as error:  # the library meets damaged files with errors of every kind
        raise refused(_reason(error)) from error
    _check_text(found)
    drop_noise([page.text for page in found], _in_large_tables(found))
    grids: list[list[Grid]] = []
    for page in found:
        grids.append(_grids(page, grids[-1] if grids else []))
    lines = write(blocks_of([page.text for page in found], grids))
    if not lines:
        raise refused("no_text")
    return lines


def _reason(error: Exception) -> str:
    causes = (error, *error.args, error.__cause__, error.__context__)
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return "password"
    return "too_heavy" if any(isinstance(cause, MemoryError | RecursionError) for cause in causes) else "broken"


def _pages(pdf: pdfplumber.PDF) -> Iterator[Page]:
    """One page at a time: the library's own list would keep all of them."""
    count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
    if count > MAX_PAGES:
        raise refused("too_many_pages", limit=MAX_PAGES)
    if count == 0:
        raise refused("broken")
    for number, page in enumerate(PDFPage.create_pages(pdf.doc), 1):
        yield Page(pdf, page, page_number=number)


def _read_page(page: Page) -> _Found:
    chars: list[Char] = []
    sideways: list[Char] = []
    drawn: dict[str, list[Any]] = {}
    images = 0
    for item in _items(page.layout):
        if isinstance(item, LTChar):
            across, along = abs(item.matrix[0]) + abs(item.matrix[3]), abs(item.matrix[1]) + abs(item.matrix[2])
            if along < _SLANT * across:
                chars.append(_char(page, item))
            elif across < _SLANT * along:
                sideways.append(turned(item, float(page.height)))
            # Slanting text is a stamp across the page, such as "Utkast".
        elif isinstance(item, LTImage):
            images += 1
        else:
            drawing = page.process_object(item)
            drawn.setdefault(drawing["object_type"], []).append(drawing)
    letters = sum(1 for char in (*chars, *sideways) if not char.text.isspace())
    unreadable = sum(1 for char in chars if char.text.startswith("(cid:") or char.text == "\ufffd")
    mainly_sideways = len(sideways) > len(chars)
    if mainly_sideways:
        chars, sideways = sideways, []
    segments = [*segments_of(chars), *(_placed(page, s) for s in segments_of(sideways))]
    width, height = float(page.width), float(page.height)
    text = PageText(page.page_number, *((height, width) if mainly_sideways else (width, height)), segments)
    tables, rules = ([], []) if mainly_sideways else _tables(page, drawn)
    return _Found(text, tables, rules, letters, unreadable, images)


def _items(container: Any) -> Iterator[LTItem]:
    for item in container:
        if hasattr(item, "__iter__"):
            yield from _items(item)
        else:
            yield item


def _char(page: Page, item: LTChar) -> Char:
    left, top = page.mediabox[:2]
    text = item.get_text()
    return Char(
        text=text,
        x0=item.x0 - float(left),
        x1=item.x1 - float(left),
        top=float(page.height) - item.y1 + float(top),
        bottom=float(page.height) - item.y0 + float(top),
        size=item.size,
        font=item.fontname,
        artifact=getattr(item, "tag", None) == "Artifact",
    )


def _placed(page: Page, segment: Segment) -> Segment:
    """A sideways text among upright ones keeps its letters, and stands where it stands on the paper."""
    x0, x1 = sorted((abs(segment.top), abs(segment.bottom)))
    middle = float(page.height) - (segment.x0 + segment.x1) / 2
    words = [
        replace(word, x0=x0, x1=x1, top=middle - word.size / 2, bottom=middle + word.size / 2) for word in segment.words
    ]
    return replace(segment, words=words, x0=x0, x1=x1, top=middle - 5, bottom=middle + 5)


def _tables(page: Page, drawn: dict[str, list[Any]]) -> tuple[list[list[Box]], list[Box]]:
    """The cells of each ruled table, and the horizontal rules of the page."""
    page._objects = drawn  # letters are read by us; the table finder needs the drawn lines only
    if not drawn or len(page.edges) > _MAX_RULES:
        return [], []
    left = float(page.mediabox[0])
    tables = [
        [(x0 - left, top, x1 - left, bottom) for x0, top, x1, bottom in table.cells] for table in page.find_tables()
    ]
    rules = [(e["x0"] - left, e["top"], e["x1"] - left, e["bottom"]) for e in page.horizontal_edges]
    return tables, rules


def _check_text(found: list[_Found]) -> None:
    letters = sum(page.letters for page in found)
    if letters < _SCANNED_BELOW * len(found) and any(page.images for page in found):
        raise refused("scanned")
    if letters == 0:
        raise refused("no_text")
    if sum(page.unreadable for page in found) > _UNREADABLE_SHARE * letters:
        raise refused("unreadable_font")


def _in_large_tables(found: list[_Found]) -> set[int]:
    """The segments that can't be page noise, since they stand in a table of the page itself."""
    kept: set[int] = set()
    for page in found:
        for cells in page.tables:
            _x0, top, _x1, bottom = Grid(cells, page.text.number).box
            if bottom - top > 0.2 * page.text.height:
                kept |= {id(s) for s in page.text.segments if s.top > top - 2 and s.bottom < bottom + 2}
    return kept


def _grids(page: _Found, before: list[Grid]) -> list[Grid]:
    """The page's tables with their words, which leave the running text."""
    grids = []
    for cells in page.tables:
        grid, page.text.segments = take_words(cells, page.text.segments, page.text.number, before)
        if grid is not None:
            grids.append(grid)
    taken = [grid.box for grid in grids]
    rules = [rule for rule in page.rules if not any(box[1] - 2 < rule[1] < box[3] + 2 for box in taken)]
    for cells in horizontally_ruled(rules, page.text.segments):
        grid, page.text.segments = take_words(cells, page.text.segments, page.text.number, before)
        if grid is not None:
            grids.append(grid)
    return grids
