"""Plain text and Markdown: the file itself is the text version, and its line numbers are the file's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..source import Document, Line
from .encoding import decode

BULLET = re.compile(r"^(\s*)([-*+•●▪◦‣○■□·➢►✓–—])\s+(?=\S)")
_LETTER_O = re.compile(r"^(\s*)o\s+(?=\S)")
_NUMBER = re.compile(r"^(\s*)(\d{1,2}[.)]|[a-zåäö][.)])\s+(?=\S)")
_HASHES = re.compile(r"^ {0,3}(#{1,6})\s+\S")
_SEPARATOR = re.compile(r"^\s*\|?[\s:|+-]*-{2,}[\s:|+-]*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")


def read(data: bytes, name: str) -> Document:
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    texts = [text.rstrip() for text in re.split(r"\r\n|\r|\n", decode(data).removeprefix("\ufeff"))]
    if not texts[-1]:
        texts.pop()  # the end of the last line, not a line of its own
    return Document(name=name, kind=kind, lines=tuple(_lines(texts)))


@dataclass
class _State:
    page: int = 1
    table: int = 0
    in_table: bool = False
    bold: bool = False
    indents: list[int] = field(default_factory=list)


def _lines(texts: list[str]) -> Iterator[Line]:
    state = _State()
    numbered = _numbered_items(texts)
    letter_o = sum(1 for text in texts if _LETTER_O.match(text)) > 1
    for index, text in enumerate(texts):
        state.page += text.count("\f")
        following = texts[index + 1] if index + 1 < len(texts) else ""
        yield _line(state, index, text.replace("\f", ""), following, numbered, letter_o=letter_o)


def _line(state: _State, index: int, text: str, following: str, numbered: set[int], *, letter_o: bool) -> Line:
    number, page = index + 1, state.page
    if not text.strip():
        state.in_table = state.bold = False
        return Line(number, text, page=page)
    if _is_row(text, following, in_table=state.in_table):
        return _row(state, number, text, following)
    state.in_table = False
    if found := _HASHES.match(text):
        return Line(number, text, heading=len(found[1]), page=page)
    if _UNDERLINE.match(following) and len(following.strip()) > 2 and not BULLET.match(text):
        return Line(number, text, heading=1 if "=" in following else 2, page=page)
    bullet = BULLET.match(text) or (_LETTER_O.match(text) if letter_o else None)
    if bullet and not _UNDERLINE.match(text):
        return Line(number, text, bullet=_depth(state, len(bullet[1].expandtabs(4))), page=page)
    if index in numbered and (found := _NUMBER.match(text)):
        return Line(number, text, bullet=_depth(state, len(found[1].expandtabs(4))), ordinal=found[2], page=page)
    if not text.startswith((" ", "\t")):
        state.indents.clear()
    return Line(number, text, bold=_bold(state, text), page=page)


def _depth(state: _State, indent: int) -> int:
    while state.indents and state.indents[-1] > indent:
        state.indents.pop()
    if not state.indents or state.indents[-1] < indent:
        state.indents.append(indent)
    return len(state.indents)


def _bold(state: _State, text: str) -> bool:
    """Bold may begin on one line and end on a later one of the same paragraph."""
    marks, began = text.count("**") + text.count("__"), state.bold
    stripped = text.strip()
    state.bold = began != bool(marks % 2)
    starts, ends = bool(re.match(r"(\*\*|__)\S", stripped)), stripped.rstrip(":").endswith(("**", "__"))
    if began:
        return marks == 0 or (marks == 1 and ends)
    return starts and ((marks == 2 and ends) or marks == 1)


def _is_row(text: str, following: str, *, in_table: bool) -> bool:
    stripped = text.strip()
    if stripped.startswith("|") and stripped.count("|") > 1:
        return True
    return "|" in stripped and (in_table or ("|" in following and bool(_SEPARATOR.match(following))))


def _row(state: _State, number: int, text: str, following: str) -> Line:
    state.table += not state.in_table
    state.in_table = True
    if _SEPARATOR.match(text):
        return Line(number, text, table=state.table, page=state.page)
    inner = text.strip().removeprefix("|").removesuffix("|")
    cells = tuple(_cell(cell) for cell in re.split(r"(?<!\\)\|", inner))
    header = bool(_SEPARATOR.match(following)) and "|" in following
    return Line(number, text, cells=cells, table=state.table, header_row=header, page=state.page)


def _cell(text: str) -> str:
    return re.sub(r"<br\s*/?>", "\n", text.replace("\\|", "|")).strip()


def _numbered_items(texts: list[str]) -> set[int]:
    """Where numbered lines stand tight together they are a list; alone between blank lines they may be headings."""
    items: set[int] = set()
    for index in range(len(texts) - 1):
        tight = _NUMBER.match(texts[index]) and _NUMBER.match(texts[index + 1])
        indented = texts[index].startswith((" ", "\t")) and _NUMBER.match(texts[index])
        # Lines that end in a page number are a table of contents.
        if (tight or indented) and not re.search(r"(\t|\.{3,}|\s{2,})\s*\d+$", texts[index]):
            items.add(index)
            if tight:
                items.add(index + 1)
    return items
