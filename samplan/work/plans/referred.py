"""A draft as it is sent on referral: its text part by part, and what is asked about which part. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from samplan.foundation.core.stale import mark_of

from .models import Edition, Node, Referral
from .outline import Row, nodes_of, rows_of

Depth = Referral.Depth
Text = Sequence[Mapping[str, str]]  # parts in reading order: key, parent, tier, number, title, text
TITLE = 200  # signs of a section's title


@dataclass(frozen=True)
class Put:
    """One open question, about a part; no part: about the whole draft. `words`: the part's name, where the section holds several."""

    node: Node | None
    words: str = ""


@dataclass
class Sheet:
    """A section of the referral's form."""

    title: str
    puts: list[Put] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return any(put.node is None for put in self.puts)


def text_of(edition: Edition) -> list[dict[str, str]]:
    """The whole draft: first its own title and lead, then each part."""
    nodes = list(nodes_of(edition))
    keys = {node.pk: str(node.key) for node in nodes}
    whole = {"key": "", "parent": "", "tier": "", "number": "", "title": edition.title, "text": edition.lead}
    return [whole, *(_part(node, keys.get(node.parent_id or 0, "")) for node in nodes)]


def _part(node: Node, parent: str) -> dict[str, str]:
    return {
        "key": str(node.key),
        "parent": parent,
        "tier": node.tier.name,
        "number": node.number,
        "title": node.title,
        "text": node.text,
    }


def mark_of_text(text: Text) -> str:
    return mark_of(*(value for part in text for value in part.values()))


def sheets_of(edition: Edition, depth: str) -> list[Sheet]:
    """What is asked: an area in a sheet of its own, target visions of one sort together, the whole last."""
    sheets: list[Sheet] = []
    if depth != Depth.WHOLE:
        roots, _rows = rows_of(nodes_of(edition))
        for row in _areas(roots):
            _put(sheets, row, finely=depth == Depth.SUB_AREA)
    return [*sheets, Sheet(_("Förslaget som helhet"), [Put(None)])]


def _areas(rows: Iterable[Row]) -> Iterable[Row]:
    for row in rows:
        if row.heading:
            yield from _areas(row.children)
        elif not row.is_plain_question:
            yield row


def _put(sheets: list[Sheet], row: Row, *, finely: bool) -> None:
    tier = row.node.tier
    if tier.is_target_vision:
        if not sheets or sheets[-1].title != tier.name:
            sheets.append(Sheet(tier.name))
        sheets[-1].puts.append(Put(row.node, str(row.node)))
        return
    below = row.rows if finely else []
    area = Put(row.node, _("%(area)s som helhet") % {"area": tier.name} if below else "")
    sheets.append(Sheet(titled(row.node)[:TITLE], [area, *(Put(child.node, str(child.node)) for child in below)]))


def titled(node: Node) -> str:
    """«Insatsområde 1: Kunskap»."""
    number = node.number.rstrip(".")
    return f"{node.tier.name} {number}: {node.title}" if number else node.title


@dataclass(frozen=True)
class Shown:
    """A part of the text as sent, with how deep it stands under the one asked about."""

    part: Mapping[str, str]
    depth: int

    @property
    def name(self) -> str:
        return f"{self.part['number']} {self.part['title']}".strip()


def under(text: Text, key: str) -> list[Shown]:
    """The part and all under it, in reading order."""
    depths: dict[str, int] = {}
    found = []
    for part in text:
        if part["key"] == key and key:
            depths[key] = 0
        elif part["parent"] in depths:
            depths[part["key"]] = depths[part["parent"]] + 1
        else:
            continue
        found.append(Shown(part, depths[part["key"]]))
    return found


def rest(text: Text, asked: Iterable[str]) -> list[Shown]:
    """What stands in none of the parts that are asked about: the lead and the headings, or all of it."""
    covered = {shown.part["key"] for key in asked if key for shown in under(text, key)}
    depths: dict[str, int] = {}
    found = []
    for part in text:
        depths[part["key"]] = depths.get(part["parent"], 0) + 1 if part["key"] and part["parent"] else 0
        if part["key"] not in covered:
            found.append(Shown(part, depths[part["key"]]))
    return found


def question_words(put: Put) -> str:
    if put.node is None:
        return _("Vad vill ni ändra eller lägga till i förslaget som helhet?")
    if put.words:
        return _("%(part)s: vad vill ni ändra eller lägga till?") % {"part": put.words}
    return _("Vad vill ni ändra eller lägga till?")


def stance_words() -> tuple[str, dict[str, str]]:
    """What is asked of the whole, with what each answer means."""
    return _("Ställer ni er bakom förslaget?"), {
        "yes": _("Som det är"),
        "partly": _("Om våra synpunkter tas om hand"),
        "no": _("Det behöver göras om"),
    }


def facts(referral: Any) -> dict[str, Any]:
    """What is decided about a referral before it is sent."""
    round = referral.round
    return {
        "title": round.title,
        "depth": referral.depth,
        "closes_on": round.closes_on.isoformat(),
        "letter": round.letter,
    }
