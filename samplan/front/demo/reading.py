"""Reads the plain text files in content/: a plan per county, and phrases to build answers of."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

CONTENT = Path(__file__).parent / "content"


@dataclass
class PlanText:
    county: str = ""
    title: str = ""
    plan: str = ""
    owner: str = ""
    lead: str = ""
    source: str = ""  # where what is told comes from, in words
    told: date = date.min  # when that was written: the last that was heard
    only: str = ""  # the one municipality that takes part, where not all do
    valid: tuple[date, date] = (date.min, date.max)
    adopted: date = date.min
    tiers: list[list[str]] = field(default_factory=list)  # key, name, standard type, "vision"
    nodes: list["NodeText"] = field(default_factory=list)


@dataclass
class NodeText:
    ref: str
    parent: str | None
    tier: str
    number: str
    title: str
    text: str = ""
    questions: list[list[str]] = field(default_factory=list)  # phrase key, text, "öppen" or "föreningar"
    measures: list[str] = field(default_factory=list)
    activities: list["ActivityText"] = field(default_factory=list)


@dataclass
class ActivityText:
    """An invented one has a state word and the months since its news; one that a document tells of, a kind and lines."""

    title: str
    actors: list[str]
    sort: str
    owner: str
    months: int = 0
    also: str = ""  # number of another part that it serves
    told: list[tuple[str, list[str]]] | None = None  # what a line is about, its parts


def read_plan(name: str) -> PlanText:
    plan = PlanText()
    open_nodes: list[tuple[int, NodeText]] = []
    for line in (CONTENT / f"{name}.txt").read_text().splitlines():
        if not line.strip():
            continue
        mark, _, rest = line.strip().partition(" ")
        if mark.endswith(":"):
            _read_head(plan, mark[:-1], rest)
        elif mark == "#":
            depth = len(line) - len(line.lstrip())
            open_nodes = [(d, n) for d, n in open_nodes if d < depth]
            open_nodes.append((depth, _read_node(plan, rest, open_nodes)))
        else:
            _read_under(open_nodes[-1][1], mark, rest)
    return plan


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


def _read_head(plan: PlanText, key: str, value: str) -> None:
    if key == "tier":
        plan.tiers.append(_parts(value))
    elif key == "valid":
        first, last = value.split()
        plan.valid = (date.fromisoformat(first), date.fromisoformat(last))
    elif key in {"adopted", "told"}:
        setattr(plan, key, date.fromisoformat(value))
    else:
        setattr(plan, key, value)


def _read_node(plan: PlanText, rest: str, above: list[tuple[int, NodeText]]) -> NodeText:
    tier, number, title = _parts(rest)
    node = NodeText(f"n{len(plan.nodes)}", above[-1][1].ref if above else None, tier, number, title)
    plan.nodes.append(node)
    return node


def _read_under(node: NodeText, mark: str, rest: str) -> None:
    if mark == ">":
        node.text = rest
    elif mark == "?":
        node.questions.append(_parts(rest))
    elif mark == "=":
        node.measures.append(rest)
    elif mark in {"-", "*"}:
        node.activities.append(_read_activity(mark, _parts(rest)))
    elif mark == "+":
        about, _, said = rest.partition(" ")
        told = node.activities[-1].told
        if told is None:
            raise ValueError(f"Only what a document tells of has lines: {rest}")
        told.append((about.removesuffix(":"), _parts(said)))


def _read_activity(mark: str, parts: list[str]) -> ActivityText:
    title, actors, sort, owner, *rest = [*parts, "", ""]
    names = [name.strip() for name in actors.split(",") if name.strip()]
    if mark == "*":
        return ActivityText(title, names, sort, owner, also=rest[0], told=[])
    return ActivityText(title, names, sort, owner, months=int(rest[0]), also=rest[1])


def read_phrases(name: str) -> dict[str, dict[str, list[str]]]:
    """{question key: {ja | delvis | nej | text: sentences}}; a file without [keys] has the key «»."""
    phrases: dict[str, dict[str, list[str]]] = {}
    key = ""
    for line in (CONTENT / f"{name}.txt").read_text().splitlines():
        if line.startswith("["):
            key = line.strip("[]")
        elif line.strip():
            kind, _, sentence = line.partition(": ")
            phrases.setdefault(key, {}).setdefault(kind, []).append(sentence)
    return phrases
