"""Three versions of one text: what it was, what I made of it, what somebody else did. Paragraph by paragraph, then word by word."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_LINES = re.compile(
    r"\n[^\n]*|[^\n]+"
)  # a line carries the break before it: what is added last leaves the line before alone
_WORDS = re.compile(r"\s*\S+|\s+")
_READ = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")  # finer, for the eye: a full stop is not part of the word
_NEAR = 2  # so many unchanged words between two changes, or fewer: they are about the same thing
_KEPT = 0.5  # less than this left of a paragraph: it was written anew, and is not mixed with others' words
_TOO_MUCH = 2_000_000  # pairs of equal words: past this the matching takes seconds


@dataclass(frozen=True)
class Clash:
    """A place that both have changed, each in an own way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    pieces: tuple[str | Clash, ...]

    @property
    def is_clean(self) -> bool:
        return not self.clashes

    @property
    def clashes(self) -> list[Clash]:
        return [piece for piece in self.pieces if isinstance(piece, Clash)]

    @property
    def text(self) -> str:
        """Both's changes; mine where they clash."""
        return self._joined(lambda clash: clash.mine)

    @property
    def both(self) -> str:
        """Both's changes; where they clash theirs and then mine."""
        if len(self.pieces) == 1 and self.clashes and "" not in (self.clashes[0].mine, self.clashes[0].theirs):
            return f"{self.clashes[0].theirs}\n\n{self.clashes[0].mine}"
        return self._joined(_one_after_the_other)

    def _joined(self, settle: Callable[[Clash], str]) -> str:
        return "".join(settle(piece) if isinstance(piece, Clash) else piece for piece in self.pieces)


@dataclass(frozen=True)
class Mark:
    kind: Literal["same", "ins", "del"]
    text: str

    @property
    def lead(self) -> str:
        """The space before, which is not underlined or struck through."""
        return self.text[: len(self.text) - len(self.words)]

    @property
    def words(self) -> str:
        return self.text.lstrip()


@dataclass(frozen=True)
class _Hunk:
    """The base's tokens from `start` to `end` became these."""

    start: int
    end: int
    tokens: list[str]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """What only one has changed is taken; what both have changed is told as a clash, unless they did the same."""
    return Merged(tuple(_run_together(_merge(_LINES, base, mine, theirs))))


def marks(old: str, new: str) -> list[Mark]:
    """The new text with what was added and what was removed, word by word; that only spaces or breaks differ is not marked."""
    before, after = _READ.findall(old), _READ.findall(new)
    found, i, j = [], 0, 0
    for hunk in _hunks([t.strip() for t in before], [t.strip() for t in after]):
        here = j + hunk.start - i
        found += [
            Mark("same", "".join(after[j:here])),
            Mark("del", "".join(before[hunk.start : hunk.end])),
            Mark("ins", "".join(after[here : here + len(hunk.tokens)])),
        ]
        i, j = hunk.end, here + len(hunk.tokens)
    found.append(Mark("same", "".join(after[j:])))
    return [mark for mark in found if mark.text]


@dataclass(frozen=True)
class SideBySide:
    """Two texts beside each other, each with what was done to the one they both started from (None: nobody knows it)."""

    base: str | None
    mine: str
    theirs: str

    @property
    def my_marks(self) -> list[Mark]:
        return self._marks(self.mine, self.theirs)

    @property
    def their_marks(self) -> list[Mark]:
        return self._marks(self.theirs, self.mine)

    @property
    def merged(self) -> Merged:
        return merge(shared(self.mine, self.theirs) if self.base is None else self.base, self.mine, self.theirs)

    def _marks(self, now: str, other: str) -> list[Mark]:
        if self.base is not None:
            return marks(self.base, now)
        return [mark for mark in marks(other, now) if mark.kind != "del"]


def shared(one: str, other: str) -> str:
    """The words two texts have in common: stands for the version they started from when nobody knows it."""
    return "".join(mark.text for mark in marks(one, other) if mark.kind == "same")


def _one_after_the_other(clash: Clash) -> str:
    if not clash.mine.strip() or not clash.theirs.strip():
        return clash.theirs + clash.mine
    joint = "" if clash.mine[0].isspace() else "\n" if "\n" in clash.theirs + clash.mine else " "
    return f"{clash.theirs}{joint}{clash.mine}"


def _merge(pattern: re.Pattern[str], base: str, mine: str, theirs: str) -> Iterator[str | Clash]:
    tokens, at = pattern.findall(base), 0
    ours = _hunks(tokens, pattern.findall(mine)), _hunks(tokens, pattern.findall(theirs))
    for group in _groups(*ours, near=_NEAR if pattern is _WORDS else None):
        hunks = [hunk for side in group for hunk in side]
        start, end = min(h.start for h in hunks), max(h.end for h in hunks)
        yield "".join(tokens[at:start])
        here, at = "".join(tokens[start:end]), end
        yield from _settled(pattern, here, *(_applied(tokens, start, end, side) for side in group))
    yield "".join(tokens[at:])


def _settled(pattern: re.Pattern[str], base: str, mine: str, theirs: str) -> Iterator[str | Clash]:
    if theirs == base or mine == theirs:
        yield mine
    elif mine == base:
        yield theirs
    elif pattern is _LINES and _is_kept(base, mine) and _is_kept(base, theirs):
        yield from _merge(_WORDS, base, mine, theirs)
    else:
        yield Clash(base, mine, theirs)


def _is_kept(base: str, now: str) -> bool:
    tokens = _WORDS.findall(base)
    gone = sum(hunk.end - hunk.start for hunk in _hunks(tokens, _WORDS.findall(now)))
    return bool(tokens) and 1 - gone / len(tokens) >= _KEPT


def _applied(tokens: list[str], start: int, end: int, hunks: list[_Hunk]) -> str:
    """One side's version of a stretch of the base."""
    found: list[str] = []
    for hunk in hunks:
        found += [*tokens[start : hunk.start], *hunk.tokens]
        start = hunk.end
    return "".join([*found, *tokens[start:end]])


def _groups(mine: list[_Hunk], theirs: list[_Hunk], near: int | None) -> Iterator[tuple[list[_Hunk], list[_Hunk]]]:
    """Changes of one side alone, or of both where they touch, in the base's order."""
    ordered = sorted([(h, 0) for h in mine] + [(h, 1) for h in theirs], key=lambda one: (one[0].start, one[0].end))
    group: tuple[list[_Hunk], list[_Hunk]] = ([], [])
    for hunk, side in ordered:
        others = group[1 - side]
        if any(group) and not (others and _touch(others[-1], hunk, near)):
            yield group
            group = ([], [])
        group[side].append(hunk)
    if any(group):
        yield group


def _touch(one: _Hunk, other: _Hunk, near: int | None) -> bool:
    if near is not None:
        return one.start <= other.end + near and other.start <= one.end + near
    if one.start == one.end == other.start == other.end:
        return True  # both put something new in the same place: in which order?
    return one.start < other.end and other.start < one.end


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    a, b = old[first : len(old) - last], new[first : len(new) - last]
    if not a and not b:
        return []
    counts = Counter(b)
    if not a or not b or sum(counts[token] for token in a) > _TOO_MUCH:
        return [_Hunk(first, first + len(a), b)]
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [_Hunk(first + i1, first + i2, b[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _run_together(pieces: Iterator[str | Clash]) -> Iterator[str | Clash]:
    words = ""
    for piece in pieces:
        if isinstance(piece, str):
            words += piece
            continue
        if words:
            yield words
        words = ""
        yield piece
    if words:
        yield words
