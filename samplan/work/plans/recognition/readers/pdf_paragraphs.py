"""Printed lines joined to paragraphs, headings and list items."""

import re
from collections import Counter

from .blocks import Block, tidy
from .pdf_joins import continues, full_lines, is_below, usual_pitch
from .pdf_lines import Printed

_LEADERS = re.compile(r"(?:\s?\.){6,}")
_COMPOUND_NEXT = ("och", "eller", "samt", "respektive", "och/eller")


class Paragraphs:
    """Joins printed lines into blocks."""

    def __init__(self, known_words: Counter[str]) -> None:
        self._known_words = known_words
        self._depths: list[float] = []

    def blocks(self, lines: list[Printed]) -> list[Block]:
        self._depths = []
        groups: list[list[Printed]] = []
        full = full_lines(lines)
        pitch = usual_pitch(lines)
        for number, line in enumerate(lines):
            previous = lines[number - 1] if number else None
            if previous is not None and continues(previous, line, groups[-1][0], full[number - 1], pitch):
                groups[-1].append(line)
            else:
                groups.append([line])
        return [
            self._block(group, groups[place - 1][-1] if place else None, pitch) for place, group in enumerate(groups)
        ]

    def _block(self, group: list[Printed], before: Printed | None, pitch: float) -> Block:
        first = group[0]
        text = self.joined(group)
        if first.heading is not None:
            self._depths = []
            return Block(text=text, heading=first.heading, ordinal=first.ordinal, page=first.page)
        bold = all(line.bold for line in group)
        if first.marker is not None or (first.ordinal is not None and not bold):
            depth = self._depth(first)
            return Block(text=text, bullet=depth, ordinal=first.ordinal, bold=bold, page=first.page)
        if first.ordinal is not None:
            text = f"{first.ordinal} {text}"
        if first.x0 < first.left + first.size:
            self._depths = []
        tight = before is not None and is_below(before, first, pitch) and before.heading is None
        tight = tight and before is not None and before.marker is None and before.ordinal is None
        return Block(text=text, bold=bold, page=first.page, tight=tight)

    def _depth(self, line: Printed) -> int:
        place = line.x0 - line.left
        while self._depths and place < self._depths[-1] - 4:
            self._depths.pop()
        if not self._depths or place > self._depths[-1] + 4:
            self._depths.append(place)
        return len(self._depths)

    def joined(self, group: list[Printed]) -> str:
        text = group[0].text
        for line in group[1:]:
            text = self._join(text, line.text)
        return tidy(_LEADERS.sub(" .....", text))

    def _join(self, text: str, following: str) -> str:
        """Puts together a word that is parted at the line's end; "hälso-" before "och" is whole as it stands."""
        if re.search(r"\w/$", text):
            return text + following
        found = re.search(r"(\w+)[-‐\u00ad]$", text)
        first = following.split()[0] if following.split() else ""
        if found is None or not first:
            return f"{text} {following}"
        head, tail = found[1], re.sub(r"\W.*", "", first)
        whole, parted = self._known_words[(head + tail).lower()], self._known_words[f"{head}-{tail}".lower()]
        if first.lower().strip(",.") in _COMPOUND_NEXT and not whole:
            return f"{text[:-1]}- {following}"
        in_capitals = head.isupper() and tail.isupper() and (whole or not self._known_words[tail.lower()])
        within_word = text[-1] == "\u00ad" or (first[0].islower() and head[-1].islower()) or in_capitals
        hyphen = "-" if parted > whole or not within_word else ""
        return text[:-1] + hyphen + following


def known_words(lines: list[Printed]) -> Counter[str]:
    """How often each word stands unbroken in the document."""
    words = (word.text for line in lines for word in line.words[:-1] if len(word.text) > 3)
    return Counter(re.sub(r"^\W+|\W+$", "", word).lower() for word in words)
