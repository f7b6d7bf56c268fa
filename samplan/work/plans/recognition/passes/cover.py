"""The document's front: where it ends, and the title on it."""

import re
from collections.abc import Sequence

from . import lexicon
from .contents import Contents
from .pieces import Piece
from .wording import is_capitals

_PLAN = re.compile(
    r"\w*(?:plan|planen|program|programmet|strategi|strategin|policy|direktiv|överenskommelse|färdplan|agenda|riktlinjer?|plattform|avtal)\b",
    re.I,
)
_NOT_TITLE = re.compile(
    r"^(?:antagen|antaget|beslutad?|fastställd|framtagen|reviderad|dnr|diarienr|diarienummer|datum|giltig|gäller|planperiod|version|dokument|ansvarig|ärende|pm\b|sida|innehåll|"
    r"uppdragstid|godkänd|\w+ (?:gäller|avser)\b|period|kontakt|upprättad|utgivare|foto|illustration)|^[\d\s–/.-]+$|https?:|www\.|@",
    re.I,
)
_OWNER = re.compile(
    r"^(?:region|samverkan|länsstyrelsen|kommunförbundet)\b|"
    r"(?:\b(?:kommun|kommuner|län|nämnden?|förvaltningen?|regionen)|[a-zåäö]{3}(?:rådet|nämnden|förvaltningen|nätverket|styrelsen|förbundet|kansliet))$",
    re.I,
)
_PROSE_WORDS = 22
_LONGEST = 200  # what a plan's title may be


def cover_end(pieces: Sequence[Piece], contents: Contents) -> int:
    """How many pieces at the beginning are front matter: titles, dates, decisions."""
    first_entry = min(contents.lines, default=0)
    before = sum(1 for piece in pieces if piece.lines[0] < first_entry)
    if 0 < before <= 25 and not any(_is_prose(piece) for piece in pieces[:before]):
        return before
    title = title_heading(pieces)
    for place, piece in enumerate(pieces[:25]):
        if place == title:
            continue
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if _opens(piece, place) or (place > 0 and _heads_label(piece, following)):
            return place
        if _is_prose(piece) or piece.is_row or (piece.bullet is not None and place > 2):
            return place
    return 0


def _opens(piece: Piece, place: int) -> bool:
    """Whether the piece begins the document's body by its form: a declared heading, a named part, a label."""
    if piece.level is not None:
        return True
    prefix = lexicon.PREFIX.match(piece.text)
    if prefix and prefix["number"]:
        return True
    if _is_fact(piece.text) or (place < 3 and _PLAN.search(piece.text)):
        return False
    holds = place > 0 and (lexicon.tier_name(piece.text.rstrip(" :")) or lexicon.container(piece.text)[0])
    return bool(prefix or holds or lexicon.label(piece.text) or lexicon.is_background(piece.text))


def _heads_label(piece: Piece, following: Piece | None) -> bool:
    """A line right above «Aktiviteter» is the heading of a part, not of the document."""
    if following is None or following.bullet is not None or _is_fact(piece.text):
        return False
    named = lexicon.label(following.text)
    return named is not None and named[0] is not lexicon.Role.BACKGROUND


def _is_fact(text: str) -> bool:
    """A date, a decision or a labelled value, as covers have; never the heading of a part."""
    labelled = re.match(r"[A-ZÅÄÖ][\wåäö ]{2,30}:\s+\S", text) and not lexicon.PREFIX.match(text)
    return bool(_NOT_TITLE.search(text) or labelled or re.search(r"\d{4}-\d{2}-\d{2}|§", text))


def _is_prose(piece: Piece) -> bool:
    words = len(piece.text.split())
    return words >= _PROSE_WORDS or (
        words >= 9
        and piece.text.endswith(".")
        and not _NOT_TITLE.match(piece.text)
        and not re.search(r"\bgäller\b", piece.text)
    )


def title_heading(pieces: Sequence[Piece]) -> int | None:
    """The declared heading that is the document's title, not one of its parts."""
    declared = [(place, piece) for place, piece in enumerate(pieces) if piece.level is not None]
    if not declared or declared[0][0] > 12:
        return None
    place, piece = declared[0]
    alone = sum(other.level is not None and other.level <= (piece.level or 1) for _, other in declared) == 1
    part = (
        lexicon.PREFIX.match(piece.text)
        or lexicon.label(piece.text)
        or (lexicon.is_background(piece.text) and not _PLAN.search(piece.text))
    )
    if part or piece.number or (not alone and not _PLAN.search(piece.text)):
        return None
    return place if alone or piece.level == min(other.level or 9 for _, other in declared) else None


def find_title(pieces: Sequence[Piece], end: int, name: str) -> tuple[str, list[int]]:
    """The title, and the pieces' places that it stands on."""
    declared = title_heading(pieces)
    if declared is not None:
        return _clean(pieces[declared].whole)[:_LONGEST], [declared]
    first = next(
        (
            place
            for place, piece in enumerate(pieces[:end])
            if _score(piece) >= 0 and (not _OWNER.search(piece.text) or _PLAN.search(piece.text))
        ),
        None,
    )
    scored = [
        (_score(piece) + 2 * (place == first), -place)
        for place, piece in enumerate(pieces[: max(end, 1)])
        if piece.text and len(piece.text) < 200
    ]
    if not scored or max(scored)[0] < 0:
        return re.sub(r"[_]+", " ", re.sub(r"\.\w{2,4}$", "", name)).strip(), []
    place = -max(scored)[1]
    places = [place]
    text = pieces[place].whole
    following = pieces[place + 1] if place + 1 < end else None
    if following is not None and not following.gap_before and following.text[:1].islower() and len(following.text) < 90:
        text, places = f"{text} – {following.text}", [place, place + 1]
    return _clean(text)[:_LONGEST], places


def _score(piece: Piece) -> int:
    if _NOT_TITLE.search(piece.text) or lexicon.field(piece.text) or piece.is_row:
        return -5
    if re.search(r"\d{4}-\d{2}-\d{2}$", piece.text) and not _PLAN.search(piece.text):
        return -5
    score = 2 if _PLAN.search(piece.text) else 0
    score += 1 if piece.bold or is_capitals(piece.text) else 0
    return score - (2 if piece.text.endswith(".") else 0) - (3 if piece.bullet is not None else 0)


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", "")).strip(" :")
