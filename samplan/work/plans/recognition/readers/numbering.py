"""The numbers that Word and ODT compute for list items and headings."""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    style: str  # bullet, decimal, lower-letter, upper-letter, lower-roman, upper-roman or none
    pattern: str = ""  # "%1.%2." – %n stands for the number at level n
    start: int = 1
    restarts: bool = True


class Counters:
    """Counts one numbering; levels are 0-based."""

    def __init__(self) -> None:
        self._values: dict[str, dict[int, int]] = defaultdict(dict)

    def reset(self, key: str) -> None:
        self._values[key].clear()

    def set_start(self, key: str, level: int, start: int) -> None:
        for deeper in [known for known in self._values[key] if known > level]:
            del self._values[key][deeper]
        self._values[key][level] = start - 1

    def next(self, key: str, level: int, levels: dict[int, Level]) -> str | None:
        """Counts one item; its number as written, or None where the level has a bullet or nothing."""
        values = self._values[key]
        values[level] = values.get(level, levels[level].start - 1) + 1
        for deeper in [known for known in values if known > level]:
            if deeper not in levels or levels[deeper].restarts:
                del values[deeper]
        if levels[level].style in ("bullet", "none"):
            return None
        written = levels[level].pattern
        for upper in range(level + 1):
            if f"%{upper + 1}" in written:
                shape = levels.get(upper, levels[level])
                number = values.get(upper, shape.start)
                written = written.replace(f"%{upper + 1}", format_number(number, shape.style))
        written = written.strip()
        return written if any(char.isalnum() for char in written) else None


def format_number(number: int, style: str) -> str:
    if style.endswith("letter") and 0 < number < 1000:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upper-letter" else letter
    if style.endswith("roman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if style == "upper-roman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
        *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        written += letters * (number // value)
        number %= value
    return written
