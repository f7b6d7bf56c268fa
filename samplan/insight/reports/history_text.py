from django.utils.translation import gettext_lazy as _

VERBS = {
    "reports.started": _("%(actor)s började på %(subject)s"),
    "reports.part_written": _("%(actor)s skrev ”%(note)s” i %(subject)s"),
    "reports.edited": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "reports.approved": _("%(actor)s godkände %(subject)s"),
    "reports.published": _("%(actor)s publicerade %(subject)s"),
    "reports.withdrawn": _("%(actor)s avpublicerade %(subject)s"),
    "reports.corrected": _("%(actor)s rättade %(subject)s"),
}
FIELDS = {
    "title": _("Namn"),
    "sender": _("Avsändare"),
    "diary_number": _("Diarienummer"),
    "text": _("Text"),
}
