"""What is chosen in the list of activities, as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samplan.foundation.core import tables
from samplan.foundation.core.dates import today
from samplan.foundation.core.text import sort_key
from samplan.foundation.core.workbooks import write_csv

from .. import access, aliveness, filters, queries
from ..aliveness import Rules
from ..followable import SHORT
from ..models import Activity, ActivityState
from ..queries import Line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@access.in_county
def export(request: HttpRequest) -> HttpResponse:
    title = _("Aktiviteter i %(county)s") % {"county": request.county}  # type: ignore[attr-defined]
    return _file(request, tables.write_xlsx([_sheet(request)], title=title), XLSX, "xlsx")


@access.in_county
def export_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, write_csv(_sheet(request)), CSV, "csv")


def _file(request: HttpRequest, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"aktiviteter-{request.county.slug}-{today():%Y-%m-%d}.{ending}"  # type: ignore[attr-defined]
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sheet(request: HttpRequest) -> tables.Sheet:
    county = request.county  # type: ignore[attr-defined]
    chosen = filters.Filters.read(request.GET)
    shown = chosen.apply(queries.listing(county, chosen.part))
    rules = aliveness.rules_of(county)
    columns = (
        *(_("Aktivitet"), _("Område"), _("Sort"), _("Läge"), _("Sedan"), _("Ägare"), _("Ansvarig person")),
        *(_("Aktörer"), _("Plats"), _("Börjar"), _("Slutar"), _("Ordinarie drift från"), _("Program")),
        *(_("Ändrad"), _("Dagar sedan ändring"), _("Målgrupper"), _("Metoder"), _("Platser")),
        _("Går att följa: uppfyllt av %(n)d") % {"n": len(rules.points)},
        *(str(SHORT[point]) for point in rules.points),
    )
    return tables.Sheet(_("Aktiviteter"), columns, [_cells(line, rules) for line in shown])


def _cells(line: Line, rules: Rules) -> tuple[tables.CellValue, ...]:
    return (
        line.title,
        str(line.area or ""),
        str(Activity.Kind(line.kind).label),
        str(ActivityState.State(line.state).label),
        line.state_on,
        line.owner,
        line.owner_person,
        ", ".join(line.actors),
        line.place,
        line.starts_on,
        line.ends_on,
        line.ordinary_on,
        line.programme,
        line.changed_on,
        line.days,
        *(", ".join(sorted(line.tags.get(name, {}).values(), key=sort_key)) for name in filters.TAGS[:3]),
        *_points(line, rules),
    )


def _points(line: Line, rules: Rules) -> tuple[tables.CellValue, ...]:
    """How many of the county's points are met, and each of them; empty where nothing is asked."""
    if line.state not in aliveness.COUNTED:
        return (None, *("" for _point in rules.points))
    met = [point in line.met for point in rules.points]
    return (sum(met), *(_("ja") if each else _("nej") for each in met))
