"""A document goes in, a proposal comes out. The passes in order, and what each gives the next."""

import re
from collections.abc import Callable

from .passes.bare_names import join_names
from .passes.contents import find_contents
from .passes.cover import cover_end, find_title
from .passes.gathering import Gatherer
from .passes.headings import find_headings
from .passes.joining import join_lines
from .passes.noise import find_noise
from .passes.parts import Parts
from .passes.pieces import Piece
from .passes.prose_measures import add_prose_measures
from .passes.sections import build_sections
from .passes.tiers import name_tiers
from .passes.validity import find_validity
from .proposal import Proposal, Unclear, Wording
from .source import Document


def recognise(document: Document, *, match_actor: Callable[[str], str | None] = lambda text: None) -> Proposal:
    """`match_actor` gives the register's name for the organisation that a spelling means, or None."""
    proposal = Proposal()
    contents = find_contents(document.lines)
    noise = find_noise(document.lines, contents.lines)
    proposal.account |= dict.fromkeys(sorted(contents.lines), "contents") | dict.fromkeys(sorted(noise), "noise")
    pieces = join_names(join_lines(document, noise | contents.lines))
    body = _take_cover(proposal, pieces, cover_end(pieces, contents), document.name)
    headings = find_headings(body, contents)
    parts = Parts(build_sections(body, headings))
    Gatherer(parts, proposal, match_actor).gather()
    name_tiers(proposal, body)
    add_prose_measures(proposal, body)
    _finish(proposal, document)
    return proposal


def _take_cover(proposal: Proposal, pieces: list[Piece], end: int, name: str) -> list[Piece]:
    """Reads the title and the dates off the front, and gives the pieces after it."""
    title, places = find_title(pieces, end, name)
    front = [place for place in range(len(pieces)) if place < end or place in places]
    proposal.title = title
    cover = [pieces[place].text for place in front] + [
        piece.text for piece in pieces[end : end + 4] if len(piece.text) < 120
    ]
    sentences = [
        sentence
        for piece in pieces
        for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÅÄÖ])", piece.text)
        if len(sentence) < 300
    ]
    proposal.valid_from, proposal.valid_to = find_validity(title, cover, sentences)
    for place in front:
        what = "title" if place in places else "cover"
        proposal.account |= dict.fromkeys(pieces[place].lines, what)
        if what == "cover":
            proposal.background.append(Wording(pieces[place].whole, list(pieces[place].lines)))
    return [piece for place, piece in enumerate(pieces) if place not in front]


def _finish(proposal: Proposal, document: Document) -> None:
    """Every line that is not blank has gone somewhere; what went nowhere is not understood."""
    for line in document.lines:
        if line.text.strip() and proposal.account.setdefault(line.number, "not_understood") == "not_understood":
            proposal.not_understood.append(Unclear(line.number, line.text.strip()))
    for item in proposal.items():
        item.lines = sorted(set(item.lines))
    proposal.account = dict(sorted(proposal.account.items()))
