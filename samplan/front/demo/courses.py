"""The activities of a county's plan. What a document tells has the document's days and reasons; the rest is invented, and says so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.people.actions.places import add_place
from samplan.foundation.people.models import Organisation, Place, User
from samplan.work.activities.actions import NewActivity, create_activities
from samplan.work.activities.models import (
    Activity,
    ActivityState,
    Actor,
    Forecast,
    Post,
    Rescoping,
    Update,
    Volume,
)
from samplan.work.delivery.models import FinalReport
from samplan.work.plans.models import Edition

from .reading import ActivityText, PlanText

ANNEX = "bilaga"
# The word in the text: kind and state. Of what is invented, but for the proposals of an annex.
SORTS = {
    "pågår": ("proposed", "ongoing"),
    "förbereds": ("proposed", "preparing"),
    "idé": ("proposed", "idea"),
    ANNEX: ("proposed", "idea"),
    "drift": ("operation", "ordinary"),
    "projekt": ("project", "ongoing"),
    "pausad": ("project", "paused"),
    "avslagen": ("proposed", "declined"),
}
REASONS = {
    "paused": "Personalen behövdes på annat håll. Tas upp igen när tjänsten är tillsatt.",
    "declined": "Få väntades använda den, och den skulle kosta mycket.",
}
INVENTED = "Påhittad i demonstrationen."
PROPOSED = "Förslag i bilagan till planen för 2021–2024. Vem som äger det nu är påhittat i demonstrationen."
ANNEX_ON, ANNEX_WHY = date(2021, 1, 1), "Föreslagen i planens bilaga. Planen gäller från 2021; dagen står inte där."


@dataclass
class Rows:
    """What is to be written, table by table: a hundred activities in a handful of queries."""

    by: User
    organisations: dict[str, Organisation]
    states: list[ActivityState] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    forecasts: list[Forecast] = field(default_factory=list)
    scopes: list[Rescoping] = field(default_factory=list)
    volumes: list[Volume] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    reports: list[FinalReport] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)

    @property
    def who(self) -> dict[str, Any]:
        return {"by_name": str(self.by), "by_id": self.by.pk}

    def organisation(self, name: str) -> Organisation | None:
        return self.organisations.get(name) or self.organisations.get(name.removesuffix(" kommun"))

    def write(self, activities: list[Activity]) -> None:
        ActivityState.objects.filter(activity__in=activities).delete()
        ActivityState.objects.bulk_create(self.states)
        Actor.objects.bulk_create(self.actors)
        Rescoping.objects.bulk_create(self.scopes)
        Volume.objects.bulk_create(self.volumes)
        Activity.places.through.objects.bulk_create(self.places)
        FinalReport.objects.bulk_create(self.reports)
        self._write_as_of(Update, self.updates, [_moment(row.on) for row in self.updates])
        self._write_as_of(Forecast, self.forecasts, [row.at for row in self.forecasts])
        changed = [
            "changed_at",
            "starts_on",
            "ends_on",
            "ordinary_on",
            "age_from",
            "age_to",
            "place",
            "parent",
            "meaning",
        ]
        Activity.objects.bulk_update(activities, changed)

    @staticmethod
    def _write_as_of(model: Any, rows: list[Any], written: list[datetime]) -> None:
        """The table itself would say that all is written now."""
        for row, at in zip(model.objects.bulk_create(rows), written, strict=True):
            row.at = at
        model.objects.bulk_update(rows, ["at"])


def load_activities(text: PlanText, edition: Edition, ids: dict[str, int], by_number: dict[str, int], by: User) -> None:
    lines = [(node, line) for node in text.nodes for line in node.activities]
    rows = Rows(by, {o.short_name: o for o in Organisation.objects.filter(county=edition.plan.county)})
    new = []
    for node, line in lines:
        under = [ids[node.ref], *([by_number[line.also]] if line.also else [])]
        actors = [(name, rows.organisation(name)) for name in line.actors]
        kind = line.sort if line.told is not None else SORTS[line.sort][0]
        owner = rows.organisation(line.owner)
        new.append(
            NewActivity(
                line.title, kind=kind, node_ids=under, actors=actors, text=_text(line, text.source), owner=owner
            )
        )
    created = create_activities(edition=edition, activities=new, by=by)
    by_title = {activity.title: activity for activity in created}
    for activity, (_node, line) in zip(created, lines, strict=True):
        if line.told is not None:
            _tell(activity, line.told, text.told, by_title, rows)
        else:
            _invent(activity, line, rows)
    rows.write(created)


def _text(line: ActivityText, source: str) -> str:
    if line.told is None:
        return PROPOSED if line.sort == ANNEX else INVENTED
    said = [said[0] for about, said in line.told if about == "text"]
    return "\n\n".join([*said, source])


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


# ---- What is invented


def _invent(activity: Activity, line: ActivityText, rows: Rows) -> None:
    """Days that follow the clock, so that the demonstration is always as old. Most that run have an update."""
    news, state = today() - timedelta(days=line.months * 30), SORTS[line.sort][1]
    if line.sort == ANNEX:
        activity.changed_at = _moment(ANNEX_ON)
        rows.states.append(ActivityState(activity=activity, state=state, on=ANNEX_ON, reason=ANNEX_WHY, **rows.who))
        return
    activity.changed_at = _moment(news)
    activity.starts_on = news - timedelta(days=200)
    for code, day in _steps(state, news):
        row = ActivityState(activity=activity, state=code, on=day, reason=REASONS.get(code, ""), **rows.who)
        if code == ActivityState.State.ORDINARY:
            row.payer = str(activity.owner or rows.by)
        if code == ActivityState.State.PAUSED:
            row.resume_on = today() + timedelta(days=10)
        rows.states.append(row)
    if state in {"ongoing", "ordinary"}:
        rows.updates.append(_invented_update(activity, news, rows))


def _steps(state: str, news: date) -> Iterator[tuple[str, date]]:
    yield "idea" if state in {"idea", "declined"} else "preparing", news - timedelta(days=240)
    if state not in {"idea", "preparing"}:
        if state not in {"ongoing", "declined"}:
            yield "ongoing", news - timedelta(days=120)
        yield state, news


def _invented_update(activity: Activity, news: date, rows: Rows) -> Update:
    return Update(
        activity=activity,
        on=news,
        background="Aktiviteten kommer ur planens utmaningsfråga och togs fram tillsammans med brukare.",
        result="Arbetet pågår enligt plan. De första deltagarna är nöjda enligt en kort enkät.",
        analysis="Det avgörande har varit en namngiven ansvarig och fast tid." if activity.pk % 3 else "",
        by_name=str(activity.owner or rows.by),
    )


# ---- What a document tells


def _tell(
    activity: Activity, told: list[tuple[str, list[str]]], written: date, by_title: dict[str, Activity], rows: Rows
) -> None:
    for about, said in told:
        if about == "parent":
            activity.parent = by_title[said[0]]
        elif about[:4].isdigit():
            rows.states.append(_state(activity, date.fromisoformat(about), said, rows))
        else:
            LINES[about](activity, said, rows)
    heard: list[Any] = [*rows.states, *rows.updates, *rows.scopes]
    activity.changed_at = _moment(max([written, *(row.on for row in heard if row.activity is activity)]))


def _state(activity: Activity, on: date, said: list[str], rows: Rows) -> ActivityState:
    """«preparing | why | payer: who | lesson: what»"""
    code, reason, *rest = [*said, ""] if len(said) == 1 else said
    row = ActivityState(activity=activity, state=code, on=on, reason=reason, **rows.who)
    for part in filter(None, rest):
        name, _, value = part.partition(": ")
        setattr(row, name, date.fromisoformat(value) if name == "resume_on" else value)
    return row


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _ages(activity: Activity, said: list[str], rows: Rows) -> None:
    first, _, last = said[0].partition("-")
    activity.age_from, activity.age_to = int(first), int(last) if last else None


def _of_its_own(name: str) -> Callable[[Activity, list[str], Rows], None]:
    def write(activity: Activity, said: list[str], rows: Rows) -> None:
        setattr(activity, name, _day(said[0]) if name.endswith("_on") else said[0])

    return write


def _where(activity: Activity, said: list[str], rows: Rows) -> None:
    """«Idre | Älvdalen»: a place of the register, made when it is not there."""
    name, municipality = said
    home = rows.organisations[municipality]
    place = Place.objects.filter(municipality=home, name=name).first()
    place = place or add_place(municipality=home, name=name, by=rows.by)
    rows.places.append(Activity.places.through(activity=activity, place=place))


def _moved(activity: Activity, said: list[str], rows: Rows) -> None:
    """«starts_on | was | now | written on | why»"""
    of, was, now, written, reason = said
    row = Forecast(activity=activity, of=of, was=date.fromisoformat(was), now=_day(now), reason=reason, **rows.who)
    row.at = _moment(date.fromisoformat(written))
    rows.forecasts.append(row)
    setattr(activity, of, row.now)


def _scope(activity: Activity, said: list[str], rows: Rows) -> None:
    """«on | was | now | decided by | number of the decision»"""
    on, was, now, decided_by, decision = [*said, ""][:5]
    rows.scopes.append(
        Rescoping(
            activity=activity,
            on=date.fromisoformat(on),
            was=was,
            now=now,
            decided_by=decided_by,
            decision=decision,
            **rows.who,
        )
    )


def _volume(activity: Activity, said: list[str], rows: Rows) -> None:
    """«what | from | to | 200-300 | how it was counted | women men»"""
    what, first, last, number, source, parts = [*said, "", ""][:6]
    low, _, high = number.partition("-")
    women, men = (int(n) for n in parts.split()) if parts else (None, None)
    rows.volumes.append(
        Volume(
            activity=activity,
            what=what,
            starts_on=date.fromisoformat(first),
            ends_on=date.fromisoformat(last),
            low=int(low),
            high=int(high or low),
            women=women,
            men=men,
            source=source,
            **rows.who,
        )
    )


def _party(activity: Activity, said: list[str], rows: Rows) -> None:
    """«funder | name | joined | left | its part»: besides those on the activity's own line, who carry it out."""
    role, name, joined, left, part = [*said, "", "", ""][:5]
    rows.actors.append(
        Actor(
            activity=activity,
            role=role,
            text=name,
            organisation=rows.organisation(name),
            joined_on=_day(joined),
            left_on=_day(left),
            responsibility=part,
            position=100 + len(rows.actors),
        )
    )


def _post(activity: Activity, said: list[str], rows: Rows) -> None:
    """«title | per cent of full time | from | to»"""
    title, percent, first, last = [*said, "", ""][:4]
    Post.objects.create(activity=activity, title=title, percent=int(percent), starts_on=_day(first), ends_on=_day(last))


def _update(activity: Activity, said: list[str], rows: Rows) -> None:
    """«on | background | result | analysis | obstacles | what helped»"""
    on, background, result, analysis, obstacles, helped = [*said, "", "", "", "", ""][:6]
    rows.updates.append(
        Update(
            activity=activity,
            on=date.fromisoformat(on),
            background=background,
            result=result,
            analysis=analysis,
            obstacles=obstacles,
            success_factors=helped,
            by_name=str(activity.owner or rows.by),
        )
    )


def _report(activity: Activity, said: list[str], rows: Rows) -> None:
    """«handed in | approved | by whom | what | result | lesson | who pays»"""
    handed_in, approved, by_whom, what, result, lesson, payer = said
    rows.reports.append(
        FinalReport(
            activity=activity,
            what=what,
            result=result,
            lesson=lesson,
            payer=payer,
            handed_in_at=_moment(date.fromisoformat(handed_in)),
            handed_in_by_name=str(rows.by),
            approved_on=_day(approved),
            approved_by=by_whom,
        )
    )


LINES: dict[str, Callable[[Activity, list[str], Rows], None]] = {
    "text": lambda activity, said, rows: None,  # given when it was made
    "ages": _ages,
    "meaning": _of_its_own("meaning"),
    "place": _of_its_own("place"),
    "starts": _of_its_own("starts_on"),
    "ends": _of_its_own("ends_on"),
    "where": _where,
    "moved": _moved,
    "scope": _scope,
    "volume": _volume,
    "party": _party,
    "post": _post,
    "report": _report,
    "update": _update,
}
