"""Running headers, footers and page numbers: the same text at the same height on most pages."""

import re
from collections import defaultdict
from dataclasses import dataclass

from .pdf_words import Segment

_ZONE = 0.13  # of the page's height, above and below
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:sid(?:a|an)?|s|page)?[.\s]*#(?:\s*(?:av|of|/|\()\s*#\)?)?[-–—|\s]*", re.IGNORECASE
)
_LEAST_PAGES = 3


@dataclass
class PageText:
    number: int
    width: float
    height: float
    segments: list[Segment]


def drop_noise(pages: list[PageText], kept: set[int]) -> None:
    """Takes the noise out of the pages; `kept` are segments (by id) inside tables that reach into the page."""
    seen: dict[tuple[str, str, int], list[tuple[PageText, Segment]]] = defaultdict(list)
    for page in pages:
        for segment in page.segments:
            zone = _zone(page, segment)
            if zone is not None and id(segment) not in kept:
                text = re.sub(r"\d+", "#", segment.text).casefold()
                seen[zone, text, round(_height(page, segment, zone) / 4)].append((page, segment))
    noise: set[int] = set()
    for (_, text, _height_key), places in seen.items():
        noise |= _noise_among(text, places, len(pages))
    for page in pages:
        noise |= {id(s) for s in page.segments if s.artifact and _zone(page, s) and id(s) not in kept}
        dropped = {
            id(segment) for segment in page.segments if id(segment) in noise and _is_outermost(page, segment, noise)
        }
        page.segments = [segment for segment in page.segments if id(segment) not in dropped]


def _is_outermost(page: PageText, segment: Segment, noise: set[int]) -> bool:
    """Nothing but noise stands between a running header and the edge of the paper."""
    others = (other for other in page.segments if id(other) not in noise)
    if _zone(page, segment) == "top":
        return all(other.bottom > segment.top for other in others)
    return all(other.top < segment.bottom for other in others)


def _zone(page: PageText, segment: Segment) -> str | None:
    if segment.bottom < _ZONE * page.height:
        return "top"
    return "bottom" if segment.top > (1 - _ZONE) * page.height else None


def _height(page: PageText, segment: Segment, zone: str) -> float:
    """From the nearest edge, so that upright and landscape pages agree."""
    return segment.bottom if zone == "top" else page.height - segment.bottom


def _noise_among(text: str, places: list[tuple[PageText, Segment]], pages: int) -> set[int]:
    numbers = {page.number for page, _ in places}
    if _PAGE_NUMBER.fullmatch(text):
        return {id(segment) for page, segment in places if _counts_pages(segment) or len(numbers) > 1}
    # Left and right pages may each have their own header.
    if len(numbers) < _LEAST_PAGES or len(numbers) < 0.4 * pages:
        return set()
    return {id(segment) for _, segment in places}


def _counts_pages(segment: Segment) -> bool:
    return (re.search(r"\d", segment.text) is not None and "(" in segment.text) or "av" in segment.text
