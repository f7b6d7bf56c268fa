"""Pass 10: the levels get their names, in the document's own words where it says them, and are put in order."""

import re
from collections import Counter

from ..proposal import NodeProposal, Proposal, TierProposal
from . import lexicon
from .gathering import QUESTION
from .pieces import Piece

_USUAL = ("Område", "Delområde", "Underområde", "Del")


def name_tiers(proposal: Proposal, pieces: list[Piece]) -> None:
    by_id = {node.id: node for node in proposal.nodes}
    text = "\n".join(piece.text for piece in pieces)
    question = _question_name(text)
    nameless = [node for node in proposal.nodes if not node.tier]
    _name_by_lists(nameless, pieces)
    _name_like_siblings(nameless, proposal.nodes)
    _name_by_depth([node for node in nameless if not node.tier], by_id, text)
    for node in proposal.nodes:
        if node.tier == QUESTION:
            node.tier = question
    counts = Counter(node.tier for node in proposal.nodes)
    depth = {name: min(_depth(node, by_id) for node in proposal.nodes if node.tier == name) for name in counts}
    first = {name: place for place, name in reversed(list(enumerate(node.tier for node in proposal.nodes)))}
    proposal.tiers = [
        TierProposal(name, lexicon.STANDARD_TYPES.get(name, "output"), counts[name])
        for name in sorted(counts, key=lambda name: (name == question, depth[name], first[name]))
    ]


def _depth(node: NodeProposal, by_id: dict[str, NodeProposal]) -> int:
    depth = 0
    while node.parent is not None:
        node = by_id[node.parent]
        depth += 1
    return depth


def _question_name(text: str) -> str:
    """The document's own word for its challenge questions."""
    for pattern, name in (
        (r"\butmaningsfråg", "Utmaningsfråga"),
        (r"\bfrågeställning", "Frågeställning"),
        (r"\butmaning(?:ar|en)?\b", "Utmaning"),
    ):
        if re.search(pattern, text, re.I):
            return name
    return "Fråga"


def _name_by_lists(nodes: list[NodeProposal], pieces: list[Piece]) -> None:
    """«… följande strategiska områden: – A – B», or a holder's heading above such a list, where A and B are parts."""
    titles = {_key(node.title): node for node in nodes}
    above: str | None = None
    for piece in pieces:
        if piece.bullet is None:
            named = lexicon.container(piece.text)[1] if len(piece.text) < 90 else lexicon.lead_in(piece.text)[1]
            if len(piece.text) < 90 or above is None:
                above = named
        elif above and above not in lexicon.QUESTION_TIERS and (node := titles.get(_key(piece.text))) and not node.tier:
            node.tier = above


def _key(text: str) -> str:
    return re.sub(r"[\W_\d]+", "", text.casefold())


def _name_like_siblings(nameless: list[NodeProposal], nodes: list[NodeProposal]) -> None:
    """A part without a level's word beside parts that have one, numbered as deep as they are, is of the same level."""
    for node in nameless:
        if node.tier:
            continue
        beside = Counter(
            n.tier
            for n in nodes
            if n.parent == node.parent and n.tier and n.tier != QUESTION and _numbered_alike(n.number, node.number)
        )
        # One alone that happens to have the word in its title says nothing of the others.
        if len(beside) == 1 and beside.total() > 1:
            node.tier = next(iter(beside))


def _numbered_alike(one: str, other: str) -> bool:
    return bool(one and other) and one.count(".") == other.count(".")


def _name_by_depth(nameless: list[NodeProposal], by_id: dict[str, NodeProposal], text: str) -> None:
    """Level by level: a word that the document uses for parts and that no other level has, else a usual one."""
    taken = {node.tier for node in by_id.values() if node.tier}
    levels: dict[int, list[NodeProposal]] = {}
    for node in nameless:
        inner, parent = 0, node.parent
        while parent is not None:
            inner += not by_id[parent].tier
            parent = by_id[parent].parent
        levels.setdefault(inner, []).append(node)
    said = [name for name in _area_words(text) if name not in taken]
    for level in sorted(levels):
        name = said.pop(0) if level == 0 and said else next((n for n in _USUAL[level:] if n not in taken), "Del")
        if level > 0 and "Delområde" in said and "Delområde" not in taken:
            name = "Delområde"
        for node in levels[level]:
            node.tier = name
            if not node.why:
                node.why = ""
        taken.add(name)


def _area_words(text: str) -> list[str]:
    """The words for kinds of areas that a text uses, the most used first; «område» alone says nothing."""
    counts = Counter(
        name
        for _, name in lexicon.tiers_named(text)
        if "område" in name.casefold() and name not in ("Område", "Delområde", "Verksamhetsområde")
    )
    return [name for name, times in counts.most_common() if times > 1]
