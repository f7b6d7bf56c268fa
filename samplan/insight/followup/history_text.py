from django.utils.translation import gettext_lazy as _

from samplan.work.questionnaires.models import Question

VERBS = {
    "followup.prepared": _("%(actor)s började förbereda %(subject)s"),
    "followup.dropped": _("%(actor)s tog bort utkastet till %(subject)s"),
    "followup.imported": _("%(actor)s läste in %(subject)s från en fil"),
    "followup.import_dropped": _("%(actor)s tog bort den inlästa %(subject)s"),
    "followup.mapping_kept": _("%(actor)s sparade kolumnkopplingen %(subject)s"),
    "followup.questions_set": _("%(actor)s ändrade frågorna i %(subject)s"),
    "followup.audience_set": _("%(actor)s ändrade vilka som får %(subject)s"),
    "followup.times_set": _("%(actor)s ändrade tider eller mejl för %(subject)s"),
}
FIELDS = {
    "title": _("Namn"),
    "questions": _("Frågor"),
    "organisations": _("Organisationer"),
    "opens_on": _("Skickas ut"),
    "closes_on": _("Sista dag"),
    "letter": _("Mejl"),
    "reminders": _("Påminnelser"),
    "columns": _("Kolumner"),
}
VALUES = {"questions": dict(Question.Kind.choices)}
