from django.utils.translation import gettext_lazy as _

VERBS = {
    "history.erased": _("%(actor)s tog bort personuppgifter ur historiken"),
}
