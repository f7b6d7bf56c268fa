"""Comparing wordings: the same thing said twice, with or without a slip of the pen."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

_FUNCTION_WORDS = frozenset(
    """
    hur kan kunna skulle ska skall vi man det den de dem som att för och eller i på av till med om en ett så när vid
    från vår vårt våra sin sitt sina är blir bli få får göra gör ge ges genom inom hos sätt vilket vad vilka
    """.split()
)
_OPEN_END = frozenset(
    """
    för att och eller samt i på av till med om en ett som den det de från vid inom genom hos mellan utan under över
    mot där när så än både varken såväl sin sitt sina vår vårt våra
    """.split()
)


def plain(text: str) -> str:
    """Letters and figures only, in small letters: what is left when layout and punctuation are taken away."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and 2 * len(letters) > len(text) and all(char.isupper() for char in letters)


def ends_open(text: str) -> bool:
    """Whether a sentence is broken off: an open parenthesis, a comma, or a word that can't end it."""
    if text.count("(") > text.count(")") and len(text) - text.rfind("(") < 400:
        return True
    if text.rstrip().endswith((",", "/")):
        return True
    words = plain(text[-30:]).split()
    return bool(words) and text.rstrip()[-1:].isalpha() and words[-1] in _OPEN_END


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The words that carry the meaning, cut so that inflections meet."""
    return frozenset(word[:5] for word in plain(text).split() if word not in _FUNCTION_WORDS and len(word) > 1)


@lru_cache(maxsize=200_000)
def alike(one: str, other: str) -> float:
    """0–1: how much of the shorter wording's meaning the other has, tempered by how much they share in all."""
    left, right = stems(one), stems(other)
    if not left or not right:
        return float(plain(one) == plain(other))
    shared = len(left & right)
    return 0.6 * shared / min(len(left), len(right)) + 0.4 * shared / len(left | right)


def same_title(one: str, other: str) -> bool:
    """«Stöd och insats» and «Stöd och insatser», «Samordna» and «Samordning»; not «Barn» and «Barn och unga»."""
    left, right = plain(one), plain(other)
    if left == right:
        return True
    first, second = left.split(), right.split()
    if len(first) == len(second) and re.findall(r"\d+", left) == re.findall(r"\d+", right):
        return all(a == b or (min(len(a), len(b)) > 4 and a[:5] == b[:5]) for a, b in zip(first, second, strict=True))
    # Hyphens and spaces come and go: «kunskaps- och behovsbaserade», «kunskaps och behovs baserade».
    return min(len(left), len(right)) > 12 and left.replace(" ", "") == right.replace(" ", "")


def title_keys(text: str) -> tuple[str, str]:
    """Two wordings for which `same_title` holds have one of these in common."""
    folded = plain(text)
    return " ".join(word[:5] for word in folded.split()), folded.replace(" ", "")


def typing_slip(one: str, other: str) -> float:
    """How alike (0–1) two wordings are that differ only by a slip: a word or two with a letter wrong. 0 when not."""
    first, second = plain(one).split(), plain(other).split()
    if len(first) < 3 or abs(len(first) - len(second)) > 1 or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    if len(first) != len(second):
        return _close("".join(first), "".join(second), 1)
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) > max(1, len(first) // 12):
        return 0.0
    if any(min(len(a), len(b)) < 4 or not _close(a, b, 2) for a, b in differing):
        return 0.0
    return round(SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio(), 3)


def _close(one: str, other: str, letters: int) -> float:
    """1 when at most so many letters must be put in, taken away or changed, else 0; a changed ending is a new word form."""
    if abs(len(one) - len(other)) > letters:
        return 0.0
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return float(row[-1] <= letters)
