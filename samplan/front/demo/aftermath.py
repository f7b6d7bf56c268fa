"""What the county made of its closed rounds, and the traces that a year of use leaves."""

from datetime import datetime, timedelta

from django.utils import timezone

from samplan.foundation.history.actions import dated, record
from samplan.insight.analysis.actions import put_in_report, save_analysis
from samplan.insight.analysis.compilation import QuestionResult
from samplan.insight.analysis.queries import compile_round
from samplan.insight.analysis.sentences import names
from samplan.insight.reports.actions import approve_report, edit_report, save_part, start_report
from samplan.insight.reports.building import part_of
from samplan.work.rounds.models import RequestState, Round

from .answering import number_of
from .load import DemoCounty

REASONS = [
    "Där det går framåt finns nästan alltid en namngiven ansvarig och fast tid.",
    "De som står stilla nämner samma sak: personen som höll i det har slutat.",
    "Skillnaden mellan stora och små kommuner är mindre än förra gången.",
    "Flera kommuner har gjort detta tillsammans, och det syns i svaren.",
    "Texterna handlar mer om tid än om pengar.",
    "Brukarna beskriver samma sak i sina egna ord, och det stärker bilden.",
]
NEXT = [
    "En gemensam utbildning två gånger om året skulle hjälpa fler än nya verktyg.",
    "Vi föreslår att frågan tas upp på nästa möte med ledningsgruppen.",
    "Nästa steg är att de som kommit längst visar hur de gjort.",
    "Vi vill se samma fråga nästa år innan vi ändrar något.",
]


def load_aftermath(demo: DemoCounty) -> None:
    """Analyses and an approved report for each closed round; the open one is left to its readers."""
    with dated(_days_ago(280)):
        for round in Round.objects.filter(county=demo.county).with_state().filter(state_now="closed").order_by("year"):
            _write_about(demo, round)
            _report(demo, round)
    _news(demo)


def _days_ago(days: int, hours: int = 0) -> datetime:
    return timezone.now() - timedelta(days=days, hours=hours)


def _write_about(demo: DemoCounty, round: Round) -> None:
    for result in compile_round(round).counted:
        if not result.said:
            continue
        own = save_analysis(
            round=round,
            question=result.question,
            text=_text(result, round.year),
            data_version=result.data_version,
            revision=0,
            by=demo.coordinator,
        )
        put_in_report(analysis=own, in_report=True, by=demo.coordinator)


def _text(result: QuestionResult, year: int) -> str:
    seed = number_of("analysis", result.question.number, year)
    first = f"Det går åt rätt håll i {names(result.forward[:3])}. " if result.forward else ""
    return f"{first}{REASONS[seed % len(REASONS)]}\n\n{NEXT[seed // 7 % len(NEXT)]}"


def _report(demo: DemoCounty, round: Round) -> None:
    report = start_report(round=round, by=demo.coordinator)
    edit_report(
        report=report,
        title=report.title,
        sender=demo.text.owner,
        diary_number=f"DEMO {round.year}-{demo.county.code}",
        by=demo.coordinator,
    )
    compiled = compile_round(round)
    summary = (
        f"{compiled.approved} av {compiled.expected} organisationer har svarat. Mest har hänt där flera parter delar på ansvaret. "
        "Det som hindrar är detsamma som tidigare: tid för utbildning och byten av chefer.\n\n"
        "Vi föreslår att nästa år ägnas åt färre saker, och att de som kommit längst visar hur de gjort."
    )
    save_part(report=report, part="summary", text=summary, revision=0, data_version="", by=demo.coordinator)
    for section in compiled.sections[:2]:
        save_part(
            report=report,
            part=part_of(section),
            text=REASONS[section.section.pk % len(REASONS)],
            revision=0,
            data_version="",
            by=demo.coordinator,
        )
    approve_report(report=report, by=demo.coordinator)


def _news(demo: DemoCounty) -> None:
    """What the last days' history would say, from the states that are there."""
    recent = RequestState.objects.filter(
        request__round__county=demo.county, state=RequestState.State.APPROVED, at__gt=_days_ago(10)
    ).select_related("request__organisation", "request__round")
    for state in recent:
        with dated(state.at):
            record(by=state.by_name, verb="rounds.approved", subject=state.request, county=demo.county.code)
