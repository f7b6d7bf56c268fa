"""What came back from a referral as a document and as a spreadsheet: the parts in reading order, each opinion with its answer."""

from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.documents.model import AnyBlock, BulletList, Document, Heading, paragraph, runs
from samplan.foundation.core.documents.pieces import Column, Row, Table, Value
from samplan.foundation.core.tables import Sheet

from .referring import Compiled, Opinion, Part


def build(compiled: Compiled, *, replies: bool) -> Document:
    round = compiled.referral.round
    words = {"n": len(compiled.requests), "all": compiled.asked, "day": long_day(round.closes_on)}
    blocks: list[AnyBlock] = [Heading(1, _("Ställer de sig bakom förslaget?"), anchor="stallning"), *_stances(compiled)]
    blocks.append(Heading(1, _("Synpunkter, del för del"), anchor="synpunkter"))
    for place, part in enumerate(compiled.parts, 1):
        if part.opinions:
            blocks += _part(part, place, replies=replies)
    if silent := [part.name for part in compiled.parts if not part.opinions]:
        blocks += [Heading(2, _("Utan synpunkter"), anchor="utan"), BulletList(tuple(runs(name) for name in silent))]
    return Document(
        title=_("Remissammanställning"),
        subtitle=round.title,
        kicker=compiled.referral.edition.plan.county.name,
        lead=_("%(n)s av %(all)s tillfrågade har svarat. Sista dag att svara: %(day)s.") % words,
        date=today(),
        sender=compiled.referral.edition.plan.owner_name or compiled.referral.edition.plan.county.name,
        blocks=tuple(blocks),
    )


def _stances(compiled: Compiled) -> list[AnyBlock]:
    if not compiled.stances:
        return [paragraph(_("Ingen har svarat på frågan än."))]
    rows = tuple(
        Row((Value(stance.organisation.name), Value(stance.word), Value(stance.text.strip() or "–")))
        for stance in compiled.stances
    )
    counted = ", ".join(f"{word.lower()} {n}" for _choice, word, n in compiled.counts)
    columns = (Column(_("Organisation")), Column(_("Svar")), Column(_("Med egna ord")))
    return [
        paragraph(_("Svaren fördelar sig så: %(counted)s.") % {"counted": counted}),
        Table(_("Hur de svarande ställer sig till förslaget"), columns, rows),
    ]


def _part(part: Part, place: int, *, replies: bool) -> list[AnyBlock]:
    blocks: list[AnyBlock] = [Heading(2, part.name, anchor=f"del-{place}")]
    blocks += [
        paragraph(words) for shown in part.shown[:1] for words in shown.part["text"].split("\n") if words.strip()
    ]
    if part.changed:
        blocks.append(paragraph(_("Texten är ändrad sedan remissen.")))
    columns: tuple[Column, ...] = (Column(_("Organisation")), Column(_("Synpunkt")))
    if replies:
        columns += (Column(_("Det blir")), Column(_("Vårt svar")))
    rows = tuple(Row(tuple(Value(words) for words in _cells(one, replies=replies))) for one in part.opinions)
    return [*blocks, Table(_("Synpunkter på %(part)s") % {"part": part.name}, columns, rows)]


def _cells(one: Opinion, *, replies: bool) -> tuple[str, ...]:
    said = (one.organisation.name, one.answer.text.strip())
    if not replies:
        return said
    if one.reply is None:
        return (*said, _("Inte besvarad än"), "–")
    return (*said, one.reply.get_outcome_display(), one.reply.text.strip())


def sheets(compiled: Compiled, *, replies: bool) -> list[Sheet]:
    """One sheet with every opinion, one with where each stands."""
    heads: tuple[str, ...] = (_("Del"), _("Organisation"), _("Synpunkt"))
    if replies:
        heads += (_("Det blir"), _("Vårt svar"))
    opinions = [[one.part, *_cells(one, replies=replies)] for one in compiled.opinions]
    stances = [[s.organisation.name, s.word, s.text] for s in compiled.stances]
    return [
        Sheet(_("Synpunkter"), heads, opinions),
        Sheet(_("Ställningstagande"), (_("Organisation"), _("Svar"), _("Med egna ord")), stances),
    ]
