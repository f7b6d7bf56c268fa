"""Pass 6: what each piece of a section is — activity, question, measure, goal, detail or text — from its label, list and form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from . import lexicon
from .actors import split_names, take_actors
from .headings import is_open_question
from .lexicon import Role
from .pieces import Piece
from .tables import TableRow, read_table
from .verbs import is_action
from .wording import plain

_YES_NO = re.compile(
    r"(?:har|är|finns|används|fungerar|får|kan|känner|upplever|vet|deltar|följs|ges|sker|görs|når|minskar|ökar|hur (?:många|stor|ofta|lång|länge|mycket|ser|väl|nöjda)|vilka? \w+ (?:har|är)|vad (?:har|visar|är))\b",
    re.I,
)
_INDICATOR = re.compile(
    r"(?:andel(?:en)?|antal(?:et)?|medelvärde|genomsnittlig|index|procent|sjukfrånvaro|kötid|väntetid|nöjd)\b", re.I
)
_AIM = re.compile(r"\b(?:ska|skall|minsk\w*|ök\w*|halver\w*|högst|minst|bli\w*|når|noll|är)\b", re.I)


@dataclass
class Item:
    kind: str  # activity, challenge, followup, measure, goal, actor, detail, text, row
    text: str
    lines: list[int]
    actors: list[str] = field(default_factory=list)
    number: str = ""
    depth: int = 1
    sure: bool = True
    why: str = ""
    opens: bool = False  # a question that what follows hangs under
    row: TableRow | None = None
    tier: str | None = None
    spread: int = 0  # an actor named after a list: how many activities before the last it is for, too


def read_items(
    pieces: Sequence[Piece],
    role: Role | None,
    *,
    strict: bool,
    open_question: bool,
    tier: str | None = None,
    record: bool = False,
    titles: frozenset[str] = frozenset(),
) -> list[Item]:
    """`open_question`: the section's heading is itself a question, so its list answers it. `tier`: what goals are called.

    `record`: the heading is an activity, so labelled values belong to it. `titles`: the headings of the document.
    """
    reader = _Reader(role, strict=strict, open_question=open_question, tier=tier, record=record, titles=titles)
    for is_row, run in groupby(pieces, key=lambda piece: (piece.is_row, piece.table)):
        if is_row[0]:
            reader.items += [Item("row", row.text, row.lines, row=row) for row in read_table(list(run), role)]
        else:
            reader.read(list(run))
    return reader.items


class _Reader:
    def __init__(
        self,
        role: Role | None,
        *,
        strict: bool,
        open_question: bool,
        tier: str | None,
        record: bool,
        titles: frozenset[str],
    ) -> None:
        self.record = record
        self.role, self.strict, self.tier = role, strict, tier
        self.question = open_question
        self.list_role: Role | None = None  # from the sentence before the list
        self.list_why = ""
        self.items: list[Item] = []
        self.after_list = False
        self.list_tier: str | None = None
        self.titles = titles

    def read(self, pieces: list[Piece]) -> None:
        place = 0
        while place < len(pieces):
            if _is_listed(pieces[place]):
                end = place
                while end < len(pieces) and _is_listed(pieces[end]):
                    end += 1
                self._list(pieces[place:end])
                self.list_role, self.list_tier, self.after_list = None, None, True
                place = end
            else:
                self._paragraph(pieces[place], pieces[place + 1 :])
                self.after_list = False
                place += 1

    # Paragraphs

    def _paragraph(self, piece: Piece, after: Sequence[Piece]) -> None:
        text = piece.text
        if (found := lexicon.field(text)) and self._field(piece, *found):
            return
        listed_after = bool(after) and _is_listed(after[0])
        if self._asks(text):
            self._question_paragraph(piece, listed_after=listed_after)
            return
        if listed_after and self._leads_in(text):
            self._add("text", piece)
            return
        if self.role is Role.ACTIVITY and not listed_after and is_action(text) and not piece.text.endswith(":"):
            self._add("activity", piece)
        elif self.role is Role.GOAL and not listed_after and len(text) < 220 and not text.endswith(":"):
            self._add("goal", piece)
        elif self.role is Role.MEASURE and _INDICATOR.match(text) and len(text) < 220:
            self._add("measure", piece)
        elif self.role in (Role.ACTOR, Role.DETAIL) and len(text) < 200:
            self._add("actor" if self.role is Role.ACTOR else "detail", piece)
        elif self.role is not Role.BACKGROUND and take_actors(text)[1] and len(text) < 400:
            self._add("activity", piece, why="Stycket namnger en aktör men står inte i en lista.")
        else:
            self._add("text", piece)

    def _asks(self, text: str) -> bool:
        if text.endswith("?"):
            return text.count(". ") == 0 or self.role in (Role.FOLLOWUP, Role.CHALLENGE)
        return is_open_question(text) and len(text) < 250 and not text.endswith((".", ":")) and "?" not in text

    def _question_paragraph(self, piece: Piece, *, listed_after: bool) -> None:
        if self.role is Role.FOLLOWUP:
            self._add("followup", piece)
        elif self.role is Role.CHALLENGE:
            self._add("challenge", piece, opens=listed_after)
        elif listed_after and self.role in (None, Role.ACTIVITY) and not _YES_NO.match(piece.text):
            self.question = True
            self._add("challenge", piece, opens=True)
        else:
            self._add("text", piece)

    def _leads_in(self, text: str) -> bool:
        """Whether the sentence says what the list after it is, and remembers it."""
        if re.search(r"\b(?:ska|skall|kommer att|åtar sig att)\s*:?$", text):
            self.list_role = self.role or Role.ACTIVITY  # «Regionen ska», and then a list of what
            return True
        if not (
            text.endswith(":")
            or re.search(r"\b(?:följande|nedan\w*|dessa|befolkningsnivå|två|tre|fyra|fem)\b", text, re.I)
        ):
            return False
        role, tier = lexicon.lead_in(text)
        if tier is not None:
            self._names_parts(text, tier)
            return True
        if role is not None:
            self.list_role = role
        return role is not None

    def _names_parts(self, text: str, tier: str) -> None:
        """A list of parts: they are parts only if «Strategier:» heads it and no headings of theirs come elsewhere."""
        is_label = lexicon.tier_name(text.rstrip(" :")) is not None
        self.list_role, self.list_tier = (Role.GOAL, tier) if is_label else (Role.BACKGROUND, None)

    # Labelled values

    def _field(self, piece: Piece, role: Role, word: str, value: str) -> bool:
        """Takes in a labelled value; False when it is not one, after all."""
        if self.role is Role.BACKGROUND and role is not Role.ACTIVITY:
            return False
        if role in (Role.ACTOR, Role.DETAIL):
            return self._detail(piece, role, value)
        if not value:
            if role in (Role.FOLLOWUP, Role.MEASURE, Role.CHALLENGE, Role.GOAL, Role.ACTIVITY):
                self.list_role = role
            return False
        return self._labelled(piece, role, word, value)

    def _labelled(self, piece: Piece, role: Role, word: str, value: str) -> bool:
        if role is Role.ACTIVITY:
            self._add("activity", piece, text=value, number="")
        elif role is Role.FOLLOWUP:
            asks = value.endswith("?")
            self._add("followup" if asks else "detail", piece, text=value if asks else piece.text)
        elif role is Role.MEASURE:
            for text in _parts(value):
                self._add("measure", piece, text=text)
        elif role is Role.CHALLENGE:
            self._add("challenge", piece, text=value, opens=True)
        elif role is Role.GOAL:
            tier = lexicon.tier_name(re.sub(r"\s*\d+(?:\.\d+)*$", "", word))
            self._add("goal", piece, text=value, tier=tier)
        else:
            return False
        return True

    def _detail(self, piece: Piece, role: Role, value: str) -> bool:
        """«Ansvar: …» belongs to the activity above it; alone it stands as text."""
        above = next(
            (item for item in reversed(self.items) if item.kind not in ("detail", "actor", "followup", "measure")), None
        )
        if (above is None or above.kind != "activity") and not self.record:
            return False
        if role is Role.ACTOR and value:
            self._add("actor", piece, text=value)
            self.items[-1].spread = self._spread(piece)
        else:
            self._add("detail", piece, text=piece.text)
        return True

    def _spread(self, piece: Piece) -> int:
        """«Ansvarig: …» below a whole list, where no item names anybody, is for all of it."""
        if piece.bullet is not None or len(self.items) < 2 or not self.after_list:
            return 0
        run = 0
        for item in reversed(self.items[:-1]):
            if item.kind != "activity" or item.actors:
                break
            run += 1
        return max(run - 1, 0)

    # Lists

    def _list(self, pieces: list[Piece]) -> None:
        role, why = self._role_of_list(pieces)
        if role is Role.GOAL and any(plain(piece.text) in self.titles for piece in pieces):
            role = Role.BACKGROUND  # an overview: the parts have headings of their own
        top = min(piece.bullet or 1 for piece in pieces)
        for place, piece in enumerate(pieces):
            depth = (piece.bullet or 1) - top + 1
            above = self.items[-1] if self.items else None
            found = lexicon.field(piece.text)
            belongs = found and (depth > 1 or found[0] in (Role.ACTOR, Role.DETAIL) or self._is_record(*found))
            if found and belongs and self._field(piece, *found):
                continue
            if (
                depth > 1
                and above is not None
                and above.kind in ("activity", "detail", "actor")
                and not self._heads(pieces, place)
            ):
                self._nested(piece, depth)
                continue
            self._list_item(
                piece,
                role,
                why,
                has_nested=place + 1 < len(pieces) and (pieces[place + 1].bullet or 1) > (piece.bullet or 1),
            )

    def _is_record(self, role: Role, word: str, value: str) -> bool:
        """«– Åtgärd: Erbjuda läxhjälp» in a list that nothing heads, or that is headed as what it says itself."""
        return bool(value) and self.list_role is None and self.role in (None, role)

    def _heads(self, pieces: list[Piece], place: int) -> bool:
        """Whether the items below this one's parent are things of their own: the parent ended with a colon."""
        for above in reversed(pieces[:place]):
            if (above.bullet or 1) < (pieces[place].bullet or 1):
                return above.text.endswith(":")
        return False

    def _nested(self, piece: Piece, depth: int) -> None:
        kind = "followup" if piece.text.endswith("?") and self.role is not Role.ACTIVITY else "detail"
        self._add(kind, piece, text=piece.text, depth=depth)

    def _role_of_list(self, pieces: list[Piece]) -> tuple[Role | None, str]:
        texts = [piece.text for piece in pieces if (piece.bullet or 1) == min(p.bullet or 1 for p in pieces)]
        if self.list_role is not None and not (
            self.role in (Role.FOLLOWUP, Role.MEASURE) and self.strict and self.list_role in (Role.ACTIVITY, Role.GOAL)
        ):
            return self.list_role, ""
        if self.role is not None and (self.strict or self.role is not Role.FOLLOWUP):
            return self.role, ""
        asked = sum(text.endswith("?") for text in texts)
        if asked == len(texts):
            if self.role is Role.FOLLOWUP or sum(bool(_YES_NO.match(text)) for text in texts) > len(texts) / 2:
                return Role.FOLLOWUP, "" if self.role else "Frågorna står utan rubrik som säger vad de är."
            return Role.CHALLENGE, "Frågorna står utan rubrik som säger vad de är."
        if self.role is Role.FOLLOWUP:
            return self.role, ""
        if self.question:
            return Role.ACTIVITY, ""
        named = sum(bool(take_actors(text)[1]) for text in texts)
        if named:
            return Role.ACTIVITY, "" if named == len(
                texts
            ) else "Listan saknar rubrik, men några av punkterna namnger en aktör."
        enough = 0 if all(piece.number.count(".") > 1 for piece in pieces) else 1
        if len(texts) > enough and sum(is_action(text) for text in texts) >= 0.75 * len(texts):
            return Role.ACTIVITY, "Listan saknar rubrik som säger att den är aktiviteter."
        return None, ""

    def _list_item(self, piece: Piece, role: Role | None, why: str, *, has_nested: bool) -> None:
        text = piece.text
        loose = self.role is Role.FOLLOWUP and not self.strict and self.list_role is None
        if (has_nested and text.endswith(":")) or role in (None, Role.BACKGROUND, Role.ACTOR, Role.DETAIL):
            self._add("actor" if role is Role.ACTOR else "text", piece)
        elif role is Role.FOLLOWUP:
            if text.endswith("?") or not (loose or _INDICATOR.match(text)):
                self._add("followup", piece, why=why)
            else:
                self._add("measure" if _INDICATOR.match(text) else "text", piece)
        elif role is Role.MEASURE:
            self._add("followup" if text.endswith("?") else "measure", piece)
        elif role is Role.CHALLENGE:
            self._add(
                "challenge",
                piece,
                why=why
                or ("" if self._asks(text) or "?" in text else "Punkten står bland frågor men har inget frågetecken."),
            )
        elif role is Role.GOAL:
            # «Andel elever som trivs» among the goals is what they are measured by; «Antalet ska minska» is a goal.
            is_measure = _INDICATOR.match(text) and not _AIM.search(text)
            self._add("measure" if is_measure else "goal", piece)
        elif text.endswith("?") and not take_actors(text)[1] and not self.question:
            self._add("followup" if _YES_NO.match(text) else "challenge", piece, why="Frågan står bland aktiviteter.")
        else:
            self._add("activity", piece, why=why)

    def _add(
        self,
        kind: str,
        piece: Piece,
        *,
        text: str | None = None,
        why: str = "",
        opens: bool = False,
        depth: int = 1,
        number: str | None = None,
        tier: str | None = None,
    ) -> None:
        words = piece.text if text is None else text
        actors: list[str] = []
        if kind == "activity":
            words, actors = take_actors(words)
        elif kind == "actor":
            actors = split_names(words)
        words = words.rstrip(" ;")  # a list written as one sentence
        why = why or " ".join(piece.joins)
        shown = piece.number if number is None else number
        self.items.append(
            Item(
                kind,
                words if words else piece.text,
                list(piece.lines),
                actors,
                shown,
                depth,
                not why,
                why,
                opens,
                tier=tier or self.list_tier or self.tier,
            )
        )


def _is_listed(piece: Piece) -> bool:
    return piece.bullet is not None or bool(piece.number) or piece.level is not None


def _parts(text: str) -> list[str]:
    return [part.strip(" •–-") for part in re.split(r"\n|;\s|\s•\s|,\s+(?=[A-ZÅÄÖ])", text) if part.strip(" •–-")]
