from django.utils.translation import gettext_lazy as _

VERBS = {
    "history.erased": _("%(actor)s tog bort personuppgifter ur historiken"),
    "history.readings_deleted": _("%(actor)s gallrade %(count)s rader om vem som har läst vad, till och med %(until)s"),
}
