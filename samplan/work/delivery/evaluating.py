"""What one wants to know when an activity has been tried: what is asked, of whom, and who is waited for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import day, today
from samplan.foundation.core.offers import Event, Todo
from samplan.foundation.people.models import County, Organisation, User
from samplan.foundation.people.queries import holders
from samplan.work.activities.access import WRITERS, writes_for
from samplan.work.activities.models import Activity
from samplan.work.activities.states import State

from .access import may_change
from .models import EvaluationQuestion
from .sections import Section
from .waiting import QUIET, quiet

BEFORE = LATE = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """A question as its list shows it."""

    row: EvaluationQuestion
    may_answer: bool
    is_quiet: bool

    @property
    def is_answered(self) -> bool:
        return self.row.answered_on is not None

    @property
    def is_late(self) -> bool:
        return not self.is_answered and not self.is_quiet and self.row.due < today()

    @property
    def state(self) -> tuple[str, str]:
        """Its mark and its words."""
        if self.is_answered:
            return "ok", _("Besvarad")
        return ("late", _("Svaret dröjer")) if self.is_late else ("neutral", _("Inte besvarad än"))


def section(activity: Any, request: HttpRequest) -> Section | None:
    """Two queries at most: the questions, and whom the visitor writes for."""
    writes = may_change(request, activity)
    rows = list(EvaluationQuestion.objects.filter(activity=activity).select_related("organisation"))
    is_begun = activity.state == State.ONGOING
    if not rows and not is_begun and (not writes or activity.state in QUIET):
        return None
    own = set() if request.is_coordinator else writes_for(request)  # type: ignore[attr-defined]
    lines = [
        Line(row, request.is_coordinator or row.organisation_id in own, activity.state in QUIET)  # type: ignore[attr-defined]
        for row in rows
    ]
    return Section("delivery/_evaluation.html", {"lines": lines, "note": _words(lines), "is_begun": is_begun})


def _words(lines: list[Line]) -> str:
    if not lines:
        return ""
    answered = sum(line.is_answered for line in lines)
    words = ngettext("%(n)d av %(all)d besvarad.", "%(n)d av %(all)d besvarade.", answered)
    return words % {"n": answered, "all": len(lines)}


def who_writes_for(organisation: Organisation) -> list[User]:
    found = {user.pk: user for kind in WRITERS for user in holders(organisation, kind)}
    return list(found.values())


def todo(county: County, own: Collection[int], coordinates: bool) -> list[Todo]:
    """From two weeks before the day for those who are to answer; after two more weeks the coordinator asks too. One query."""
    rows = _awaited(county).filter(due__lte=today() + BEFORE)
    if not coordinates:
        rows = rows.filter(organisation__in=own)
    late = today() - LATE
    return (
        [_todo(county, row) for row in rows if row.organisation_id in own or row.due < late]
        if own or coordinates
        else []
    )


def _todo(county: County, row: EvaluationQuestion) -> Todo:
    words = {"who": row.organisation.short_name, "day": day(row.due), "title": row.activity.title}
    return Todo(
        due=row.due,
        text=Truncator(row.text).chars(120),
        why=_("%(who)s ska svara senast %(day)s om ”%(title)s”.") % words,
        url=reverse("delivery:evaluation_answer", args=[county.slug, row.activity_id, row.pk]),
        action=_("Skriv svaret"),
    )


def _awaited(county: County) -> QuerySet[EvaluationQuestion]:
    rows = EvaluationQuestion.objects.filter(activity__county=county, answered_on=None)
    return rows.exclude(activity__in=quiet(Activity.objects.filter(county=county))).select_related(
        "activity", "organisation"
    )


def events(county: County, year: int) -> list[Event]:
    """The days by which something is to be known. One query."""
    return [
        Event(row.due, row.due, _asks(row), "deadline", _place(county, row), row.activity.title)
        for row in _awaited(county).filter(due__year=year)
    ]


def _asks(row: EvaluationQuestion) -> str:
    return _("Svar på: %(question)s") % {"question": Truncator(row.text).chars(80)}


def _place(county: County, row: EvaluationQuestion) -> str:
    return f"{reverse('delivery:page', args=[county.slug, row.activity_id])}#fraga-{row.pk}"
