"""How something is brought into use, step by step: the county's guides, and how far each organisation has come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import Watch
from samplan.foundation.core.text import sort_key
from samplan.foundation.people.models import County

from .access import may_change, speaks_for
from .models import Guide, GuideDone, GuideStep, GuideUse
from .sections import Section

QUIET_DAYS = 90  # a use without a tick for so long has stopped without anybody saying so


def guides_of(county: County) -> list[Any]:
    """With how many lines each has and how many follow it. One query."""
    rows = Guide.objects.filter(county=county).annotate(
        lines=Count("steps__checks", distinct=True),
        followed=Count("uses", filter=Q(uses__stopped_on=None), distinct=True),
    )
    return sorted(rows, key=lambda guide: sort_key(guide.title))


def in_words(guide: Guide) -> str:
    """As it is written in the form: a step on a line, its checklist below with a dash."""
    out = []
    for step in guide.steps.prefetch_related("checks"):
        out += [step.title, *(f"- {check.text}" for check in step.checks.all())]
    return "\n".join(out)


def read_words(text: str) -> list[tuple[str, list[str]]]:
    """The steps and their checklists; a line with a dash before any step has no step to stand under: raises ValueError."""
    found: list[tuple[str, list[str]]] = []
    for line in (" ".join(line.split()) for line in text.splitlines()):
        if not line:
            continue
        if line[0] not in "-–—•*":
            found.append((line, []))
        elif not found:
            raise ValueError(line)
        elif line[1:].strip():
            found[-1][1].append(line[1:].strip())
    return found


@dataclass(frozen=True)
class Progress:
    """How far one organisation has come, step by step."""

    use: Any
    cells: list[tuple[str, int, int]]  # the step, done, of how many

    @property
    def done(self) -> int:
        return sum(n for _step, n, _all in self.cells)

    @property
    def all(self) -> int:
        return sum(n for _step, _done, n in self.cells)

    @property
    def is_finished(self) -> bool:
        return self.all > 0 and self.done == self.all

    @property
    def is_quiet(self) -> bool:
        news: date = self.use.last_on or self.use.begun_on
        return not self.is_finished and self.use.stopped_on is None and news < today() - timedelta(days=QUIET_DAYS)


def uses_of(rows: Any) -> list[Any]:
    found = rows.annotate(last_on=Max("done__on")).select_related("organisation", "activity", "guide")
    return list(found.order_by("organisation__name_key", "pk"))


def progress(steps: Iterable[GuideStep], uses: Iterable[Any]) -> list[Progress]:
    """Of uses of one guide. One query, however many."""
    uses, ids = list(uses), [(step.title, {check.pk for check in step.checks.all()}) for step in steps]
    done: dict[int, set[int]] = {use.pk: set() for use in uses}
    for use_id, check_id in GuideDone.objects.filter(use__in=done).values_list("use_id", "check_line_id"):
        done[use_id].add(check_id)
    return [Progress(use, [(title, len(lines & done[use.pk]), len(lines)) for title, lines in ids]) for use in uses]


@dataclass
class Here:
    """A guide that an activity follows, and how far each has come."""

    guide: Guide
    lines: list[Progress] = field(default_factory=list)


def section(activity: Any, request: HttpRequest) -> Section | None:
    uses = uses_of(GuideUse.objects.filter(activity=activity))
    may = may_change(request, activity)
    if not uses and not may:
        return None
    by_guide: dict[int, list[Any]] = {}
    for use in uses:
        by_guide.setdefault(use.guide_id, []).append(use)
    found = []
    for guide in Guide.objects.filter(pk__in=by_guide).prefetch_related("steps__checks"):
        found.append(Here(guide, progress(guide.steps.all(), by_guide[guide.pk])))
    open_to = {use.pk for use in uses if use.stopped_on is None and speaks_for(request, use.organisation_id)}
    can_begin = may and Guide.objects.filter(county=activity.county_id, ended_on=None).exists()
    context = {"guides": found, "ticks": open_to, "can_begin": can_begin, "may_stop": may}
    return Section("delivery/_guides.html", context)


def watch(county: County) -> list[Watch]:
    """Uses that nobody has ticked anything of for long, and that are not finished. Three queries."""
    rows = uses_of(GuideUse.objects.filter(activity__county=county, stopped_on=None))
    if not rows:
        return []
    steps: dict[int, list[GuideStep]] = {}
    for step in GuideStep.objects.filter(guide__in={use.guide_id for use in rows}).prefetch_related("checks"):
        steps.setdefault(step.guide_id, []).append(step)
    quiet = 0
    for guide_id, of_guide in steps.items():
        quiet += sum(p.is_quiet for p in progress(of_guide, [use for use in rows if use.guide_id == guide_id]))
    if not quiet:
        return []
    words = ngettext("vägledning har ingen bockat av något i", "vägledningar har ingen bockat av något i", quiet)
    url = reverse("delivery:guides", args=[county.slug])
    return [Watch(str(quiet), words, url, _("på tre månader"))]
