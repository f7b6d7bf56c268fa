from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.offers import Found, Published
from samplan.foundation.core.text import fold
from samplan.foundation.people.access import may_see
from samplan.foundation.people.models import County, User

from .models import Publication
from .personal import correct, erase, personal_data, processing  # noqa: F401 - offered to the roof
from .queries import approved_reports, reports_of


def search(county: County, words: str, viewer: User) -> list[Found]:
    """A county has a report a year: few enough to compare here."""
    reports = reports_of(county) if may_see(viewer, county) else approved_reports(county)
    return [
        Found(report.title, _("Rapport"), reverse("reports:detail", args=[county.slug, report.pk]))
        for report in reports
        if fold(words) in fold(report.title)
    ]


def published(county: County | None) -> list[Published]:
    rows = Publication.objects.filter(withdrawn_at=None).select_related("report__county")
    if county is not None:
        rows = rows.filter(report__county=county)
    return [
        Published(
            row.report.county,
            row.report.title,
            _("Rapport"),
            reverse("reports:published", args=[row.report.county.slug, row.report_id]),
            as_date(row.published_at),
            row.report.sender,
        )
        for row in rows.order_by("-report__round__year", "-pk")
    ]
