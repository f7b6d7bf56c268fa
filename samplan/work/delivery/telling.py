"""Who is to be told what of an activity, how, when and by whom. A programme has one plan, with its projects' lines in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Event, Todo
from samplan.foundation.core.tables import CellValue, Sheet
from samplan.foundation.people.models import County, Organisation
from samplan.work.activities.access import writes_for
from samplan.work.activities.models import Activity
from samplan.work.activities.queries import with_state

from .access import may_change
from .models import Message
from .sections import Section
from .waiting import QUIET, quiet

BEFORE = timedelta(days=7)
WAITS = Q(told_on=None, dropped_why="")


@dataclass(frozen=True)
class Line:
    """A line as the plan shows it. `activity` is the project whose line it is, in its programme's plan."""

    row: Message
    state_of_activity: str
    project: Activity | None = None
    may_mark: bool = False
    may_edit: bool = False

    @property
    def responsible(self) -> Organisation | None:
        return self.row.organisation or self.row.activity.owner

    @property
    def waits(self) -> bool:
        return self.row.told_on is None and not self.row.dropped_why

    @property
    def is_late(self) -> bool:
        return self.waits and self.state_of_activity not in QUIET and self.row.on < today()

    @property
    def state(self) -> tuple[str, str]:
        """Its mark and its words."""
        if self.row.told_on is not None:
            return "ok", _("Berättat %(day)s") % {"day": day(self.row.told_on)}
        if self.row.dropped_why:
            return "ended", _("Struket")
        return ("late", _("Försenat")) if self.is_late else ("neutral", _("Kommer"))


def lines_of(activity: Any, request: HttpRequest) -> list[Line]:
    """In the order of their days. One query, one more for the projects of a programme, and whom the visitor writes for."""
    is_programme = activity.kind == Activity.Kind.PROGRAMME
    whose = Q(activity=activity) | Q(activity__parent=activity) if is_programme else Q(activity=activity)
    rows = Message.objects.filter(whose).select_related("organisation", "activity__owner")
    states = {activity.pk: activity.state}
    if is_programme:
        projects: Any = with_state(activity.sub_activities.all())
        states |= dict(projects.values_list("pk", "state"))
    return [_line(row, activity, states, request) for row in rows]


def _line(row: Message, activity: Activity, states: dict[int, str], request: HttpRequest) -> Line:
    edits = may_change(request, row.activity)
    marks = edits or row.organisation_id in writes_for(request)
    project = row.activity if row.activity_id != activity.pk else None
    return Line(row, states[row.activity_id], project, marks, edits)


def section(activity: Any, request: HttpRequest) -> Section | None:
    lines, writes = lines_of(activity, request), may_change(request, activity)
    is_programme = activity.kind == Activity.Kind.PROGRAMME
    if not lines and (not writes or activity.state in QUIET):
        return None
    parent = activity.parent if activity.parent and activity.parent.kind == Activity.Kind.PROGRAMME else None
    context = {"lines": lines, "note": _words(lines), "is_programme": is_programme, "programme": parent}
    return Section("delivery/_telling.html", context)


def _words(lines: list[Line]) -> str:
    planned = [line for line in lines if not line.row.dropped_why]
    if not planned:
        return ""
    told, late = sum(line.row.told_on is not None for line in planned), sum(line.is_late for line in planned)
    words = ngettext("%(n)d av %(all)d berättad", "%(n)d av %(all)d berättade", told) % {"n": told, "all": len(planned)}
    return words + (ngettext(", %(n)d försenad", ", %(n)d försenade", late) % {"n": late} if late else "") + "."


def sheet(lines: list[Line]) -> Sheet:
    columns = (
        *(_("Aktivitet"), _("Vem ska få veta"), _("Budskap"), _("Hur"), _("Dag")),
        *(_("Vem berättar"), _("Verksamhet eller person"), _("Läge"), _("Berättat"), _("Varför det ströks")),
    )
    return Sheet(_("Kommunikationsplan"), columns, [_cells(line) for line in lines])


def _cells(line: Line) -> tuple[CellValue, ...]:
    row = line.row
    state = _("Berättat") if row.told_on else line.state[1]
    return (
        *(row.activity.title, row.audience, row.text, row.channel, row.on),
        *(str(line.responsible or ""), row.who, state, row.told_on, row.dropped_why),
    )


def todo(county: County, own: Collection[int], coordinates: bool) -> list[Todo]:
    """From a week before, for those who write for whoever is to tell; what is nobody's is the coordinator's. One query."""
    mine = Q(organisation__in=own) | Q(organisation=None, activity__owner__in=own)
    if coordinates:
        mine |= Q(organisation=None, activity__owner=None)
    if not own and not coordinates:
        return []
    return [_todo(county, row) for row in _awaited(county).filter(mine, on__lte=today() + BEFORE)]


def _todo(county: County, row: Message) -> Todo:
    words = {"audience": row.audience, "text": Truncator(row.text).chars(120), "title": row.activity.title}
    return Todo(
        due=row.on,
        text=_("Är det berättat? ”%(text)s”") % words,
        why=_("%(audience)s ska få veta det, enligt kommunikationsplanen för ”%(title)s”.") % words,
        url=reverse("delivery:message_told", args=[county.slug, row.activity_id, row.pk]),
        action=_("Säg att det är berättat"),
    )


def _awaited(county: County) -> QuerySet[Message]:
    rows = Message.objects.filter(WAITS, activity__county=county)
    return rows.exclude(activity__in=quiet(Activity.objects.filter(county=county))).select_related("activity")


def events(county: County, year: int) -> list[Event]:
    """What was told on its day, and what is to be told. Two queries."""
    told = Message.objects.filter(activity__county=county, told_on__year=year).select_related("activity")
    return [_event(county, row) for row in [*told, *_awaited(county).filter(on__year=year)]]


def _event(county: County, row: Message) -> Event:
    on = row.told_on or row.on
    title = _("Berätta: %(text)s") % {"text": Truncator(row.text).chars(80)}
    url = f"{reverse('delivery:page', args=[county.slug, row.activity_id])}#budskap-{row.pk}"
    return Event(on, on, title, "deadline", url, row.activity.title)
