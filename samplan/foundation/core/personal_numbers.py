"""Finds Swedish personal identity numbers in free text. Samplan keeps nothing about single persons (mission: what it never does).

A number is: six or eight digits of a date that has been (day + 60 in a co-ordination number), perhaps a hyphen, plus or
space, and four digits of which the last is the check digit. Organisation numbers have 20 or more where the month would be.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .dates import today

_DASH = "-+\u2010\u2011\u2012\u2013\u2212"  # hyphens and dashes that word processors put in its place
_GAP = r"[\s\u00ad\u200b\u2060\ufeff]*"  # spaces, and what can't be seen
_CANDIDATE = re.compile(
    rf"(?<!\d)(?:(19|20|18)?(\d{{2}})(\d\d)(\d\d){_GAP}([{_DASH}]?){_GAP}(\d{{4}})"
    rf"|(19|20|18)(\d\d)[-./](\d\d)[-./](\d\d)([{_DASH}])(\d{{4}}))(?!\d)"
)
# Ten digits in one piece that begin with 0 can be a telephone number too: then the word before says so.
_TELEPHONE = re.compile(
    r"\b(?:tel\w*|tfn|mobil\w*|ring\w*|nås?|phone)\b[\s.:=()]*(?:(?:på|nr|nummer)[\s.:]*)?$", re.IGNORECASE
)
NEAR = 24  # characters before a number that may say what it is


@dataclass(frozen=True)
class Found:
    """A number as it was written, and the line it stands on."""

    written: str
    line: int


def find(text: str) -> list[str]:
    """Each personal or co-ordination number in the text, as written."""
    return [match.group() for match in _CANDIDATE.finditer(text) if _is_number(match)]


def where(text: str) -> list[Found]:
    return [
        Found(match.group(), 1 + text.count("\n", 0, match.start()))
        for match in _CANDIDATE.finditer(text)
        if _is_number(match)
    ]


def refusal(text: str) -> str:
    """Why the text can't be kept, where the trouble is and what to do; empty when nothing is wrong."""
    found = where(text.replace("\r\n", "\n"))
    if not found:
        return ""
    lines = sorted({one.line for one in found})
    if len(lines) > 1:
        told = ", ".join(str(line) for line in lines[:-1]) + _(" och ") + str(lines[-1])
        return _("Ta bort personnumren (rad %(lines)s). Samplan sparar inga uppgifter om enskilda.") % {"lines": told}
    if "\n" in text.strip():
        return _("Ta bort personnumret (rad %(line)d). Samplan sparar inga uppgifter om enskilda.") % {"line": lines[0]}
    written = found[0].written
    words = _("Ta bort personnumret (%(number)s …). Samplan sparar inga uppgifter om enskilda.") % {
        "number": written[:6]
    }
    if written.isdigit() and written.startswith("0"):
        words += " " + _("Är det ett telefonnummer? Skriv det med bindestreck, som 070-123 45 67.")
    return words


def _is_number(match: re.Match[str]) -> bool:
    century, year, month, day, mark, last = (match.groups()[n] or match.groups()[n + 6] or "" for n in range(6))
    if not _is_birthday(century, year, int(month), int(day) % 60 if int(day) > 60 else int(day), mark):
        return False
    if not _has_check_digit(f"{year}{month}{day}{last}"):
        return False
    whole = match.group()
    return not (whole.isdigit() and len(whole) == 10 and whole[0] == "0" and _says_telephone(match))


def _says_telephone(match: re.Match[str]) -> bool:
    return bool(_TELEPHONE.search(match.string[max(0, match.start() - NEAR) : match.start()]))


def _is_birthday(century: str, year: str, month: int, day: int, mark: str) -> bool:
    """A real date that has been. Without century the mark says it: a plus for those who are a hundred or more."""
    if century:
        return _has_been(int(century + year), month, day)
    recent = [y for y in (2000 + int(year), 1900 + int(year), 1800 + int(year)) if y <= today().year]
    if mark == "+":
        recent = [y for y in recent if y <= today().year - 100]
    return any(_has_been(y, month, day) for y in recent[:2])


def _has_been(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) <= today()
    except ValueError:
        return False


def _has_check_digit(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return total % 10 == 0
