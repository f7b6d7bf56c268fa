"""What recognition proposes: a plan's tree, its activities, questions and measures, and where every line went."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass
class TierProposal:
    name: str
    standard_type: str
    count: int = 0


@dataclass
class Wording:
    text: str
    lines: list[int]


@dataclass
class Join:
    """Wordings read as one thing. `likeness` is 1 when they are the same word for word."""

    text: str  # the wording that is not shown
    lines: list[int]
    likeness: float


@dataclass
class NodeProposal:
    id: str
    tier: str
    number: str
    title: str
    parent: str | None
    lines: list[int] = field(default_factory=list)
    text: list[Wording] = field(default_factory=list)  # what the document says about it, paragraph by paragraph
    wordings: list[Wording] = field(default_factory=list)  # other wordings, as an annex has them
    sure: bool = True
    why: str = ""  # why not sure, in Swedish


@dataclass
class ActorProposal:
    text: str
    organisation: str | None = None


@dataclass
class ActivityProposal:
    id: str
    title: str
    actors: list[ActorProposal] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    text: list[Wording] = field(default_factory=list)  # time, cost, comments and what else stands with it
    joins: list[Join] = field(default_factory=list)
    sure: bool = True
    why: str = ""


@dataclass
class QuestionProposal:
    id: str
    text: str
    node: str | None
    lines: list[int] = field(default_factory=list)
    sure: bool = True
    why: str = ""


@dataclass
class MeasureProposal:
    id: str
    text: str
    node: str | None
    lines: list[int] = field(default_factory=list)
    sure: bool = True
    why: str = ""


Item = NodeProposal | ActivityProposal | QuestionProposal | MeasureProposal


@dataclass
class Similar:
    """Two activities that may be the same; for a person to decide."""

    one: str
    other: str
    likeness: float


@dataclass
class Unclear:
    line: int
    text: str


@dataclass
class Proposal:
    title: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    tiers: list[TierProposal] = field(default_factory=list)
    nodes: list[NodeProposal] = field(default_factory=list)
    activities: list[ActivityProposal] = field(default_factory=list)
    questions: list[QuestionProposal] = field(default_factory=list)
    measures: list[MeasureProposal] = field(default_factory=list)
    not_understood: list[Unclear] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)
    background: list[Wording] = field(default_factory=list)  # understood as background: not part of the tree
    account: dict[int, str] = field(default_factory=dict)  # where each line that is not blank went

    def items(self) -> list[Item]:
        """Everything that a reviewer says yes or no to."""
        return [*self.nodes, *self.activities, *self.questions, *self.measures]

    def to_json(self) -> dict[str, Any]:
        """The command's JSON."""
        return {
            "title": self.title,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "tiers": [asdict(tier) for tier in self.tiers],
            "nodes": [
                {"id": n.id, "tier": n.tier, "number": n.number or None, "title": n.title, "parent": n.parent}
                for n in self.nodes
            ],
            "activities": [
                {"title": a.title, "actors": [asdict(actor) for actor in a.actors], "nodes": a.nodes, "lines": a.lines}
                for a in self.activities
            ],
            "questions": [{"text": q.text, "node": q.node, "lines": q.lines} for q in self.questions],
            "measures": [{"text": m.text, "node": m.node, "lines": m.lines} for m in self.measures],
            "not_understood": [asdict(unclear) for unclear in self.not_understood],
        }

    def to_dict(self) -> dict[str, Any]:
        """Everything, for the review page; `from_dict` takes it back, also after a round through JSON."""
        data = asdict(self)
        data["account"] = {str(line): what for line, what in self.account.items()}
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            title=data["title"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            tiers=[TierProposal(**tier) for tier in data["tiers"]],
            nodes=[NodeProposal(**_with(n, text=Wording, wordings=Wording)) for n in data["nodes"]],
            activities=[
                ActivityProposal(**_with(a, actors=ActorProposal, text=Wording, joins=Join)) for a in data["activities"]
            ],
            questions=[QuestionProposal(**question) for question in data["questions"]],
            measures=[MeasureProposal(**measure) for measure in data["measures"]],
            not_understood=[Unclear(**unclear) for unclear in data["not_understood"]],
            similar=[Similar(**pair) for pair in data["similar"]],
            background=[Wording(**text) for text in data["background"]],
            account={int(line): what for line, what in data["account"].items()},
        )


def _with(data: dict[str, Any], **parts: type) -> dict[str, Any]:
    return data | {name: [part(**item) for item in data[name]] for name, part in parts.items()}
