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
    activities: list[list[str]] = field(
        default_factory=list
    )  # title, actor, state, owner, months since news, also under


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
    elif key == "adopted":
        plan.adopted = date.fromisoformat(value)
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
    elif mark == "-":
        node.activities.append(_parts(rest))


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
