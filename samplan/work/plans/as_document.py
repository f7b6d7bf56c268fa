"""An edition as a document: the same blocks on the web, in Word and in PDF."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.documents.model import (
    AnyBlock,
    BulletList,
    Contents,
    Document,
    Heading,
    Paragraph,
    Quote,
    runs,
)
from samplan.foundation.core.documents.pieces import Cell, Column, Row, Source, Table, Text, Value
from samplan.foundation.core.language import house_language

from .models import EditionState, Measure, MissingPart
from .outline import Outline
from .outline import Row as Part

LOWEST = 3  # what stands deeper is set as a line of its own, so that no level of heading is passed over
FEW = 3  # bodies that have adopted it: more have a table of their own
MOST_CONTENTS = 45  # lines that a list of contents may have before its lowest level is left out
_BULLET = re.compile(r"^\s*[-–•*·]\s+")


@dataclass(frozen=True)
class Material:
    """Everything the document is built of, read once."""

    edition: Any
    outline: Outline
    county: str
    parties: Sequence[str] = ()
    adopted: Sequence[tuple[str, str]] = ()  # who has adopted it, and when and where it is written
    adopted_on: date | None = None
    awaited: Sequence[str] = ()  # who has not yet decided
    diary_numbers: Sequence[tuple[str, str]] = ()  # whose, and the number
    vision_owners: Mapping[int, Sequence[str]] = field(default_factory=dict)
    missing: Mapping[int | None, Sequence[MissingPart]] = field(default_factory=dict)
    meanings: Mapping[str, Source] = field(default_factory=dict)  # words of the glossary, as they are written
    printed: Mapping[int, Sequence[AnyBlock]] = field(default_factory=dict)  # what rooms above add under a part


def build(material: Material) -> Document:
    with house_language():
        return _Printer(material).document()


class _Printer:
    """Goes through the plan in reading order, and explains each word of the glossary where it first stands."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.edition = material.edition
        self._unsaid = dict(material.meanings)

    def document(self) -> Document:
        edition, material = self.edition, self.material
        body = [block for row in material.outline.roots for block in self._part(row, 0)]
        body += [*self._about_the_whole(), *self._decisions()]
        numbers = [number for _who, number in material.diary_numbers]
        title = edition.title
        return Document(
            title=title,
            date=material.adopted_on or today(),
            sender=edition.plan.owner_name or material.county,
            diary_number=numbers[0] if len(numbers) == 1 else None,
            kicker=_("%(county)s · Utgåva %(number)d") % {"county": material.county, "number": edition.number},
            subtitle=_validity(edition),
            lead=edition.lead,
            blocks=(self._facts(), _contents(body), *body),
            foot=title if len(title) < 60 else f"{title[:58].rstrip()}…",
            marking=self._marking(),
        )

    def _marking(self) -> str:
        if settings.DEMO:
            return _("Exempel: uppgifterna är påhittade.")
        state = EditionState.State(self.edition.state)
        return {
            EditionState.State.WORKING: _("Arbetsutkast, inte beslutat"),
            EditionState.State.REFERRAL: _("På remiss, inte beslutat"),
            EditionState.State.SUPERSEDED: _("Gäller inte längre"),
        }.get(state, "")

    def _facts(self) -> Table:
        """What a reader must know before the text: what holds, who decided, who stands behind."""
        material, plan = self.material, self.edition.plan
        rows: list[tuple[str, Cell]] = [(_("Läge"), Value(str(EditionState.State(self.edition.state).label)))]
        rows += [(_("Gäller"), Value(_validity(self.edition) or _("tills vidare")))]
        if len(material.adopted) <= FEW:
            rows += [(_("Antagen av"), Value(f"{who}, {when}")) for who, when in material.adopted]
        else:
            words = _("%(n)d organ. De står sist, under Beslut.") % {"n": len(material.adopted)}
            rows += [(_("Antagen av"), Value(words))]
        rows += [(_("Ännu inte beslutat"), Value(", ".join(material.awaited)))] if material.awaited else []
        rows += [(_("Ägare"), Value(plan.owner_name))] if plan.owner_name else []
        rows += [(_("Står bakom planen"), Value(", ".join(material.parties)))] if material.parties else []
        if len(material.diary_numbers) <= FEW:
            rows += [(_("Diarienummer"), Value(_with_whose(who, number))) for who, number in material.diary_numbers]
        lost = sum(len(parts) for parts in material.missing.values())
        rows += [(_("Saknas i planen"), Value(str(lost), lost))] if lost else []
        return Table(
            caption=_("Om planen"),
            columns=(Column(_("Uppgift")), Column(_("Vad som gäller"))),
            rows=tuple(Row((Value(label), cell)) for label, cell in rows),
        )

    def _part(self, row: Part, above: int) -> list[AnyBlock]:
        """A part and what stands under it. `above` is the level of the nearest heading over it."""
        if row.node.tier.is_target_vision:
            own, level = self._vision(row), above
        else:
            level = 1 if row.heading else above + 1
            own = [self._title(row, level)]
            level = min(level, LOWEST)
        blocks = own + self._written(row.node.text) + self._hanging(row)
        for child in row.rows:
            blocks += self._part(child, level)
        return blocks

    def _title(self, row: Part, level: int) -> AnyBlock:
        node = row.node
        number = node.number.strip().rstrip(".")
        if level > LOWEST:
            text = f"{number} {node.title}".strip()
            return Paragraph((Text(text, bold=True),), margin=(node.tier.name,))
        kind: Any = level
        return Heading(kind, node.title, number=number, anchor=f"p{node.pk}", margin=(node.tier.name,))

    def _vision(self, row: Part) -> list[AnyBlock]:
        """The words of those it is about, set apart; honest that nothing measures them yet."""
        node = row.node
        owners = self.material.vision_owners.get(node.pk, ())
        who = f"{node.tier.name} {node.number.strip().rstrip('.')}".strip()
        notes = [", ".join(owners)] if owners else []
        notes += [] if row.measures else [_("ej mätbar än")]
        return [Quote(node.title, who=who, note=" · ".join(notes))]

    def _hanging(self, row: Part) -> list[AnyBlock]:
        node = row.node
        blocks = self._missing(node.pk)
        blocks += _listed(_("Mäts i befolkningen"), _measured(row.measures))
        blocks += self._questions(row)
        blocks += [_under(block, str(node)) for block in self.material.printed.get(node.pk, ())]
        return blocks + _listed(_("Det följer vi upp"), [q.text for q in row.asked])

    def _questions(self, row: Part) -> list[AnyBlock]:
        """Questions with something under them head it; the others are a list."""
        blocks: list[AnyBlock] = []
        plain: list[str] = []
        for question in row.questions:
            node = question.node
            under = [_headed(block, str(node)) for block in self.material.printed.get(node.pk, ())]
            rest = self._written(node.text) + self._missing(node.pk)
            rest += _listed(_("Mäts i befolkningen"), _measured(question.measures))
            rest += _listed(_("Det följer vi upp"), [q.text for q in question.asked])
            if not under and not rest:
                plain.append(str(node))
                continue
            if not under:
                blocks.append(Paragraph((Text(str(node), bold=True),)))
            blocks += [*under, *rest]
        tier = row.questions[0].node.tier.name if row.questions else ""
        return _listed(tier, plain) + blocks

    def _missing(self, node: int | None) -> list[AnyBlock]:
        """What the plan refers to and nobody has found: said, never invented."""
        blocks: list[AnyBlock] = []
        for part in self.material.missing.get(node, ()):
            words = f"{part.called}."
            where = " " + _("Planen hänvisar till den här: %(where)s.") % {"where": part.where} if part.where else ""
            blocks.append(Paragraph((Text(_("Saknas.") + " ", bold=True), Text(words + where))))
        return blocks

    def _about_the_whole(self) -> list[AnyBlock]:
        outline = self.material.outline
        asked, measures = [q.text for q in outline.asked], _measured(outline.measures)
        lost = self._missing(None)
        if not (asked or measures or lost):
            return []
        blocks: list[AnyBlock] = [Heading(1, _("Om hela planen"), anchor="hela-planen")]
        return blocks + lost + _listed(_("Mäts i befolkningen"), measures) + _listed(_("Det följer vi upp"), asked)

    def _decisions(self) -> list[AnyBlock]:
        """Who has adopted it, and each one's number, where they are too many for the first page."""
        material = self.material
        blocks: list[AnyBlock] = []
        if len(material.adopted) > FEW:
            blocks.append(_pairs(_("Antagen av"), (_("Organ"), _("Beslut")), material.adopted))
        if len(material.diary_numbers) > FEW:
            heads = (_("Organisation"), _("Nummer"))
            blocks.append(_pairs(_("Diarienummer"), heads, material.diary_numbers))
        return [Heading(1, _("Beslut"), anchor="beslut"), *blocks] if blocks else []

    def _written(self, text: str) -> list[AnyBlock]:
        """Paragraphs and lists, as the lines of the text have them."""
        blocks: list[AnyBlock] = []
        items: list[tuple[Text, ...]] = []
        for line in [*text.splitlines(), ""]:
            if mark := _BULLET.match(line):
                items.append(self._explained(line[mark.end() :].strip()))
                continue
            if items:
                blocks.append(BulletList(tuple(items)))
                items = []
            if line.strip():
                blocks.append(Paragraph(self._explained(line.strip())))
        return blocks

    def _explained(self, text: str) -> tuple[Text, ...]:
        out: list[Text] = []
        rest = text
        while found := self._first_word(rest):
            start, end, source = found
            out += [Text(rest[:start])] if start else []
            out.append(Text(rest[start:end], source=source))
            rest = rest[end:]
        return (*out, Text(rest)) if rest or not out else tuple(out)

    def _first_word(self, text: str) -> tuple[int, int, Source] | None:
        """The first word of the glossary that has not been explained yet."""
        best: tuple[int, int, str] | None = None
        for word in self._unsaid:
            place = re.search(rf"(?<!\w){re.escape(word)}(?:s|en|et|n|t|ens|ets)?(?!\w)", text, re.IGNORECASE)
            if place and (best is None or (place.start(), -place.end()) < (best[0], -best[1])):
                best = (place.start(), place.end(), word)
        if best is None:
            return None
        source = self._unsaid.pop(best[2])
        self._unsaid = {word: other for word, other in self._unsaid.items() if other != source}
        return best[0], best[1], source


def _with_whose(who: str, number: str) -> str:
    return f"{number} ({who})" if who else number


def _pairs(caption: str, heads: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> Table:
    rows = tuple(Row((Value(first), Value(second))) for first, second in pairs)
    return Table(caption=caption, columns=(Column(heads[0]), Column(heads[1])), rows=rows)


def _contents(body: Iterable[AnyBlock]) -> Contents:
    levels = [block.level for block in body if isinstance(block, Heading)]
    for depth in (3, 2):
        if sum(level <= depth for level in levels) <= MOST_CONTENTS:
            return Contents(depth)
    return Contents(1)


def _validity(edition: Any) -> str:
    first, last = edition.valid_from, edition.valid_to
    if first and last:
        return f"{long_day(first)}–{long_day(last)}"
    if first:
        return _("från %(day)s") % {"day": long_day(first)}
    return _("till %(day)s") % {"day": long_day(last)} if last else ""


def _measured(measures: Iterable[Measure]) -> list[str]:
    """One that came after the plan was adopted is not the plan's own word, and says so."""
    later = _("%(measure)s (tillagt %(when)s, efter att planen antogs)")
    return [later % {"measure": m.text, "when": long_day(m.added_on)} if m.added_on else m.text for m in measures]


def _listed(label: str, items: Sequence[str]) -> list[AnyBlock]:
    if not items:
        return []
    title = Paragraph((Text(label, bold=True),))
    return [title, BulletList(tuple(runs(item) for item in items))]


def _under(block: AnyBlock, part: str) -> AnyBlock:
    """A table's name says which part it belongs to, since it may be read alone."""
    return replace(block, caption=f"{block.caption}: {part}") if isinstance(block, Table) else block


def _headed(block: AnyBlock, part: str) -> AnyBlock:
    return replace(block, caption=part) if isinstance(block, Table) else block
