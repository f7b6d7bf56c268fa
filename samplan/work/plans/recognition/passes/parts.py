"""Pass 7: which sections are parts of the plan, and which only label, hold or explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import lexicon
from .headings import is_open_question
from .items import Item, read_items
from .lexicon import Role
from .sections import Section
from .wording import plain, same_title

_PLANNED = {"activity", "challenge", "goal"}
_MANY = 5  # sub-headings of one style with plans of their own: what such a heading is in this document


@dataclass
class Part:
    kind: str  # root, node, question, label, container, background, reference, open
    role: Role | None = None
    strict: bool = False
    tier: str | None = None
    number: str = ""
    title: str = ""
    sure: bool = True
    why: str = ""


class Parts:
    """What each section is, and what its pieces are."""

    def __init__(self, root: Section) -> None:
        self.root = root
        self.part: dict[Section, Part] = {}
        self.items: dict[Section, list[Item]] = {}
        self._planned: dict[Section, bool] = {}
        sections = list(root.walk())
        self.titles = frozenset(plain(section.title) for section in sections if section.heading)
        for section in sections:
            self.part[section] = _first_view(section)
        for section in sections:
            self.items[section] = self._read(section)
        for section in reversed(sections):
            self._settle_upwards(section)
        for section in sections:
            if self.part[section].kind == "weak":
                self.part[section] = Part("background", title=section.title)
                self.items[section] = self._read(section)
        for section in sections:
            self._settle_downwards(section)
        self._settle_siblings(sections)
        self._settle_without_content(sections)
        self._settle_same_titles(sections)

    # What the section's own pieces are

    def _read(self, section: Section) -> list[Item]:
        part = self.part[section]
        role, strict = part.role, part.strict
        if part.kind == "background":
            # «weak» sections are read as if they were parts; they are background if they hold nothing.
            role, strict = Role.BACKGROUND, True
        elif part.kind in ("open", "question") and section.parent is not None:
            above = self.part[section.parent]
            if above.kind == "label" and above.role in (Role.FOLLOWUP, Role.CHALLENGE, Role.MEASURE):
                role, strict = above.role, False
        if part.kind == "container" and part.tier not in (None, *lexicon.QUESTION_TIERS) and _only_lists(section):
            role, strict = Role.GOAL, True
        return read_items(
            section.pieces,
            role,
            strict=strict,
            open_question=part.kind == "question",
            tier=part.tier,
            record=part.kind == "action",
            titles=self.titles,
        )

    def planned(self, section: Section) -> bool:
        """Whether it, or a label under it, holds activities, challenge questions or goals."""
        if section not in self._planned:
            own = any(_is_planned(item) for item in self.items[section])
            below = any(
                self.part[child].kind == "action" or (self.part[child].kind == "label" and self.planned(child))
                for child in section.children
            )
            self._planned[section] = own or below
        return self._planned[section]

    def asked(self, section: Section) -> bool:
        own = any(item.kind in ("followup", "measure") for item in self.items[section])
        return own or any(self.part[child].kind == "label" and self.asked(child) for child in section.children)

    # Which are nodes

    def _settle_upwards(self, section: Section) -> None:
        part = self.part[section]
        if part.kind == "question":
            if not self.planned(section) and not self._among_questions(section):
                self.part[section] = Part("open", title=part.title)
            return
        if part.kind == "chapter":
            own = self.planned(section) and not any(self._holds_node(child) for child in section.children)
            kind = "node" if own else "background" if lexicon.is_background(part.title) else "container"
            self.part[section] = Part(
                kind, number=part.number if own else "", title=part.title if own else section.title
            )
            return
        if part.kind == "weak" and self.planned(section) and not self._only_goals(section):
            self._make_node(section, "")
            return
        if part.kind != "open" or section.heading is None:
            return
        holds = any(self._holds_node(child) for child in section.children)
        clear = section.heading.key[0] not in ("plain", "bold") and not self._is_aside(section)
        if holds or self.planned(section) or (clear and self.asked(section)):
            self._make_node(section, "")

    def _is_aside(self, section: Section) -> bool:
        """A sub-heading of a numbered part where only that part is followed up, while its like elsewhere hold plans of their own."""
        parent, heading = section.parent, section.heading
        if section.number or parent is None or not parent.number or heading is None:
            return False
        if any(self.planned(sibling) for sibling in parent.children):
            return False
        like = [s for s in self.items if s.heading is not None and s.heading.key == heading.key and not s.number]
        return sum(self.planned(s) for s in like) >= _MANY

    def _only_goals(self, section: Section) -> bool:
        return not any(_is_planned(item) and item.kind != "goal" for s in section.walk() for item in self.items[s])

    def _holds_node(self, section: Section) -> bool:
        """A node right under it, or under a label or holder right under it."""
        kind = self.part[section].kind
        if kind in ("node", "question"):
            return True
        return kind in ("label", "container") and any(self._holds_node(child) for child in section.children)

    def _among_questions(self, section: Section) -> bool:
        """A question that heads a section is a challenge when its siblings are questions too, or a part holds it."""
        siblings = [s for s in (section.parent.children if section.parent else []) if s is not section]
        return any(self.part[s].kind == "question" and self.planned(s) for s in siblings)

    def _make_node(self, section: Section, why: str) -> None:
        if any(self.part[above].kind == "background" for above in section.ancestors()):
            return
        self.part[section] = Part("node", number=section.number, title=section.title, sure=not why, why=why)

    def _settle_downwards(self, section: Section) -> None:
        """Numbered parts under a numbered part of the plan are parts of it."""
        part = self.part[section]
        if part.kind != "open" or section.parent is None or not section.number:
            return
        above = next((a for a in section.ancestors() if self.part[a].kind != "container"), None)
        if (
            above is not None
            and self.part[above].kind == "node"
            and above.number
            and section.number.startswith(above.number + ".")
        ):
            self._make_node(
                section, "Rubriken är numrerad under en del av planen men har inga aktiviteter eller frågor."
            )

    def _settle_siblings(self, sections: list[Section]) -> None:
        """8 is a part when 7 is: same rank, next number."""
        last: Section | None = None
        for section in sections:
            part = self.part[section]
            if part.kind == "node" and section.number:
                last = section
            elif part.kind == "open" and last is not None and self._follows(last, section):
                self._make_node(
                    section, "Rubriken är numrerad som planens andra delar men har inga aktiviteter eller frågor."
                )
                last = section
                for child in section.children:
                    self._settle_downwards(child)
        for section in sections:
            if self.part[section].kind == "open" and any(self._holds_node(child) for child in section.children):
                self._make_node(section, "")

    def _follows(self, last: Section, section: Section) -> bool:
        one, other = last.heading, section.heading
        if one is None or other is None or one.key != other.key:
            return False
        first, second = last.number.split("."), section.number.split(".")
        return (
            len(first) == len(second)
            and first[:-1] == second[:-1]
            and first[-1].isdigit()
            and second[-1].isdigit()
            and int(second[-1]) in (int(first[-1]) + 1, int(first[-1]) + 2)
        )

    def _settle_without_content(self, sections: list[Section]) -> None:
        """A plan in prose, without lists or labels: its own headings are all there is to make a tree of."""
        if any(part.kind in ("node", "question") for part in self.part.values()):
            return
        ranked = [s for s in sections if self.part[s].kind == "open" and s.heading is not None]
        clear = [s for s in ranked if s.heading and s.heading.key[0] not in ("plain", "bold")] or ranked
        for section in clear:
            self._make_node(
                section,
                "Texten säger inte vad delen är. Den är läst som en del av planen för att den har en egen rubrik.",
            )

    def _settle_same_titles(self, sections: list[Section]) -> None:
        """A heading met as a part elsewhere is the same part here."""
        titles = {plain(s.title): s for s in sections if self.part[s].kind == "node" and len(plain(s.title)) > 3}
        for section in sections:
            if self.part[section].kind == "open" and section.heading is not None and len(section.title) > 8:
                twin = titles.get(plain(section.title)) or next(
                    (
                        s
                        for s in titles.values()
                        if s.heading and s.heading.key == section.heading.key and same_title(s.title, section.title)
                    ),
                    None,
                )
                if (
                    twin is not None
                    and twin.heading
                    and twin.heading.key == section.heading.key
                    and twin.number == section.number
                ):
                    self._make_node(section, "")


def _is_planned(item: Item) -> bool:
    if item.row is not None:
        row = item.row
        return bool(row.activities or row.goals or row.challenges)
    return item.kind in _PLANNED


def _first_view(section: Section) -> Part:
    """What the heading alone says."""
    if section.heading is None:
        return Part("root")
    title = section.title.strip()
    if part := _named_part(section, title):
        return part
    named = section.heading.named
    if named:
        kind = "background" if named[0] is Role.BACKGROUND else "label"
        tier = _goal_tier(title) if named[0] is Role.GOAL else None
        return Part(kind, named[0] if kind == "label" else None, named[1], tier, title=title)
    if lexicon.ANNEX.match(title) or lexicon.CHAPTER.match(title):
        return _chapter(title)
    if section.heading.holds_labels and not lexicon.container(title)[1]:
        return _with_word(section, title) or Part("open", number=section.number, title=title)
    if lexicon.is_background(title):
        return Part("background" if lexicon.is_firmly_background(title) else "weak", number=section.number, title=title)
    if title.endswith("?") or is_open_question(title):
        return Part("question", number=section.number, title=title)
    return _holder(section, title) or Part("open", number=section.number, title=title)


def _named_part(section: Section, title: str) -> Part | None:
    """«Mål 1: …» is a part; «Mål 1» alone refers to one."""
    if (found := lexicon.PREFIX.match(title)) and not title.endswith("?"):
        name = lexicon.tier_name(found["tier"])
        kind = "question" if name in lexicon.QUESTION_TIERS else "node"
        number = found["number"] or section.number
        return Part(kind, tier=name, number=number, title=found["title"].strip(" :"))
    if (found := lexicon.ACTION.match(title)) and not title.endswith("?"):
        return Part("action", number=found["number"], title=found["title"].strip(" :"))
    if lexicon.REFERENCE.fullmatch(title.rstrip(" :.")):
        return Part("reference", title=title)
    return None


def _goal_tier(title: str) -> str:
    """«Delmål» gives sub-goals, «Mål för området» goals."""
    named = [name for _, name in lexicon.tiers_named(title) if "mål" in name.casefold()]
    return named[0] if named else "Mål"


def _holder(section: Section, title: str) -> Part | None:
    """«Våra strategier» holds parts; «Vision» with a sentence under it gives one; «Fokusområde unga» is one."""
    if _WHOLE_PLAN.fullmatch(title.rstrip(" :")):
        return Part("container", title=title)
    name = lexicon.tier_name(title.rstrip(" :"))
    if name and not lexicon.is_plural_tier(title) and _says_it(section):
        return Part("label", Role.GOAL, True, tier=name, title=title)
    holds, tier = lexicon.container(title)
    if holds:
        return Part("container", tier=tier, title=title)
    return _with_word(section, title)


def _with_word(section: Section, title: str) -> Part | None:
    """«Fokusområde unga»: the level's word is part of the title."""
    found = re.match(rf"({lexicon.TIER_WORDS})\s+\w", title, re.I)
    if found and not lexicon.is_plural_tier(found[1]) and section.heading and section.heading.key[0] != "plain":
        return Part("node", tier=lexicon.tier_name(found[1]), number=section.number, title=title)
    return None


_WHOLE_PLAN = re.compile(
    r"(?:(?:för|om|hela|gäller)\s+)*(?:hela\s+)?planen(?:\s+som\s+helhet)?|gemensamt|övergripande|allmänt", re.I
)


def _says_it(section: Section) -> bool:
    """«Vision», and under it one sentence or a list: that is the vision."""
    paragraphs = [piece for piece in section.pieces if piece.bullet is None]
    listed = [piece for piece in section.pieces if piece.bullet is not None]
    follows = any(re.search(r"\bfölj\w*|\bmät", piece.text, re.I) for piece in section.pieces)
    only_labels = all(child.heading and child.heading.key[0] in ("label", "action") for child in section.children)
    one = len(paragraphs) == 1 and not listed and len(paragraphs[0].text) < 250
    return not follows and only_labels and (one or (bool(listed) and len(paragraphs) <= 1))


def _only_lists(section: Section) -> bool:
    """Nothing under it but a list, with at most a sentence before: the list is the parts."""
    loose = [place for place, piece in enumerate(section.pieces) if piece.bullet is None and not piece.number]
    return not section.children and len(section.pieces) > 1 and loose in ([], [0])


def _chapter(title: str) -> Part:
    found = lexicon.CHAPTER.match(title)
    rest = found["title"].strip() if found else ""
    if lexicon.is_firmly_background(title):
        return Part("background", title=title)
    named = lexicon.label(rest) if rest else None
    if named and named[0] not in (Role.ACTOR, Role.DETAIL, Role.BACKGROUND):
        return Part("label", named[0], False, title=title)
    holds, tier = lexicon.container(rest) if rest else (True, None)
    if found and rest and not holds and not lexicon.ANNEX.match(title):
        number = re.search(r"\d+|\b[A-Z]\b", title[: found.start("title")])
        return Part("chapter", number=number[0] if number else "", title=rest)
    return Part("container", tier=tier, title=title)


def containers(section: Section, parts: Parts) -> Iterator[Part]:
    """The holders between a section and the nearest part above it."""
    for above in section.ancestors():
        part = parts.part[above]
        if part.kind == "node":
            return
        yield part
