"""Pass 5: headings become a tree of sections. Levels come from the format, or from what ranks over what on the page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import lexicon
from .headings import Heading
from .pieces import Piece
from .wording import plain

# Undeclared headings: what is higher up the list holds what is lower. Within one class, the first met holds the later.
_CLASSES = {"chapter": 0, "capitals": 1, "contents": 2, "number": 3, "tier": 3, "container": 3, "bold": 5, "plain": 6}


@dataclass(eq=False)
class Section:
    heading: Heading | None
    level: int
    parent: "Section | None" = None
    pieces: list[Piece] = field(default_factory=list)  # its own, before its first sub-section
    children: list["Section"] = field(default_factory=list)
    order: int = 0

    @property
    def title(self) -> str:
        return self.heading.piece.text if self.heading else ""

    @property
    def number(self) -> str:
        return self.heading.piece.number if self.heading else ""

    @property
    def lines(self) -> list[int]:
        return self.heading.piece.lines if self.heading else []

    def walk(self) -> Iterator["Section"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator["Section"]:
        section = self.parent
        while section is not None:
            yield section
            section = section.parent


def build_sections(pieces: Sequence[Piece], headings: Mapping[int, Heading]) -> Section:
    """The root section holds what stands before the first heading, and the topmost sections."""
    ranker = _Ranker([headings[place] for place in sorted(headings)])
    root = Section(None, -1)
    current = root
    for place, piece in enumerate(pieces):
        heading = headings.get(place)
        if heading is None:
            current.pieces.append(piece)
            continue
        level = ranker.level(heading, current)
        holder = current
        while holder.parent is not None and (
            holder.level >= level
            or _is_weaker(holder, heading)
            or _is_other_branch(holder, heading)
            or _explains(holder, heading)
        ):
            holder = holder.parent
        current = Section(heading, level, holder, order=place)
        holder.children.append(current)
    return root


def _is_weaker(holder: Section, heading: Heading) -> bool:
    """What the format declares a heading does not stand under what only looks like one."""
    return heading.key[0] == "declared" and holder.heading is not None and holder.heading.key[0] != "declared"


def _is_other_branch(holder: Section, heading: Heading) -> bool:
    """7.2.1 does not stand under 7.1, even where the heading of 7.2 is missing."""
    mine, theirs = heading.piece.number, holder.number
    return "." in mine and theirs[:1].isdigit() and not mine.startswith(theirs + ".") and "." in theirs


def _explains(holder: Section, heading: Heading) -> bool:
    """A named part of the plan does not stand under «Inledning», however the two look on the page."""
    if heading.key[0] == "declared" or holder.heading is None:
        return False
    return lexicon.PREFIX.match(heading.title) is not None and lexicon.is_background(holder.title)


_LABEL = 10_000  # a label is below everything: it ends with the next heading of any kind


def _is_ranked(heading: Heading) -> bool:
    return heading.key[0] not in ("declared", "label", "action")


class _Ranker:
    def __init__(self, headings: Sequence[Heading]) -> None:
        self.titles = Counter(plain(heading.title) for heading in headings)
        self.seen = list(dict.fromkeys(heading.key for heading in headings if _is_ranked(heading)))
        self.order = {key: place for place, key in enumerate(sorted(self.seen, key=self._weight), start=1)}

    def level(self, heading: Heading, current: Section) -> int:
        if heading.key[0] == "declared":
            level = int(heading.key[1]) * 100
            return level + 50 if self._labels_its_sibling(heading, level, current) else level
        if heading.key[0] == "action":
            return _LABEL - 1
        if not _is_ranked(heading):
            return _LABEL
        return self._declared_base(current) + min(self.order[heading.key], 99)

    def _labels_its_sibling(self, heading: Heading, level: int, current: Section) -> bool:
        """«Att följa upp» in the same style as the part it belongs to, time after time, stands under that part."""
        if not (heading.named and heading.named[1]) or heading.holds_labels or self.titles[plain(heading.title)] < 2:
            return False
        for section in (current, *current.ancestors()):
            if section.level == level and section.heading is not None:
                if section.heading.holds_labels:
                    return True
                is_question = section.title.rstrip().endswith("?")
                return not (section.heading.named or is_question or lexicon.is_background(section.title))
        return False

    def _declared_base(self, current: Section) -> int:
        """Undeclared headings stand below the declared one they follow."""
        for section in (current, *current.ancestors()):
            if section.heading is not None and section.heading.key[0] == "declared":
                return section.level
        return 0

    def _weight(self, key: tuple[str, ...]) -> tuple[int, int, int]:
        kind = key[0]
        depth = int(key[1]) if kind == "number" else 0
        if kind == "contents" and key[1].startswith("number"):
            depth = int(key[1].split()[1])
        return (_CLASSES[kind], self._family(key), depth)

    def _family(self, key: tuple[str, ...]) -> int:
        """Where the first key of the same family was met: all depths of numbering are one family."""
        family = self._family_of(key)
        return next(place for place, seen in enumerate(self.seen) if self._family_of(seen) == family)

    def _family_of(self, key: tuple[str, ...]) -> tuple[str, ...]:
        if key[0] == "number" or (key[0] == "contents" and key[1].startswith("number")):
            return (key[0], "number")
        return key
