"""How four projects of the demonstration's first county are carried through, and what they left behind. All of it is invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import dated
from samplan.foundation.people.models import Organisation
from samplan.work.activities.actions import NewActivity, add_update, create_activity
from samplan.work.activities.models import Activity, ActivityState
from samplan.work.delivery.actions import ending, milestones
from samplan.work.delivery.models import FinalReport, MilestoneMove
from samplan.work.plans.models import Edition

COUNTY = "17"
MARK = "Påhittat i demonstrationen."


@dataclass(frozen=True)
class Plan:
    """A line of a project's plan. Days are counted from today; `moves` are (said how long ago, to which day, why)."""

    kind: str
    title: str
    due: int
    text: str = ""
    moves: tuple[tuple[int, int, str], ...] = ()
    done: int | None = None
    note: str = ""
    outcome: str = ""
    decided_by: str = ""


PLANNED = (
    Plan("deliverable", "Projektplan", -330, done=-325, note="Godkänd av styrgruppen och lagd i diariet."),
    Plan("deliverable", "Bemanning", -300, done=-270, note="Projektledare på heltid i minst ett år, och två behandlare."),
    Plan(
        "gate", "Beslut om fler kommuner", -160, "Krävs: teamet är bemannat och har tagit emot i tre månader.", done=-150,
        outcome="change", decided_by="Projektets styrgrupp", note="Två kommuner till i stället för fyra. Restiderna är för långa.",
    ),
    Plan(
        "milestone", "Teamet tar emot i alla fyra kommunerna", -120,
        moves=((200, -30, "Lokalen var inte klar."), (40, 70, "En behandlare har slutat. Ny börjar efter nyår.")),
    ),
    Plan("milestone", "Första brukarenkäten", -12, "Tio frågor, framtagna tillsammans med dem som får stöd."),
    Plan("gate", "Beslut om ordinarie drift", 190, "Krävs: enkätens svar, kostnad per år och vem som betalar."),
)  # fmt: skip
REPORT = {
    "what": "Åtta grupper för närstående i tre kommuner under två år, ledda av två personer var: en från psykiatrin och en med "
    "egen erfarenhet.\n\n" + MARK,
    "result": "61 närstående deltog. I enkäten efteråt sade nio av tio att de vet vart de vänder sig nästa gång. Sex av tio "
    "sade att de mår bättre själva.",
    "lesson": "Att ledas av någon med egen erfarenhet gjorde störst skillnad. Vi skulle ha frågat arbetsgivarna tidigare: "
    "många kunde inte komma på dagtid.",
    "payer": "Kommunerna betalar grupperna inom anhörigstödet. Regionen betalar utbildningen av ledare.",
}
TRAINING = {
    "what": "Utbildning för 140 personer som möter unga i sitt arbete: ett halvdagspass och ett uppföljande samtal.\n\n"
    + MARK,
    "result": "Deltagarna skattar sin säkerhet högre efteråt. Vi vet inte än om fler unga får stöd tidigare.",
    "lesson": "Uppföljningen efter två månader gav mer än utbildningsdagen.",
    "payer": "Ingen betalar någon fortsättning. Materialet finns kvar hos regionen.",
}


def carry_through(edition: Edition, organisations: Sequence[Organisation], by: Any) -> None:
    if edition.plan.county.code != COUNTY:
        return
    region = next(o for o in organisations if o.kind == Organisation.Kind.REGION)
    town = next(o for o in organisations if o.kind == Organisation.Kind.MUNICIPALITY)
    team = _project(edition, "Mobilt team för unga vuxna (påhittat projekt)", town, -360, by)
    for plan in PLANNED:
        _planned(team, plan, by)
    relatives = _project(edition, "Grupper för närstående (påhittat projekt)", town, -1150, by)
    _end(relatives, -420, "Projekttiden är slut. Grupperna fortsätter i anhörigstödet.", by)
    _reported(relatives, REPORT, -400, by)
    _approved(relatives, -350, by)
    training = _project(edition, "Våga fråga-utbildning (påhittat projekt)", region, -600, by)
    _end(training, -45, "Alla som var anmälda har gått.", by)
    _reported(training, TRAINING, -5, by)
    guide = _project(edition, "Digital vägvisare till stöd (påhittat projekt)", town, -700, by)
    with dated(_moment(-130)):
        add_update(
            activity=guide, on=_day(-130), background="", analysis="", by=by,
            result="Vägvisaren hade 2 100 besök första halvåret (påhittat). De flesta kom från elevhälsan.",
        )  # fmt: skip
    _end(guide, -95, "Pengarna var för ett år.", by, lesson="Någon måste ha som arbete att hålla den aktuell.")


def _project(edition: Edition, title: str, owner: Organisation, began: int, by: Any) -> Activity:
    node = edition.nodes.filter(number="3.2").first()
    new = NewActivity(
        title,
        "project",
        [node.pk] if node else [],
        [(owner.name, owner)],
        text=MARK,
        owner=owner,
        starts_on=_day(began),
    )
    with dated(_moment(began)):
        activity = create_activity(county=edition.plan.county, edition=edition, activity=new, by=by)
    activity.states.all().delete()
    _state(activity, "preparing", began, "", by)
    _state(activity, "ongoing", began + 60, "", by)
    return activity


def _state(activity: Activity, state: str, on: int, reason: str, by: Any, lesson: str = "") -> None:
    ActivityState.objects.create(
        activity=activity, state=state, on=_day(on), reason=reason, lesson=lesson, by_name=str(by), by_id=by.pk
    )


def _end(activity: Activity, on: int, reason: str, by: Any, lesson: str = "") -> None:
    _state(activity, "ended", on, reason, by, lesson)
    Activity.objects.filter(pk=activity.pk).update(ends_on=_day(on), changed_at=_moment(on))


def _planned(activity: Activity, plan: Plan, by: Any) -> None:
    with dated(_moment(-350)):
        facts = {"kind": plan.kind, "title": plan.title, "text": plan.text}
        row = milestones.add_milestone(activity=activity, due=_day(plan.due), by=by, **facts)
    for ago, to, reason in plan.moves:
        with dated(_moment(-ago)):
            mark = milestones.mark_of_milestone(row)
            row = milestones.edit_milestone(milestone=row, due=_day(to), reason=reason, seen=mark, by=by, **facts)
        MilestoneMove.objects.filter(milestone=row, now=_day(to)).update(at=_moment(-ago))
    if plan.done is None:
        return
    with dated(_moment(plan.done)):
        told = {"milestone": row, "on": _day(plan.done), "note": plan.note, "by": by}
        if plan.outcome:
            milestones.pass_gate(outcome=plan.outcome, decided_by=plan.decided_by, **told)
        else:
            milestones.mark_done(**told)


def _reported(activity: Activity, texts: dict[str, str], on: int, by: Any) -> None:
    with dated(_moment(on)):
        report = ending.save_report(activity=activity, seen=ending.mark_of_report(None), by=by, **texts)
        ending.hand_in(activity=activity, seen=ending.mark_of_report(report), by=by)
    FinalReport.objects.filter(activity=activity).update(handed_in_at=_moment(on))
    Activity.objects.filter(pk=activity.pk).update(changed_at=_moment(on))


def _approved(activity: Activity, on: int, by: Any) -> None:
    mark = ending.mark_of_report(FinalReport.objects.get(activity=activity))
    facts = {"approved_by": "Projektets styrgrupp", "decision": "§ 7 (påhittad)"}
    with dated(_moment(on)):
        ending.approve(activity=activity, on=_day(on), seen=mark, by=by, **facts)
    Activity.objects.filter(pk=activity.pk).update(changed_at=_moment(on))


def _day(days: int) -> date:
    return today() + timedelta(days=days)


def _moment(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(_day(days), time(10, 30)))
