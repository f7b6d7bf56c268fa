"""When a plan holds: «2021–2024», «gäller från den 1 januari 2025 till …», «Planperiod: 2025-07-01–2027-06-30»."""

import re
from collections.abc import Sequence
from datetime import date

_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_MONTH = "|".join(_MONTHS)
_DAY = rf"(?:den\s+)?(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+(?:{_MONTH})\s+\d{{4}}|(?:{_MONTH})\s+\d{{4}}|(?:19|20)\d{{2}}(?![-–/]\d{{2}}-))"
_SPAN = re.compile(
    rf"(?P<first>{_DAY})\s*(?:[-–—]{{1,2}}|till(?:\s+och\s+med)?|t\.?\s?o\.?\s?m\.?|fram\s+till|och\s+till|–\s*och\s+med)\s*(?P<last>{_DAY}|\d{{2}}(?!\d))",
    re.I,
)
_UNTIL = re.compile(
    rf"(?:till\s+och\s+med|t\.?\s?o\.?\s?m\.?|till\s+utgången\s+av|längst\s+till)\s*:?\s*(?P<last>{_DAY})", re.I
)
_FROM = re.compile(rf"(?:från\s+och\s+med|fr\.?\s?o\.?\s?m\.?|gäller\s+från)\s*:?\s*(?P<first>{_DAY})", re.I)
_SAYS = re.compile(
    r"^(?:gäller|giltig\w*|avser|period(?:en)?\s*:|tidsperiod|löptid)\b|\b(?:planperiod\w*|giltighet\w*|uppdragstid\w*|programperiod\w*)\b|"
    r"\b(?:plan|planen|programmet|strategin|\w+planen|\w+programmet|dokumentet|beslutet|uppdraget|överenskommelsen|den)\s+(?:\w+\s+){0,2}?(?:gäller|pågår|är\s+giltig|sträcker\s+sig|omfattar)\b",
    re.I,
)
_DECIDED = re.compile(
    r"antag|beslut|fastställ|reviderad|godkänd|dnr|diarie|datum|version|upprättad|publicerad|\b(?:" + _MONTH + r")\b",
    re.I,
)
_NOT = re.compile(r"\b(?:föregående|tidigare|förra|ersätter|överenskommelse\w*|reviderats)\b", re.I)


def find_validity(title: str, cover: Sequence[str], sentences: Sequence[str]) -> tuple[str | None, str | None]:
    """What the document says outright counts most, then its cover, then a year in its title."""
    said = [text for text in (*cover, *sentences) if _SAYS.search(text) and not _NOT.search(text)]
    for texts in (said, [title], cover):
        for text in texts:
            if span := _span(text):
                return span
    until = next((m["last"] for text in said if (m := _UNTIL.search(text))), None)
    since = next((m["first"] for text in said if (m := _FROM.search(text))), None)
    one = re.findall(r"\b(?:19|20)\d{2}\b", title) or _lone_years(cover)
    if not since and not until and len(one) == 1:
        return f"{one[0]}-01-01", f"{one[0]}-12-31"
    return (_day(since, last=False) if since else None), (_day(until, last=True) if until else None)


def _lone_years(cover: Sequence[str]) -> list[str]:
    """A year alone on the cover or at the end of a line there, where no line says when something was decided."""
    found = [
        m[1]
        for text in cover
        if (m := re.search(r"(?:^|[^\d-]\s)((?:19|20)\d{2})$", text.strip())) and not _DECIDED.search(text)
    ]
    return list(dict.fromkeys(found))


def _span(text: str) -> tuple[str, str] | None:
    for found in _SPAN.finditer(text):
        first, last = found["first"], found["last"]
        if re.fullmatch(r"\d{2}", last):
            last = re.sub(r".*?(\d{2})\d{2}$", r"\1", first)[-2:] + last if re.fullmatch(r"\d{4}", first) else ""
        begins, ends = _day(first, last=False), _day(last, last=True)
        if begins and ends and begins < ends and int(ends[:4]) - int(begins[:4]) <= 30:
            return begins, ends
    return None


def _day(text: str, *, last: bool) -> str | None:
    text = re.sub(r"^den\s+", "", text.strip().casefold())
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
        if found := re.fullmatch(rf"(?:(\d{{1,2}})\s+)?({_MONTH})\s+(\d{{4}})", text):
            month, year = _MONTHS.index(found[2]) + 1, int(found[3])
            day = int(found[1]) if found[1] else (_last_day(year, month) if last else 1)
            return date(year, month, day).isoformat()
        if re.fullmatch(r"\d{4}", text):
            return f"{text}-12-31" if last else f"{text}-01-01"
    except ValueError:
        return None
    return None


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date.resolution).day
