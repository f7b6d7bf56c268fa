from django.utils.translation import gettext_lazy as _

VERBS = {
    "followup.prepared": _("%(actor)s började förbereda %(subject)s"),
    "followup.dropped": _("%(actor)s tog bort utkastet till %(subject)s"),
    "followup.imported": _("%(actor)s läste in %(subject)s från en fil"),
}
