"""What is to be in place by a day: how it stands on the activity's page, who is waited for, and where it stands in the year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Event, Todo
from samplan.foundation.core.templatetags.swedish import in_words
from samplan.foundation.people.models import County
from samplan.work.activities.models import Activity
from samplan.work.activities.queries import with_state
from samplan.work.activities.states import OVER, State

from .access import may_change
from .models import Milestone, MilestoneMove
from .sections import Section

BEFORE = timedelta(days=7)
# A paused activity's days are set anew when it goes on; what is over reaches nothing more.
RESTING = (*OVER, State.PAUSED)
KIND, OUTCOME = Milestone.Kind, Milestone.Outcome
_OF_OUTCOME = {OUTCOME.GO: "ok", OUTCOME.CHANGE: "warn", OUTCOME.STOP: "ended"}
# What a project as a rule has to deliver first.
SUGGESTIONS = {"projektplan": _l("Projektplan"), "bemanning": _l("Bemanning")}


@dataclass(frozen=True)
class Line:
    """A milestone as its list shows it."""

    row: Milestone
    moves: list[MilestoneMove]
    rests: bool

    @property
    def is_done(self) -> bool:
        return self.row.done_on is not None

    @property
    def is_gate(self) -> bool:
        return self.row.kind == KIND.GATE

    @property
    def is_stopped(self) -> bool:
        return self.row.outcome == OUTCOME.STOP

    @property
    def is_late(self) -> bool:
        return not self.is_done and not self.rests and self.row.due < today()

    @property
    def state(self) -> tuple[str, str]:
        """Its mark and its words."""
        if self.row.outcome:
            return _OF_OUTCOME[OUTCOME(self.row.outcome)], str(self.row.get_outcome_display())
        if self.is_done:
            words = _("Levererad %(day)s") if self.row.kind == KIND.DELIVERABLE else _("Klar %(day)s")
            return "ok", words % {"day": day(self.row.done_on)}
        if self.is_late:
            return "late", _("Försenad")
        return "neutral", _("Inte klar") if self.rests else _("Kommer")

    @property
    def moved(self) -> str:
        """«Flyttad två gånger, från 1 mar till 15 jun»."""
        if not self.moves:
            return ""
        words = ngettext(
            "Flyttad en gång, från %(first)s till %(last)s",
            "Flyttad %(times)s gånger, från %(first)s till %(last)s",
            len(self.moves),
        )
        times = in_words(len(self.moves))
        return words % {"times": times, "first": day(self.moves[0].was), "last": day(self.moves[-1].now)}

    @property
    def is_removable(self) -> bool:
        return not self.is_done and not self.moves


def lines_of(activity: Any) -> list[Line]:
    """In the order of their days. Two queries."""
    rests = activity.state in RESTING
    rows = Milestone.objects.filter(activity=activity).prefetch_related("moves")
    return [Line(row, list(row.moves.all()), rests) for row in rows]


def section(activity: Any, request: HttpRequest) -> Section | None:
    lines = lines_of(activity)
    writes = may_change(request, activity)
    if not lines and (activity.state in OVER or not writes):
        return None
    context = {
        "lines": lines,
        "note": _words(lines),
        "suggestions": [] if any(line.row.kind == KIND.DELIVERABLE for line in lines) else list(SUGGESTIONS.items()),
        "is_over": activity.state in OVER,
    }
    return Section("delivery/_milestones.html", context)


def _words(lines: list[Line]) -> str:
    if not lines:
        return ""
    done, late = sum(line.is_done for line in lines), sum(line.is_late for line in lines)
    words = _("%(done)d av %(all)d klara") % {"done": done, "all": len(lines)}
    return words + (ngettext(", %(n)d försenad", ", %(n)d försenade", late) % {"n": late} if late else "") + "."


def todo(county: County, own: Collection[int]) -> list[Todo]:
    """From a week before the day until somebody says how it went; for those who write for the owner. One query."""
    if not own:
        return []
    rows = _awaited(county).filter(activity__owner__in=own, due__lte=today() + BEFORE)
    return [
        Todo(
            due=row.due,
            text=_asks(row) % {"title": row.title},
            why=row.activity.title,
            url=reverse("delivery:milestone_done", args=[county.slug, row.activity_id, row.pk]),
            action=_("Säg hur det gick"),
        )
        for row in rows
    ]


def _asks(row: Milestone) -> str:
    if row.kind == KIND.GATE:
        return _("Vad beslutades vid ”%(title)s”?")
    return _("Är ”%(title)s” klar?")


def _awaited(county: County) -> QuerySet[Milestone]:
    resting = with_state(Activity.objects.filter(county=county)).filter(Q(state__in=RESTING)).values("pk")
    rows = Milestone.objects.filter(activity__county=county, done_on=None).exclude(activity__in=resting)
    return rows.select_related("activity")


def events(county: County, year: int) -> list[Event]:
    """What was reached on its day, and what is awaited. A gate is a meeting: somebody decides there. Two queries."""
    reached = Milestone.objects.filter(activity__county=county, done_on__year=year).select_related("activity")
    return [_event(county, row) for row in [*reached, *_awaited(county).filter(due__year=year)]]


def _event(county: County, row: Milestone) -> Event:
    is_gate = row.kind == KIND.GATE
    on = row.done_on or row.due
    title = _("Beslutspunkt: %(title)s") % {"title": row.title} if is_gate else row.title
    url = f"{reverse('delivery:page', args=[county.slug, row.activity_id])}#milstolpe-{row.pk}"
    return Event(on, on, title, "meeting" if is_gate else "deadline", url, row.activity.title)
