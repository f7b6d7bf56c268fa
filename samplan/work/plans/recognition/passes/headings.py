"""Pass 4: which pieces are headings, and what kind: declared, chapter, level word, label, numbered, bold, capitals, plain."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from . import lexicon
from .contents import Contents
from .pieces import Piece
from .verbs import is_action
from .wording import ends_open, is_capitals, plain

_SENTENCE_END = re.compile(r"[.;,!]$")
_VERB = re.compile(r"\b(?:görs|sker|är|ska|har|finns|följs|kommer|bör|kan|måste|föreslås)\b", re.I)
_ACTOR = re.compile(r"\((?:aktör|ansvar)", re.I)


def is_open_question(text: str) -> bool:
    """A question by its words, with or without its mark."""
    return bool(
        re.match(
            r"(?:hur|på vilket sätt|vad|vilka|vilken|var|när|vem) (?:kan|skulle|ska|skall|får|gör|skapar|bör|behöver|stärker|når)\b",
            text,
            re.I,
        )
    )


@dataclass
class Heading:
    piece: Piece
    key: tuple[str, ...]  # headings with the same key rank the same
    in_contents: bool = False
    named: tuple[lexicon.Role, bool] | None = None  # what it says about what stands under it, if it is only a label
    holds_labels: bool = False  # challenge questions or activities of its own stand under it, under their labels

    @property
    def title(self) -> str:
        return self.piece.text


def find_headings(pieces: Sequence[Piece], contents: Contents) -> dict[int, Heading]:
    """By the piece's place. Weak signs count only where the document declares no headings of its own."""
    declared = sum(piece.level is not None for piece in pieces)
    finder = _Finder(pieces, contents, weak=declared < 3)
    found: dict[int, Heading] = {}
    for place in range(len(pieces)):
        if heading := finder.heading(place):
            found[place] = heading
    return found


def _begins_list(piece: Piece) -> bool:
    """A list begins at 1; «2. …» after a label is the next part of the plan."""
    last = re.split(r"[.)]", piece.number)[-1]
    return "." in piece.number or re.fullmatch(r"[A-HÅÄÖ]?1|[aAI]", last) is not None


class _Finder:
    def __init__(self, pieces: Sequence[Piece], contents: Contents, *, weak: bool) -> None:
        self.pieces, self.contents, self.weak = pieces, contents, weak
        self.listed_depth: int | None = None  # numbered actions are being listed, numbered this deep
        self.listing = False
        self.label_depth: int | None = None
        self.asking = False  # under a label for questions to follow up
        self.doing = False  # under a label for activities
        loose = [piece for piece in pieces if piece.bullet is None and not piece.is_row and len(piece.text) < 120]
        self.heads_labels: dict[str, bool] = {}
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, piece in enumerate(pieces):
            if piece.bullet is None and not piece.is_row and len(piece.text) < 120:
                self.places[plain(piece.text)].append(place)
        self.titles = Counter({title: len(places) for title, places in self.places.items()})
        others = [piece for piece in loose if lexicon.label(piece.text) is None and piece.gap_before]
        self.shapes = Counter(
            "number" if piece.number else "capitals" if is_capitals(piece.text) else "" for piece in others
        )

    def heading(self, place: int) -> Heading | None:
        piece = self.pieces[place]
        if piece.is_row:
            return None
        if piece.level is not None:
            self.listing = self._opens_list(piece)
            self.listed_depth = None
            return Heading(
                piece,
                ("declared", str(piece.level)),
                self._in_contents(piece),
                self._named(place, piece),
                self._heads_labels(place),
            )
        if piece.bullet is not None or not piece.text:
            self.listing = self.doing = False
            return None
        key = self._key(place, piece)
        if key is None:
            return None
        if key[0] != "contents" and self._is_listed(piece):
            return None
        self.listing, self.listed_depth = self._opens_list(piece), None
        return Heading(piece, key, self._in_contents(piece), self._named(place, piece), self._heads_labels(place))

    def _named(self, place: int, piece: Piece) -> tuple[lexicon.Role, bool] | None:
        named = lexicon.label(piece.text)
        return named if named and (named[1] or not self._heads_labels(place)) else None

    def _is_chapter(self, piece: Piece) -> bool:
        """A label's word can head a chapter of its own, once, ranked like the other chapters."""
        if self.titles[plain(piece.text)] > 1:
            return False
        if self._in_contents(piece):
            return True
        shape = "number" if piece.number else "capitals" if is_capitals(piece.text) else "bold" if piece.bold else ""
        return bool(shape) and self.shapes[shape] > 1 and shape != "bold"

    def _opens_list(self, piece: Piece) -> bool:
        named = lexicon.label(piece.text)
        # «3. Aktiviteter» is followed by «4. …», which is no item of it.
        self.label_depth = piece.number.count(".") if piece.number else None
        self.asking = named is not None and named[0] is lexicon.Role.FOLLOWUP
        self.doing = named is not None and named[0] is lexicon.Role.ACTIVITY
        return named is not None and named[0] in (lexicon.Role.ACTIVITY, lexicon.Role.GOAL, lexicon.Role.CHALLENGE)

    def _is_listed(self, piece: Piece) -> bool:
        """«1.1.1 Ta fram …» under «Aktiviteter» is an item of a list, not a heading; so is a question with a number."""
        if not piece.number or lexicon.PREFIX.match(piece.text) or piece.bold:
            return False
        if self.asking and piece.text.endswith("?"):
            return True
        depth = piece.number.count(".")
        if not self.listing or self.label_depth == depth or (self.listed_depth is None and not _begins_list(piece)):
            return False
        if self.listed_depth is None:
            self.listed_depth = depth
        return depth == self.listed_depth

    def _in_contents(self, piece: Piece) -> bool:
        return self.contents.entry(piece.text, piece.number) is not None

    def _key(self, place: int, piece: Piece) -> tuple[str, ...] | None:
        text = piece.text
        entry = self.contents.entry(text, piece.number)
        short = len(text) <= 160 and (piece.bold or not ends_open(text))
        if entry and len(text) <= 200 and not (lexicon.label(text) and self.titles[plain(text)] > 1):
            return self._shaped("contents", piece, entry.shape)
        if not short or _ACTOR.search(text):
            return None
        if lexicon.CHAPTER.match(text) and not _SENTENCE_END.search(text) and len(text) < 100:
            return ("chapter",)
        if (
            lexicon.ACTION.match(text)
            and (piece.gap_before or piece.bold)
            and len(text) < 140
            and not text.endswith((".", ":"))
        ):
            return ("action",)
        if lexicon.label(text) and (piece.gap_before or piece.bold or self._is_bare_label(place)):
            return self._label_key(place, piece)
        if (found := lexicon.PREFIX.match(text)) and self._is_titled(piece, found):
            if piece.number[-1:].isdigit():
                return ("number", str(piece.number.count(".")))
            return ("tier", lexicon.tier_name(found["tier"]) or "", str((found["number"] or "").count(".")))
        if not self.weak:
            # Word files: people make headings of bold text, even beside real ones; labels are caught above.
            return (
                ("bold",)
                if piece.bold and piece.gap_before and len(text) < 100 and not _SENTENCE_END.search(text)
                else None
            )
        return self._weak_key(place, piece)

    def _label_key(self, place: int, piece: Piece) -> tuple[str, ...]:
        if not self._named(place, piece):
            return ("plain",)
        if not self._is_chapter(piece):
            return ("label",)
        if piece.number:
            return ("number", str(piece.number.count(".")))
        return ("capitals",) if is_capitals(piece.text) else ("plain",)

    def _heads_labels(self, place: int) -> bool:
        """A heading in a label's words, with its own challenge questions, is a part of the plan, not a label."""
        title = plain(self.pieces[place].text)
        if title not in self.heads_labels:
            self.heads_labels[title] = any(self._labels_follow(here) for here in self.places[title])
        return self.heads_labels[title]

    def _is_bare_label(self, place: int) -> bool:
        """«Ansvarig» alone on a line between other lines of a record."""
        text = self.pieces[place].text.rstrip(":")
        named = lexicon.label(text)
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else None
        return bool(named and named[1] and len(text) < 30 and following is not None and not following.gap_before)

    def _labels_follow(self, place: int) -> bool:
        for after in self.pieces[place + 1 : place + 4]:
            named = lexicon.label(after.text)
            if named and named[1] and named[0] in (lexicon.Role.CHALLENGE, lexicon.Role.ACTIVITY):
                return True
            if after.bullet is not None or after.level is not None or len(after.text) < 60:
                break
        return False

    def _is_titled(self, piece: Piece, found: re.Match[str]) -> bool:
        """«Mål 1: …» opens a part; «Mål 1 handlar om …, därför …» is a sentence; «Mål: …» may be a field in a record."""
        stands_alone = piece.gap_before or piece.bold
        sentence = piece.text.endswith(".") and len(piece.text.split()) > 14
        return bool(
            stands_alone and not sentence and (found["number"] or ":" in piece.text) and not piece.text.endswith(":")
        )

    def _shaped(self, kind: str, piece: Piece, shape: str) -> tuple[str, ...]:
        if found := lexicon.PREFIX.match(piece.text):
            return (kind, "tier", lexicon.tier_name(found["tier"]) or "")
        return (kind, shape)

    def _weak_key(self, place: int, piece: Piece) -> tuple[str, ...] | None:
        text, words = piece.text, len(piece.text.split())
        ended = _SENTENCE_END.search(text) is not None
        if is_capitals(text) and words <= 14 and not ended:
            return ("capitals",)
        if piece.bold and len(text) <= 120 and not ended:
            return ("bold",)
        if not piece.gap_before or ended or not text[:1].isupper() or re.search(r"https?:|www\.|@|^\[", text):
            return None
        if lexicon.container(text)[0] and words <= 8:
            return ("container",)
        if piece.number:
            return self._numbered_key(place, piece)
        return self._plain_key(place, piece)

    def _numbered_key(self, place: int, piece: Piece) -> tuple[str, ...] | None:
        """A numbered line alone between blank lines; not one of several that follow each other like a list."""
        if len(piece.text) > 110 or not piece.number[-1:].isdigit() or piece.text.endswith(":"):
            return None
        neighbours = [self.pieces[p] for p in (place - 1, place + 1) if 0 <= p < len(self.pieces)]
        in_list = any(
            n.number
            and n.bullet is None
            and n.text.endswith("?") == piece.text.endswith("?")
            and not n.bold
            and n.level is None
            and not lexicon.label(n.text)
            and n.number.count(".") == piece.number.count(".")
            for n in neighbours
        )
        return None if in_list else ("number", str(piece.number.count(".")))

    def _plain_key(self, place: int, piece: Piece) -> tuple[str, ...] | None:
        """A short line that begins with a capital and ends without a stop, with a blank line before and text after."""
        text = piece.text
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else None
        if following is None or len(text) > 90 or len(text.split()) > 12 or text.endswith(":"):
            return None
        if (text.endswith("?") and not lexicon.is_background(text)) or is_open_question(text) or _VERB.search(text):
            return None
        is_listed = following.bullet is not None and not piece.gap_after
        if not (piece.gap_after or is_listed) or lexicon.field(text):
            return None
        if self.doing and is_action(text) and not self._labels_follow(place):
            return None
        if following.bullet is None and not following.gap_before:
            return None
        if re.search(r"\b(?:med|av|för|att|och|i|på|till|är|ska|har|kan|vi)\s*$", text):
            return None
        return ("plain",)
