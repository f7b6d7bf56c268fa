"""Pass 1: what belongs to the page and not to the plan — page numbers, running heads, rulers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ..source import Line
from .lexicon import field, label
from .wording import plain

_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:sida|sid\.?|s\.|page)\s*)?\d{1,3}\s*(?:(?:\(\s*\d{1,3}\s*\)|/\s*\d{1,3}|av\s+\d{1,3}))?[-–—|\s]*",
    re.I,
)
_RULER = re.compile(
    r"\s*[-–—_=*·.•]{3,}\s*|\s*\|?[\s:|-]{3,}\|?\s*|\s*!\[.*\]\(.*\)\s*|\s*<!--.*-->\s*|\s*</?\w+[^>]*>\s*"
)
_PAGE_AT_END = re.compile(
    r"(?:\s{2,}|\t|\s[|–-]\s*)(?:sida\s*)?\d{1,3}(?:\s*\(\d{1,3}\)|/\d{1,3}|\s+av\s+\d{1,3})?\s*$", re.I
)
_ADMIN = re.compile(
    r"(?:diarienummer|diarienr|dnr|datum|dokumentnamn|version|utgåva|beteckning|ärendenummer|sida|sidor)\b.{0,40}", re.I
)
_ADMIN_VALUE = re.compile(r"[\d\s./:–-]*\d[\d\s./:–-]*|x+|[a-zåäö]{1,6}[ -]?\d[\w/ -]*", re.I)
_TIMES = 3


def find_noise(lines: Sequence[Line], contents: set[int]) -> set[int]:
    """The numbers of the lines that are page noise; a list of contents is not, though it holds page numbers."""
    noise = {line.number for line in lines if _is_loose(line) and _RULER.fullmatch(line.text)}
    candidates = [line for line in lines if line.text.strip() and line.number not in noise | contents]
    noise |= _page_numbers(candidates)
    noise |= _running_heads(candidates, noise)
    noise |= _administrative(candidates, noise)
    return noise


def _is_loose(line: Line) -> bool:
    return bool(line.text.strip()) and line.heading is None and line.cells is None


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Numbers alone on a line; but a lone figure once in a text may mean something."""
    found = [
        line
        for line in lines
        if line.heading is None and line.cells is None and _PAGE_NUMBER.fullmatch(line.text.strip("\f "))
    ]
    rising = 0
    for one, other in pairwise(found):
        rising += _first_number(other) == _first_number(one) + 1
    certain = {line.number for line in found if re.search(r"sid|page|/|av|\(", line.text, re.I)}
    return {line.number for line in found} if rising >= 1 else certain


def _first_number(line: Line) -> int:
    found = re.search(r"\d+", line.text)
    return int(found[0]) if found else -9


def _running_heads(lines: Sequence[Line], noise: set[int]) -> set[int]:
    """The same line again and again, beside page numbers or always in the same company."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.heading is None and line.cells is None and line.number not in noise and len(line.text) < 160:
            places[_pattern(line.text)].append(place)
    heads: set[int] = set()
    title = plain(" ".join(line.text for line in lines[:12] if line.bullet is None))
    for pattern, where in places.items():
        text = lines[where[0]].text
        if (
            len(where) < 2
            or not pattern
            or label(text.strip("*_ "))
            or (field(text.strip()) and not _ADMIN.fullmatch(text.strip()))
        ):
            continue
        paged = sum(bool(_PAGE_AT_END.search(lines[p].text)) for p in where)
        beside = sum(_beside(p, lines, noise) for p in where)
        numbers = {_first_number_at_end(lines[p].text) for p in where}
        is_paged = paged == len(where) and len(numbers) == len(where) and len(where) >= 2
        # Words of the document's own title, many times, away from any list.
        is_title = len(where) >= _TIMES and where[0] < 12 and lines[where[-1]].bullet is None and pattern in title
        if (
            is_paged
            or (len(where) >= 2 and beside >= max(2, 0.6 * len(where)) and lines[where[0]].bullet is None)
            or is_title
        ):
            kept = where[1:] if is_title and not is_paged and where[0] < 2 else where  # the first is the title itself
            heads |= {lines[p].number for p in kept}
    return heads


def _pattern(text: str) -> str:
    return plain(_PAGE_AT_END.sub("", text))


def _first_number_at_end(text: str) -> str:
    found = _PAGE_AT_END.search(text)
    return found[0].strip() if found else text


def _beside(place: int, lines: Sequence[Line], noise: set[int]) -> bool:
    near = [lines[p] for p in (place - 1, place + 1) if 0 <= p < len(lines)]
    return "\f" in lines[place].text or any(line.number in noise or "\f" in line.text for line in near)


def _administrative(lines: Sequence[Line], noise: set[int]) -> set[int]:
    """Diary numbers and dates that stand in the head of each page: the words, and the values right after them."""
    heads = [place for place, line in enumerate(lines) if _is_loose(line) and _ADMIN.fullmatch(line.text.strip())]
    if len(heads) < _TIMES:
        return set()
    found: set[int] = set()
    for place in heads:
        found.add(lines[place].number)
        after = lines[place + 1] if place + 1 < len(lines) else None
        if after is not None and _is_loose(after) and _ADMIN_VALUE.fullmatch(after.text.strip()):
            found.add(after.number)
    return found
