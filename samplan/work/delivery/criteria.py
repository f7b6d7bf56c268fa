"""What a programme asks of each place where it is carried out, and how each place meets it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samplan.foundation.core.tables import CellValue, Sheet
from samplan.work.activities.models import Activity

from .access import may_change, speaks_for
from .models import Criterion, CriterionTick, Site
from .sections import Section

Outcome = CriterionTick.Outcome
BADGE = {Outcome.MEETS: "ok", Outcome.PARTLY: "neutral", Outcome.NOT: "unmeasured"}


@dataclass(frozen=True)
class Row:
    """A place and the latest that is said of each criterion there."""

    site: Site
    criteria: list[Criterion]
    ticks: list[CriterionTick | None]

    @property
    def met(self) -> int:
        return sum(tick is not None and tick.outcome == Outcome.MEETS for tick in self.ticks)

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """(the criterion, kind, words) of each; no words where nobody has looked."""
        return [
            (row.text, BADGE[Outcome(tick.outcome)], str(tick.get_outcome_display())) if tick else (row.text, "", "")
            for row, tick in zip(self.criteria, self.ticks, strict=True)
        ]


@dataclass(frozen=True)
class Matrix:
    criteria: list[Criterion]
    rows: list[Row]

    @property
    def met_by(self) -> list[int]:
        """How many places meet each criterion."""
        return [
            sum(row.ticks[n] is not None and row.ticks[n].outcome == Outcome.MEETS for row in self.rows)  # type: ignore[union-attr]
            for n in range(len(self.criteria))
        ]

    @property
    def heads(self) -> list[tuple[Criterion, int]]:
        return list(zip(self.criteria, self.met_by, strict=True))


def matrix(activity: Activity) -> Matrix:
    """Three queries, however many places and criteria."""
    criteria, sites = list(activity.criteria.all()), list(activity.sites.select_related("organisation"))
    latest: dict[tuple[int, int], CriterionTick] = {}
    for tick in CriterionTick.objects.filter(site__activity=activity).order_by("on", "pk"):
        latest[tick.site_id, tick.criterion_id] = tick  # in order: the last one stays
    return Matrix(criteria, [Row(site, criteria, [latest.get((site.pk, c.pk)) for c in criteria]) for site in sites])


def section(activity: Any, request: HttpRequest) -> Section | None:
    found, may = matrix(activity), may_change(request, activity)
    is_programme = activity.kind == Activity.Kind.PROGRAMME
    if not found.criteria and not found.rows and not (may and is_programme):
        return None
    ticks = {row.site.pk for row in found.rows if may or speaks_for(request, row.site.organisation_id)}
    return Section("delivery/_criteria.html", {"matrix": found, "ticks": ticks})


def sheet(found: Matrix) -> Sheet:
    heads = (_("Plats"), _("Organisation"), _("Pilot"), *(c.text for c in found.criteria))
    rows: list[list[CellValue]] = [
        [
            row.site.name,
            row.site.organisation.name,
            _("ja") if row.site.is_pilot else "",
            *(words for _text, _kind, words in row.cells),
        ]
        for row in found.rows
    ]
    return Sheet(_("Kriterier"), heads, rows)
