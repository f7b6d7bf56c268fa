"""Which lines of a PDF are headings: those larger than the running text, the largest first."""

from collections import Counter

from .pdf_joins import is_below
from .pdf_lines import Printed, find_heading_number
from .pdf_words import Word

_LARGER = 1.07  # than the body
_LONGEST = 200  # letters
_USUAL_LONGEST = 120  # sizes whose texts are longer than this are running text in large print
_SAME_SIZE = 0.6  # points
_MAX_LEVEL = 6
_OUTSIDE_TABLES = 0.25


def body_size(lines: list[Printed], table_words: list[Word]) -> float:
    """The size most letters have; tables count only where nearly everything stands in tables."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    in_tables: Counter[float] = Counter()
    for word in table_words:
        in_tables[round(word.size * 2) / 2] += len(word.text)
    if sizes.total() < _OUTSIDE_TABLES * (sizes.total() + in_tables.total()):
        sizes += in_tables
    return sizes.most_common(1)[0][0] if sizes else 11.0


def set_headings(lines: list[Printed], body: float) -> None:
    groups = [group for group in _groups(lines) if _may_be_heading(group, body)]
    sizes = _heading_sizes(groups)
    for group in groups:
        level = next((level for level, size in enumerate(sizes, 1) if abs(size - group[0].size) <= _SAME_SIZE), None)
        if level is not None:
            for line in group:
                line.heading = min(level, _MAX_LEVEL)
            find_heading_number(group[0])


def _groups(lines: list[Printed]) -> list[list[Printed]]:
    """Lines of one size set close under each other."""
    groups: list[list[Printed]] = []
    for line in lines:
        above = groups[-1][-1] if groups else None
        starts_anew = line.ordinal is not None or line.marker is not None
        if above is not None and not starts_anew and abs(above.size - line.size) < 0.3 and is_below(above, line, 1.25):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _may_be_heading(group: list[Printed], body: float) -> bool:
    text = " ".join(line.text for line in group)
    return (
        group[0].size >= _LARGER * body
        and group[0].marker is None
        and len(text) <= _LONGEST
        and sum(char.isalpha() for char in text) >= 2
    )


def _heading_sizes(groups: list[list[Printed]]) -> list[float]:
    """The sizes of headings, largest first; sizes that differ by a hair are one."""
    lengths: dict[float, list[int]] = {}
    for group in sorted(groups, key=lambda group: -group[0].size):
        near = next((size for size in lengths if abs(size - group[0].size) <= _SAME_SIZE), group[0].size)
        lengths.setdefault(near, []).append(sum(len(line.text) for line in group))
    return [size for size, found in lengths.items() if sum(found) / len(found) <= _USUAL_LONGEST]
