"""Builds a yearly report of one round as a document: the same blocks on the web, in Word and in PDF."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.charts.data import Distribution
from samplan.foundation.core.dates import day, long_day, today
from samplan.foundation.core.documents.model import (
    AnnexHeading,
    AnyBlock,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Quote,
    paragraph,
    runs,
)
from samplan.foundation.core.documents.pieces import Cell, Column, Empty, Fact, Missing, Row, Source, Table, Text, Value
from samplan.foundation.core.language import house_language
from samplan.insight.analysis.compilation import Compilation, QuestionResult, Said, SectionResult
from samplan.insight.analysis.models import OwnAnalysis
from samplan.insight.analysis.sentences import capital, finding, movement, overall
from samplan.work.rounds.models import RequestState
from samplan.work.rounds.queries import Progress, ProgressRow

from .models import Report

SUMMARY, METHOD = "summary", "method"


@dataclass(frozen=True)
class Material:
    """Everything a report is built of, read once."""

    report: Report
    compiled: Compilation
    progress: Progress
    analyses: dict[int, OwnAnalysis]
    texts: dict[str, str]
    plan_title: str
    plan_owner: str


def part_of(section: SectionResult) -> str:
    return f"section:{section.section.pk}"


def build(material: Material) -> Document:
    with house_language():
        return _built(material)


def _built(material: Material) -> Document:
    report, compiled = material.report, material.compiled
    chapters: list[AnyBlock] = [Contents(depth=1)]
    chapters += _summary(material)
    chapters += _method(material, number="2")
    for number, section in enumerate(compiled.sections, 3):
        if section.counted:
            chapters += _section(material, section, str(number))
    chapters += _annex_who(material)
    chapters += _annex_texts(compiled)
    return Document(
        title=report.title,
        date=today(),
        sender=report.sender,
        diary_number=report.diary_number or None,
        kicker=material.plan_title,
        lead=f"{overall(compiled)}.",
        blocks=tuple(chapters),
        foot=report.title,
        marking=_("Exempel: personer och svar är påhittade.") if settings.DEMO else "",
    )


def _source(material: Material, result: QuestionResult | None = None) -> Source:
    round, compiled = material.report.round, material.compiled
    slug = round.county.slug
    url = (
        reverse("analysis:question", args=[slug, round.pk, result.question.pk])
        if result
        else reverse("analysis:round", args=[slug, round.pk])
    )
    facts = [Fact(_("Svar"), _("%(approved)s av %(expected)s organisationer har lämnat in") % vars(compiled))]
    if result:
        facts.append(Fact(_("Version"), result.data_version[:8]))
    return Source(round.title, url, tuple(facts))


def _written(text: str) -> list[AnyBlock]:
    return [paragraph(part.strip()) for part in text.replace("\r", "").split("\n\n") if part.strip()]


def _summary(material: Material) -> list[AnyBlock]:
    compiled, progress = material.compiled, material.progress
    source = _source(material)
    figures = KeyFigures(
        (
            KeyFigure(
                _("%(approved)s av %(expected)s") % vars(compiled), _("organisationer har lämnat in"), source=source
            ),
            KeyFigure(str(progress.on_time), _("kom i tid"), source=source),
            KeyFigure(
                str(sum(len(q.forward) for q in compiled.counted)),
                _("svar har gått framåt"),
                _moved_note(compiled),
                source,
            ),
            KeyFigure(
                str(sum(len(q.back) for q in compiled.counted)), _("svar har gått bakåt"), _moved_note(compiled), source
            ),
        )
    )
    return [
        Heading(1, _("Sammanfattning"), number="1", anchor="sammanfattning"),
        *_written(material.texts.get(SUMMARY, "")),
        figures,
        _overview(material),
    ]


def _moved_note(compiled: Compilation) -> str:
    return (
        _("jämfört med %(year)s") % {"year": compiled.before_year}
        if compiled.before_year
        else _("ingen tidigare omgång att jämföra med")
    )


def _overview(material: Material) -> Table:
    """Every scale question on one row."""
    rows = []
    for result in material.compiled.counted:
        if not result.question.is_scale:
            continue
        counts = result.counts
        cells: list[Cell] = [Value(f"{result.question.number} {result.question.text}")]
        cells += [Value(str(counts[key]), counts[key]) for key in ("yes", "partly", "no")]
        cells += [Value(str(counts["dont_know"] + counts["not_applicable"])), Value(str(counts["not_answered"]))]
        cells.append(_change_cell(result))
        rows.append(Row(tuple(cells)))
    columns = [Column(_("Fråga"))]
    columns += [
        Column(label, numeric=True)
        for label in (_("Ja"), _("Delvis"), _("Nej"), _("Övrigt"), _("Ej svarat"), _("Ändrat"))
    ]
    note = _("Övrigt är vet inte och ej aktuellt. Ändrat är antal som gått framåt och bakåt sedan förra omgången.")
    return Table(
        caption=_("Frågorna i korthet"), columns=tuple(columns), rows=tuple(rows), note=note, source=_source(material)
    )


def _change_cell(result: QuestionResult) -> Cell:
    if not result.before:
        return Missing(Empty.NOT_MEASURABLE)
    return Value(f"+{len(result.forward)} −{len(result.back)}")


def _method(material: Material, number: str) -> list[AnyBlock]:
    round, compiled = material.report.round, material.compiled
    text = _(
        "Uppföljningen utgår från %(plan)s. %(expected)s organisationer fick frågorna och kunde svara från %(opens)s till %(closes)s. "
        "Varje organisations svar har godkänts av ansvarig chef innan det lämnades in. %(approved)s har lämnat in, varav %(late)s efter sista dagen."
    ) % {
        "plan": material.plan_title,
        "expected": compiled.expected,
        "opens": long_day(round.opens_on),
        "closes": long_day(round.closes_on),
        "approved": compiled.approved,
        "late": compiled.late,
    }
    blocks: list[AnyBlock] = [Heading(1, _("Så gjordes uppföljningen"), number=number, anchor="metod"), paragraph(text)]
    if compiled.silent:
        names = ", ".join(o.short_name for o in compiled.silent)
        blocks.append(
            paragraph(_("Har inte lämnat in: %(names)s. De räknas som ej svarat, aldrig som nej.") % {"names": names})
        )
    return blocks + _written(material.texts.get(METHOD, ""))


def _section(material: Material, section: SectionResult, number: str) -> list[AnyBlock]:
    blocks: list[AnyBlock] = [Heading(1, section.section.title, number=number, anchor=f"avsnitt-{section.section.pk}")]
    blocks += _written(material.texts.get(part_of(section), ""))
    for place, result in enumerate(section.counted, 1):
        blocks += _question(material, result, f"{number}.{place}")
    blocks += _gathered(_("Det som hindrar"), section.obstacles)
    blocks += _gathered(_("Det som hjälper"), section.successes)
    return blocks


def _question(material: Material, result: QuestionResult, number: str) -> list[AnyBlock]:
    margin = (_("Fråga %(number)s") % {"number": result.question.number},)
    source = _source(material, result)
    blocks: list[AnyBlock] = [
        Heading(2, result.question.text, number=number, anchor=f"fraga-{result.question.pk}", margin=margin),
        Paragraph((Text(finding(result), source=source if result.said else None),)),
    ]
    if result.question.is_scale and result.said:
        blocks.append(_figure(result, source))
        moved = [Text(f"{what}: {who}. ") for what, who in movement(result)]
        if moved:
            blocks.append(Paragraph(tuple(moved)))
    own = material.analyses.get(result.question.pk)
    if own and own.in_report and own.text:
        blocks += _written(own.text)
    return blocks


def _figure(result: QuestionResult, source: Source) -> Figure:
    chart: Distribution = result.distribution
    return Figure(
        caption=_("Svar på fråga %(number)s, antal organisationer") % {"number": result.question.number},
        chart=chart,
        source=source,
    )


def _gathered(title: str, said: list[Said]) -> list[AnyBlock]:
    if not said:
        return []
    items = tuple(runs(f"{s.text} ({s.organisation.short_name})") for s in said)
    return [Heading(3, title), BulletList(items)]


def _annex_who(material: Material) -> list[AnyBlock]:
    columns = (Column(_("Organisation")), Column(_("Lämnade in")), Column(_("Godkänt av")), Column(_("I tid")))
    approvals = {
        state.request_id: state.by_name
        for state in RequestState.objects.filter(
            request__round=material.report.round, state=RequestState.State.APPROVED
        )
    }
    rows = tuple(_who_row(row, approvals) for row in material.progress.rows)
    table = Table(caption=_("Organisationer som fick frågorna"), columns=columns, rows=rows, source=_source(material))
    return [AnnexHeading(_("Vilka som svarat"), label=_("Bilaga 1"), anchor="bilaga-1"), table]


def _who_row(row: ProgressRow, approvals: dict[int, str]) -> Row:
    name = Value(row.organisation)
    if row.state != RequestState.State.APPROVED or row.state_at is None:
        return Row((name, Missing(Empty.NOT_ANSWERED), Missing(Empty.NOT_APPLICABLE), Missing(Empty.NOT_APPLICABLE)))
    when = row.request.source_date or row.state_at
    on_time = _("ja") if row.on_time else _("nej, %(n)s dagar sent") % {"n": row.days_late}
    return Row((name, Value(day(when)), Value(approvals.get(row.request.pk, "")), Value(on_time)))


def _annex_texts(compiled: Compilation) -> list[AnyBlock]:
    blocks: list[AnyBlock] = [
        AnnexHeading(_("Svaren i organisationernas egna ord"), label=_("Bilaga 2"), anchor="bilaga-2")
    ]
    for result in compiled.counted:
        if result.texts:
            blocks.append(Heading(2, f"{result.question.number} {result.question.text}"))
            blocks += [Quote(s.text, who=s.organisation.short_name, note=capital(s.label)) for s in result.texts]
    return blocks
