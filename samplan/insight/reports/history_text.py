from django.utils.translation import gettext_lazy as _

VERBS = {
    "reports.started": _("%(actor)s började på %(subject)s"),
    "reports.part_written": _("%(actor)s skrev i %(subject)s"),
    "reports.edited": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "reports.approved": _("%(actor)s godkände %(subject)s"),
    "reports.corrected": _("%(actor)s rättade %(subject)s"),
}
