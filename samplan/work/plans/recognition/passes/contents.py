"""Pass 2: the table of contents. It is not the plan, but it says which lines are headings, and how they rank."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..source import Line
from .pieces import ORDINAL
from .wording import is_capitals, plain

_ENTRY = re.compile(r"^(?P<title>.*?\S)(?P<dots>\s*(?:\.\s?){3,}\s*|\s*…+\s*|\s*\t+\s*|\s{3,})(?P<page>\d{1,3})?\s*$")
_LOOSE_ENTRY = re.compile(r"^(?P<title>\D*\S)\s+(?P<page>\d{1,3})\s*$")
_HEAD = re.compile(r"(?:innehåll|innehållsförteckning|contents)\s*:?\s*", re.I)


@dataclass(frozen=True)
class Entry:
    title: str
    number: str
    page: int
    indent: int

    @property
    def shape(self) -> str:
        """What entries of the same rank have in common."""
        if self.number:
            return f"number {self.number.count('.')}"
        return "capitals" if is_capitals(self.title) else f"plain {self.indent}"


@dataclass
class Contents:
    lines: set[int]
    entries: list[Entry]

    def __post_init__(self) -> None:
        self._by_title: dict[str, Entry] = {}
        for entry in self.entries:
            self._by_title.setdefault(plain(entry.title), entry)

    def entry(self, title: str, number: str) -> Entry | None:
        """The entry of a heading; a numbered entry is not met by the same words without the number."""
        found = self._by_title.get(plain(title))
        if found is None and number:
            found = self._by_title.get(plain(f"{number} {title}"))
        if found is None or (found.number and found.number != number):
            return None
        return found


def find_contents(lines: Sequence[Line]) -> Contents:
    """A run of lines that end in page numbers, and the heading above it."""
    found: set[int] = set()
    entries: list[Entry] = []
    loose = [line for line in lines if line.text.strip()]
    place = 0
    while place < len(loose):
        head = _HEAD.fullmatch(re.sub(r"^#+\s*|\*", "", loose[place].text).strip())
        end, run = _run(loose, place + 1 if head else place, loose_allowed=bool(head))
        if len(run) >= (2 if head else 3):
            found |= {line.number for line in loose[place:end]}
            entries += run
            place = end
        else:
            if head and not entries:
                found.add(loose[place].number)
            place += 1
    return Contents(found, entries)


def _run(lines: Sequence[Line], start: int, *, loose_allowed: bool) -> tuple[int, list[Entry]]:
    entries: list[Entry] = []
    place, pending = start, ""
    while place < len(lines):
        line = lines[place]
        if line.heading is not None or line.cells is not None:
            break
        text = re.sub(r"^\s*[-*•]\s+|\[|\]\(#?.*?\)", "", line.text).rstrip()
        entry = _ENTRY.match(text) or (_LOOSE_ENTRY.match(text) if loose_allowed else None)
        if entry is None:
            # A long entry may be broken over two lines; the page number stands on the second.
            following = lines[place + 1].text if place + 1 < len(lines) else ""
            if (
                pending
                or not entries
                or not _ENTRY.match(following)
                or len(text) > 120
                or not following.startswith(" ")
            ):
                break
            pending = text.strip() + " "
        elif entry.groupdict().get("page") or re.search(r"\.{3,}|…", text):
            entries.append(_entry(pending + entry["title"].strip(), entry["page"], text))
            pending = ""
        else:
            break
        place += 1
    return place, entries


def _entry(title: str, page: str | None, text: str) -> Entry:
    number = ""
    if found := ORDINAL.match(title):
        number, title = found["number"], title[found.end() :]
    return Entry(title.strip(" ."), number, int(page or 0), len(text) - len(text.lstrip()))
