"""Final reports: who owes one, how far each has come, what it is begun from, and who is waited for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Todo, Watch
from samplan.foundation.history.models import Event
from samplan.foundation.people.models import County
from samplan.work.activities.models import Activity, ActivityState, Update
from samplan.work.activities.queries import with_state
from samplan.work.activities.states import State

from .access import may_change
from .models import FinalReport
from .sections import Section

Kind = Activity.Kind
OWING = (Kind.PROJECT, Kind.ASSIGNMENT, Kind.PROGRAMME)
DONE = (State.ENDED, State.ORDINARY)
PARTS = ("what", "result", "lesson", "payer")
TITLES = {
    "what": _l("Vad som gjordes"),
    "result": _l("Resultat"),
    "lesson": _l("Lärdom"),
    "payer": _l("Vem som betalar nu"),
}
MISSING, WRITING, HANDED_IN, APPROVED = "missing", "writing", "handed_in", "approved"
WORDS = {
    MISSING: ("unmeasured", _l("Saknas")),
    WRITING: ("writing", _l("Skrivs")),
    HANDED_IN: ("waiting", _l("Inlämnad")),
    APPROVED: ("ok", _l("Godkänd")),
}
FEW = 5


def owing(activities: QuerySet[Activity]) -> Any:
    """Those that owe one: what was a project, and has ended or gone over into ordinary operation. With state. No query yet.

    What goes over changes its kind to ordinary operation in the same step; the history of that step says what it was.
    """
    went_over = Event.objects.filter(
        subject_type=Activity._meta.label_lower,
        subject_id=OuterRef("pk"),
        verb="activities.state_changed",
        before__kind__in=[str(kind) for kind in OWING],
    )
    was_project = Q(kind__in=OWING) | Q(Exists(went_over), kind=Kind.OPERATION)
    return with_state(activities).filter(was_project, state__in=DONE)  # type: ignore[misc]


def owes(activity: Activity) -> bool:
    return owing(Activity.objects.filter(pk=activity.pk)).exists()


def report_of(activity: Activity) -> FinalReport | None:
    return FinalReport.objects.filter(activity=activity).first()


def stage_of(report: FinalReport | None) -> str:
    if report is None:
        return MISSING
    if report.approved_on is not None:
        return APPROVED
    return WRITING if report.handed_in_at is None else HANDED_IN


def missing_parts(report: FinalReport) -> list[str]:
    """In words."""
    return [str(TITLES[name]) for name in PARTS if not getattr(report, name).strip()]


def begun_from(activity: Activity) -> dict[str, str]:
    """What is known already, for a report that nobody has begun. Two queries."""
    update = Update.objects.filter(activity=activity).exclude(result="").first()
    states = list(ActivityState.objects.filter(activity=activity).exclude(lesson="", payer="").order_by("-on", "-pk"))
    return {
        "what": "",
        "result": update.result if update else "",
        "lesson": next((row.lesson for row in states if row.lesson), ""),
        "payer": next((row.payer for row in states if row.payer), ""),
    }


@dataclass(frozen=True)
class Shown:
    """A final report as its own page and the activity's page show it."""

    report: FinalReport | None
    is_owed: bool
    may_write: bool

    @property
    def stage(self) -> str:
        return stage_of(self.report)

    @property
    def badge(self) -> tuple[str, str]:
        kind, words = WORDS[self.stage]
        return kind, str(words)

    @property
    def is_readable(self) -> bool:
        """A draft is read by those who write it."""
        return self.stage in (HANDED_IN, APPROVED) or (self.stage == WRITING and self.may_write)

    @property
    def says_more(self) -> bool:
        """Something is to be said of how far it has come, besides the word of its stage."""
        returned = self.report is not None and self.report.returned_note != ""
        return self.stage != WRITING or not self.may_write or returned

    @property
    def parts(self) -> list[tuple[str, str]]:
        return [(str(TITLES[name]), getattr(self.report, name)) for name in PARTS]

    @property
    def lacks(self) -> list[str]:
        return missing_parts(self.report) if self.report else []


def shown_of(activity: Any, request: HttpRequest) -> Shown | None:
    """None where none is owed and none exists. At most two queries besides who may write."""
    report = report_of(activity)
    is_owed = activity.state in DONE and owes(activity)
    if report is None and not is_owed:
        return None
    return Shown(report, is_owed, may_change(request, activity))


def section(activity: Any, request: HttpRequest) -> Section | None:
    shown = shown_of(activity, request)
    return Section("delivery/_final_report.html", {"shown": shown}) if shown else None


@dataclass(frozen=True)
class Group:
    """The county's reports that have come equally far."""

    stage: str
    activities: list[Any]

    @property
    def words(self) -> str:
        return str(WORDS[self.stage][1])


def groups_of(county: County) -> list[Group]:
    """The county's reports, owed or written, by how far they have come; what ended first, first. One query."""
    wanted = Q(final_report__isnull=False) | Q(pk__in=owing(county.activities.all()).values("pk"))
    rows: Any = with_state(Activity.objects.filter(wanted, county=county)).select_related("owner", "final_report")
    found: dict[str, list[Any]] = {stage: [] for stage in WORDS}
    for activity in rows.order_by("state_on", "pk"):
        found[stage_of(getattr(activity, "final_report", None))].append(activity)
    return [Group(stage, activities) for stage, activities in found.items() if activities]


def todo(county: County, own: Collection[int], coordinates: bool) -> list[Todo]:
    """Owners' writers are asked from the day it ended, coordinators when one is handed in. One query each."""
    return [*(_to_write(county, own) if own else []), *(_to_read(county) if coordinates else [])]


def _to_write(county: County, own: Collection[int]) -> list[Todo]:
    """The ones that ended last: somebody remembers them. The county's page lists all."""
    unwritten = Q(final_report=None) | Q(final_report__handed_in_at=None)
    rows = owing(Activity.objects.filter(county=county, owner__in=own)).filter(unwritten)
    return [
        Todo(
            due=today(),  # nobody has set a day
            text=_("Slutrapport för ”%(title)s”") % {"title": activity.title},
            why=_why(activity),
            url=reverse("delivery:final_report_write", args=[county.slug, activity.pk]),
            action=_("Skriv"),
        )
        for activity in rows.select_related("final_report").order_by("-state_on", "pk")[:FEW]
    ]


def _why(activity: Any) -> str:
    report = getattr(activity, "final_report", None)
    if report is not None and report.returned_note:
        return _("Samordnaren bad om en ändring: %(note)s") % {"note": report.returned_note}
    if activity.state == State.ORDINARY:
        return _("Den gick över i ordinarie drift %(day)s.") % {"day": day(activity.state_on)}
    return _("Den avslutades %(day)s.") % {"day": day(activity.state_on)}


def _to_read(county: County) -> list[Todo]:
    rows = FinalReport.objects.filter(activity__county=county, handed_in_at__isnull=False, approved_on=None)
    return [
        Todo(
            due=today(),
            text=_("Slutrapporten för ”%(title)s” är inlämnad") % {"title": row.activity.title},
            why=_("%(who)s lämnade in den %(day)s. Skriv in när den är godkänd, eller be om en ändring.")
            % {"who": row.handed_in_by_name, "day": day(row.handed_in_at)},
            url=reverse("delivery:final_report", args=[county.slug, row.activity_id]),
            action=_("Läs"),
        )
        for row in rows.select_related("activity").order_by("handed_in_at")
    ]


def watch(county: County) -> list[Watch]:
    missing = owing(Activity.objects.filter(county=county)).filter(final_report=None).count()
    if not missing:
        return []
    words = ngettext("slutrapport saknas", "slutrapporter saknas", missing)
    return [Watch(str(missing), words, reverse("delivery:final_reports", args=[county.slug]))]
