"""Pass 8: the walk through the sections that gathers nodes, activities, questions, measures and text, line by line."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..proposal import ActivityProposal, MeasureProposal, NodeProposal, Proposal, QuestionProposal, Wording
from . import lexicon
from .activities import Activities, add_text
from .items import Item
from .lexicon import Role
from .parts import Part, Parts
from .sections import Section
from .tables import TableRow
from .tree import Tree
from .wording import plain

QUESTION = "?"  # the tier of challenge questions until it is named


@dataclass(frozen=True)
class Place:
    """Where in the plan the walk stands."""

    node: NodeProposal | None = None
    tier: str | None = None  # the level that a holder above says the parts are of
    role: Role | None = None
    background: bool = False


class Gatherer:
    def __init__(self, parts: Parts, proposal: Proposal, match_actor: Callable[[str], str | None]) -> None:
        self.parts, self.proposal = parts, proposal
        self.tree = Tree()
        self.activities = Activities(match_actor)
        self.account = proposal.account
        self._asked: dict[tuple[str, str | None], QuestionProposal] = {}
        self._measured: dict[tuple[str, str | None], MeasureProposal] = {}
        self._last: ActivityProposal | None = None
        self.names = frozenset(plain(p.title) for p in parts.part.values() if p.kind in ("node", "question"))

    def gather(self) -> None:
        self._section(self.parts.root, Place())
        self.activities.join_slips()
        self.proposal.nodes = self.tree.nodes
        self.proposal.activities = self.activities.all
        self.proposal.similar = self.activities.similar()
        self.proposal.questions = list(self._asked.values())
        self.proposal.measures = list(self._measured.values())

    # Sections

    def _section(self, section: Section, place: Place) -> None:
        part = self.parts.part[section]
        inner = self._enter(section, part, place)
        if part.kind not in ("label", "background"):
            self._last = None
        self._items(section, self.parts.items[section], inner)
        matched = self._match_headings(section, inner)
        for child in section.children:
            if child in matched:
                self._question_section(child, inner, matched[child])
            elif self._is_action_heading(section, child):
                self._action_section(child, inner)
            elif self._is_goal_heading(section, child):
                self._goal_section(child, inner)
            else:
                self._section(child, inner)

    def _enter(self, section: Section, part: Part, place: Place) -> Place:
        """The place inside the section; its heading is accounted for."""
        if part.kind == "root":
            return place
        if part.kind == "node" and (part.tier or not place.background):
            return self._node_section(section, part, place)
        if part.kind == "reference" and (node := self._referred(part.title)):
            self._mark(section.lines, "node")
            node.lines += [line for line in section.lines if line not in node.lines]
            return replace(place, node=node, role=None)
        if part.kind == "label":
            self._mark(section.lines, "label")
            node = self._referred(part.title) or place.node
            return replace(place, node=node, role=part.role)
        if part.kind == "container":
            self._mark(section.lines, "label")
            return replace(place, tier=part.tier or place.tier, role=None)
        if part.kind == "background":
            self._prose(section.title, section.lines, place, background=True)
            return replace(place, background=place.node is None)
        self._prose(section.title, section.lines, place, background=place.background)
        return place

    def _node_section(self, section: Section, part: Part, place: Place) -> Place:
        node = self.tree.add(
            tier=part.tier or place.tier or "",
            number=part.number,
            title=part.title,
            parent=place.node.id if place.node else None,
            lines=section.lines,
            sure=part.sure,
            why=part.why,
        )
        self._mark(section.lines, "node")
        return Place(node=node)

    def _match_headings(self, section: Section, place: Place) -> dict[Section, NodeProposal]:
        """Sub-headings that are challenge questions, matched with those already met under the same part."""
        asked = [child for child in section.children if self.parts.part[child].kind == "question"]
        if place.background or not asked:
            return {}
        return dict(zip(asked, self._questions([self._question_of(child) for child in asked], place), strict=True))

    def _question_of(self, section: Section) -> Item:
        part = self.parts.part[section]
        return Item("challenge", part.title, section.lines, number=part.number)

    def _question_section(self, section: Section, place: Place, node: NodeProposal) -> None:
        self._mark(section.lines, "node")
        inner = Place(node=node)
        self._items(section, self.parts.items[section], inner)
        for child in section.children:
            self._section(child, inner)

    def _is_action_heading(self, section: Section, child: Section) -> bool:
        """Under «Aktiviteter» each heading is an activity, unless it holds plan content of its own."""
        above, part = self.parts.part[section], self.parts.part[child]
        if part.kind == "action":
            return True
        if above.kind != "label" or above.role is not Role.ACTIVITY or not above.strict:
            return False
        return part.kind == "open" and not any(self.parts.planned(s) for s in child.walk())

    def _action_section(self, section: Section, place: Place) -> None:
        activity = self.activities.add(
            self.parts.part[section].title, [], place.node.id if place.node else None, section.lines
        )
        self._mark(section.lines, "activity")
        self._last = activity
        for inner in section.walk():
            if inner is not section:
                add_text(activity.text, inner.title, inner.lines)
                self._mark(inner.lines, "activity")
            for item in self.parts.items[inner]:
                if item.kind == "followup":
                    self._follow_up(item.text, place, item.lines, item)
                elif item.kind == "measure":
                    self._measure(item.text, place, item.lines)
                else:
                    self._attach(item, activity)

    def _is_goal_heading(self, section: Section, child: Section) -> bool:
        above, part = self.parts.part[section], self.parts.part[child]
        return above.kind == "label" and above.role is Role.GOAL and part.kind in ("open", "node") and not part.tier

    def _goal_section(self, section: Section, place: Place) -> None:
        self.parts.part[section] = Part("node", tier="Mål", number=section.number, title=section.title)
        self._section(section, place)

    # Items

    def _items(self, section: Section, items: Sequence[Item], place: Place) -> None:
        challenges = [item for item in items if item.kind == "challenge"]
        matched: dict[int, NodeProposal] = {}
        if challenges and not place.background:
            nodes = self._questions(challenges, place)
            matched = {id(item): node for item, node in zip(challenges, nodes, strict=True)}
        here = place
        group: NodeProposal | None = None
        for item in items:
            if id(item) in matched:
                self._mark(item.lines, "node")
                here = Place(node=matched[id(item)]) if item.opens else here
            elif item.row is not None:
                group = self._row(item.row, here, group)
            elif item.kind in ("text", "followup", "measure", "goal") and here is not place:
                # The list under a question has ended; what follows is about the part again.
                here = place if item.kind != "text" else here
                self._item(item, here)
            else:
                self._item(item, here)

    def _item(self, item: Item, place: Place) -> None:
        if place.background:
            self._prose(item.text, item.lines, place, background=True)
        elif item.kind == "activity":
            under = place.node.id if place.node else None
            self._last = self.activities.add(item.text, item.actors, under, item.lines, sure=item.sure, why=item.why)
            self._mark(item.lines, "activity")
        elif item.kind == "goal":
            self._goal(item, place)
        elif item.kind == "followup":
            self._follow_up(item.text, place, item.lines, item)
        elif item.kind == "measure":
            self._measure(item.text, place, item.lines)
            self._mark(item.lines, "measure")
        elif item.kind in ("actor", "detail") and self._last is not None:
            self._attach(item, self._last)
            for activity in self.activities.all[-1 - item.spread : -1] if item.kind == "actor" and item.spread else ():
                self.activities.name_actors(activity, item.actors)
        else:
            text = f"{item.number}. {item.text}" if item.number and item.kind == "text" else item.text
            self._prose(text, item.lines, place, background=False)

    def _attach(self, item: Item, activity: ActivityProposal) -> None:
        if item.kind == "actor":
            self.activities.name_actors(activity, item.actors)
        else:
            add_text(activity.text, item.text, item.lines)
        activity.lines += [line for line in item.lines if line not in activity.lines and item.kind == "nested"]
        self._mark(item.lines, "activity")

    def _goal(self, item: Item, place: Place) -> None:
        found = lexicon.PREFIX.match(item.text)
        tier = item.tier or (lexicon.tier_name(found["tier"]) if found else None) or "Mål"
        number = (found["number"] if found else None) or item.number
        title = found["title"] if found else item.text
        parent = place.node.id if place.node else None
        self.tree.add(
            tier=tier,
            number=number or "",
            title=title.strip(),
            parent=parent,
            lines=item.lines,
            sure=item.sure,
            why=item.why,
        )
        self._mark(item.lines, "node")

    def _questions(self, items: Sequence[Item], place: Place) -> list[NodeProposal]:
        parent = place.node.id if place.node else None
        matches = self.tree.match_questions(parent, [item.text for item in items], {QUESTION})
        nodes = []
        for item, match in zip(items, matches, strict=True):
            if match is not None:
                self.tree.meet(match, item.text, item.lines)
            else:
                match = self.tree.add(
                    tier=QUESTION,
                    number=item.number,
                    title=item.text,
                    parent=parent,
                    lines=item.lines,
                    question=True,
                    sure=item.sure,
                    why=item.why,
                )
            nodes.append(match)
        return nodes

    def _follow_up(self, text: str, place: Place, lines: Sequence[int], item: Item | None = None) -> None:
        node = place.node.id if place.node else None
        key = (plain(text), node)
        if key not in self._asked:
            sure, why = (item.sure, item.why) if item else (True, "")
            self._asked[key] = QuestionProposal(f"q{len(self._asked) + 1}", text, node, sure=sure, why=why)
        known = self._asked[key]
        known.lines += [line for line in lines if line not in known.lines]
        self._mark(lines, "question")

    def _measure(self, text: str, place: Place, lines: Sequence[int]) -> None:
        node = place.node.id if place.node else None
        key = (plain(text), node)
        known = self._measured.setdefault(key, MeasureProposal(f"m{len(self._measured) + 1}", text, node))
        known.lines += [line for line in lines if line not in known.lines]

    # Table rows

    def _row(self, row: TableRow, place: Place, group: NodeProposal | None) -> NodeProposal | None:
        if place.background:
            self._prose(row.text, row.lines, place, background=True)
            return group
        if row.heads:
            self._mark(row.lines, "label")
            return group
        if row.group:
            return self._group(row, place)
        if not row.understood and not (row.actors or row.details):
            self._unclear(row.text, row.lines)
            return group
        if not row.understood and self._last is None:
            self._unclear(row.text, row.lines)
            return group
        self._row_content(row, replace(place, node=group or place.node))
        return group

    def _group(self, row: TableRow, place: Place) -> NodeProposal:
        found = lexicon.PREFIX.match(row.group)
        referred = self._referred(row.group) if lexicon.REFERENCE.fullmatch(row.group) else None
        self._mark(row.lines, "node")
        if referred:
            referred.lines += row.lines
            return referred
        title = found["title"] if found else row.group
        number = (found["number"] or "") if found else ""
        tier = (lexicon.tier_name(found["tier"]) if found else None) or place.tier or ""
        return self.tree.add(
            tier=tier, number=number, title=title.strip(), parent=place.node.id if place.node else None, lines=row.lines
        )

    def _row_content(self, row: TableRow, place: Place) -> None:
        nodes = self._row_nodes(row, place)
        inner = replace(place, node=nodes[0]) if nodes else place
        if row.challenges:
            asked = self._questions([Item("challenge", text, row.lines) for text in row.challenges], inner)
            nodes, inner = asked, replace(inner, node=asked[0])
        for text in row.activities:
            self._last = self.activities.add(
                text, row.actors, inner.node.id if inner.node else None, row.lines, nodes=[n.id for n in nodes]
            )
        if self._last is not None:
            if not row.activities:
                self.activities.name_actors(self._last, row.actors)
            for detail in row.details:
                add_text(self._last.text, detail, row.lines)
        for text in row.followups:
            self._follow_up(text, inner, row.lines)
        for text in row.measures:
            self._measure(text, inner, row.lines)
        kind = "activity" if row.activities else "question" if row.followups else "measure" if row.measures else "node"
        self._mark(row.lines, kind if row.understood else "activity")

    def _row_nodes(self, row: TableRow, place: Place) -> list[NodeProposal]:
        """The parts that a row's goal cells name, each under the one to its left; several when the cell refers to several."""
        nodes: list[NodeProposal] = []
        for text, tier in row.goals:
            referred = self._all_referred(text, tier)
            if referred:
                nodes = referred
                continue
            parent = nodes[0] if nodes else place.node
            found = lexicon.PREFIX.match(text)
            number, title = (found["number"] or "", found["title"]) if found else ("", text)
            if not found and (numbered := re.match(r"(\d{1,2}(?:\.\d{1,2})*|[A-H](?=[.)]))[.):]*\s+(?=\S)", text)):
                number, title = numbered[1], text[numbered.end() :]
            name = (lexicon.tier_name(found["tier"]) if found else None) or tier or "Mål"
            nodes = [
                self.tree.add(
                    tier=name, number=number, title=title.strip(), parent=parent.id if parent else None, lines=row.lines
                )
            ]
        return nodes

    def _all_referred(self, text: str, tier: str | None) -> list[NodeProposal]:
        """«Strategi 1 och 3», or the bare numbers or title of parts of the column's level."""
        if found := lexicon.REFERENCE.fullmatch(text.strip(" .")):
            name, numbers = lexicon.tier_name(found["tier"]) or "", _numbers(found["numbers"])
        elif tier and re.fullmatch(r"[\d.,\s]+(?:(?:och|samt)[\d.,\s]+)?", text):
            name, numbers = tier, _numbers(text)
        else:
            return [
                node
                for node in self.tree.nodes
                if plain(node.title) == plain(text) and (not tier or not node.tier or node.tier == tier)
            ][:1]
        found_nodes = [self.tree.referred(name, number) for number in numbers]
        return [node for node in found_nodes if node is not None]

    def _referred(self, text: str) -> NodeProposal | None:
        """The one part that a label names: «Uppföljningsfrågor för mål 1»."""
        found = lexicon.REFERENCE.search(text)
        if not found:
            return None
        numbers = _numbers(found["numbers"])
        return self.tree.referred(lexicon.tier_name(found["tier"]) or "", numbers[0]) if len(numbers) == 1 else None

    # Text, and where each line went

    def _prose(self, text: str, lines: Sequence[int], place: Place, *, background: bool) -> None:
        if place.node is not None:
            place.node.text.append(Wording(text, list(lines)))
            self._mark(lines, "text")
        elif background or place.background or place.role is not None:
            self.proposal.background.append(Wording(text, list(lines)))
            self._mark(lines, "background")
        else:
            self._unclear(text, lines)

    def _unclear(self, text: str, lines: Sequence[int]) -> None:
        """Not understood, unless it only names a part: an overview of what has headings of its own."""
        named = re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", text)
        self._mark(lines, "label" if plain(named) in self.names else "not_understood")

    def _mark(self, lines: Sequence[int], what: str) -> None:
        for line in lines:
            self.account.setdefault(line, what)


def _numbers(text: str) -> list[str]:
    """«1 och 3» is 1 and 3; «1–3» is 1, 2 and 3."""
    if found := re.fullmatch(r"\s*(\d{1,2})\s*[–-]\s*(\d{1,2})\s*", text):
        return [str(number) for number in range(int(found[1]), int(found[2]) + 1)]
    return re.findall(r"\d+(?:\.\d+)*|[A-H]", text)
