from django.utils.translation import gettext_lazy as _

VERBS = {
    "analysis.written": _("%(actor)s skrev en analys av frågan %(subject)s"),
    "analysis.read_again": _("%(actor)s läste om analysen av %(subject)s: texten stämmer"),
    "analysis.put_in_report": _("%(actor)s tog med analysen av %(subject)s i rapporten"),
    "analysis.taken_out_of_report": _("%(actor)s tog bort analysen av %(subject)s ur rapporten"),
}
FIELDS = {"text": _("Text")}
