"""Builds plausible, differing answers of phrases. Deterministic: the same organisation, question and year give the same answer."""

import hashlib
from dataclasses import dataclass

from .reading import read_phrases

MONTHS = "januari februari mars april maj augusti september oktober november".split()
OPERATIONS = [
    "socialtjänsten",
    "elevhälsan",
    "hemtjänsten",
    "öppenvården",
    "biblioteket",
    "fritidsgården",
    "LSS-verksamheten",
    "boendestödet",
]
CHOICES = {"yes": "ja", "partly": "delvis", "no": "nej", "not_applicable": "nej", "dont_know": "nej"}


def number_of(*parts: object) -> int:
    """A number that looks random and is not."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:6], "big")


@dataclass(frozen=True)
class Written:
    choice: str
    text: str


class Answerer:
    def __init__(self, neighbours: dict[str, str]) -> None:
        self.neighbours = neighbours
        self.phrases = read_phrases("answers")
        self.tails = read_phrases("tails")[""]
        self.used: set[tuple[str, str]] = set()

    def choice(self, key: str, who: str, year: int) -> str:
        """Moves slowly from year to year: most stay, some go forward, a few back."""
        order = ["no", "partly", "yes"]
        level = number_of(key, who, "start") % 3
        for past in range(2025, year + 1):
            step = number_of(key, who, past) % 10
            level = min(2, level + 1) if step >= 7 else max(0, level - 1) if step == 0 else level
        if number_of(key, who, "odd") % 29 == 0:
            return "not_applicable" if number_of(key, who) % 2 else "dont_know"
        return order[level]

    def answer(self, key: str, who: str, year: int, is_open: bool) -> Written:
        phrases = self.phrases[key]
        if is_open:
            return Written("", self._unique(phrases["text"], [""], key, who, year))
        choice = self.choice(key, who, year)
        if choice == "not_applicable":
            return Written(choice, "Vi har inte den verksamheten.")
        if choice == "dont_know":
            return Written(choice, "Vi behöver fråga fler innan vi svarar.")
        word = CHOICES[choice]
        return Written(choice, self._unique(phrases[word], ["", *self.tails[word]], key, who, year))

    def free(self, kind: str, section: str, who: str, year: int) -> Written:
        return Written("", self._unique(self.phrases[kind]["text"], [""], f"{kind}{section}", who, year))

    def _unique(self, firsts: list[str], seconds: list[str], key: str, who: str, year: int) -> str:
        """No two organisations say just the same about the same question the same year."""
        text = ""
        for attempt in range(60):
            seed = number_of(key, who, year, attempt)
            words = f"{firsts[seed % len(firsts)]} {seconds[seed // 7 % len(seconds)]}".strip()
            text = self._fill(words, who, seed // 211)
            if (f"{key}{year}", text) not in self.used:
                break
        self.used.add((f"{key}{year}", text))
        return text

    def _fill(self, text: str, who: str, seed: int) -> str:
        operation = OPERATIONS[seed % len(OPERATIONS)]
        filled = (
            text.replace("{manad}", MONTHS[seed // 3 % len(MONTHS)])
            .replace("{antal}", str(12 + seed // 5 % 180))
            .replace("{liten}", str(2 + seed // 11 % 5))
            .replace("{granne}", self.neighbours.get(who, "grannkommunen"))
            .replace("{verksamhet}", operation)
        )
        sentences = filled.split(". ")
        return ". ".join(s[:1].upper() + s[1:] for s in sentences)
