"""Annexes, figures and tables that a document points to and does not hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KINDS = {"bilaga": "annex", "appendix": "annex", "figur": "figure", "tabell": "table"}
NAME = re.compile(
    r"\b(?P<word>bilaga|appendix|figur|tabell)\s+(?P<number>\d{1,2}(?:\.\d{1,2})?|(?-i:[A-H]))(?!\w)", re.I
)
LONGEST_HEADING = 90


@dataclass(frozen=True)
class Reference:
    kind: str  # as MissingPart has it
    name: str  # «Bilaga 2»
    line: int  # where it is first pointed to


def lacking(lines: Iterable[str], account: Mapping[int, str]) -> list[Reference]:
    """In the order they are pointed to. A line of the contents tells that something should be there, not that it is."""
    pointed: dict[str, Reference] = {}
    held: set[str] = set()
    for number, text in enumerate(lines, 1):
        for found in NAME.finditer(text):
            name = f"{found['word'].capitalize()} {found['number']}"
            if account.get(number) != "contents" and _is_heading(text, found):
                held.add(name)
            else:
                pointed.setdefault(name, Reference(KINDS[found["word"].lower()], name, number))
    return [reference for name, reference in pointed.items() if name not in held]


def _is_heading(text: str, found: re.Match[str]) -> bool:
    """«Bilaga 2. Aktiviteter» stands over what it names; «Bilaga 2 visar hur …» and «se bilaga 2» only speak of it."""
    before, after = text[: found.start()].strip(" \t#*_|>–-"), text[found.end() :].strip(" \t*_|")
    if before:
        return False
    return not after or after[0] in ":.–—-" or after[0].isupper() or (len(text) < LONGEST_HEADING and after[-1] != ".")
