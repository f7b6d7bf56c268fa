"""Finds Swedish personal identity numbers in free text. Samplan keeps nothing about single persons (mission: what it never does)."""

import re

_CANDIDATE = re.compile(r"(?<!\d)((?:19|20)?\d{2})(\d{2})(\d{2})\s?[-+–]?\s?(\d{4})(?!\d)")


def find(text: str) -> list[str]:
    """Each personal or co-ordination number in the text, as written: a date (day + 60 too) and a right check digit."""
    return [match.group() for match in _CANDIDATE.finditer(text) if _is_number(match)]


def _is_number(match: re.Match[str]) -> bool:
    year, month, day, last = match.groups()
    number_of_day = int(day) - 60 if int(day) > 60 else int(day)
    if not (1 <= int(month) <= 12 and 1 <= number_of_day <= 31):
        return False
    digits = f"{year[-2:]}{month}{day}{last}"
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return total % 10 == 0
