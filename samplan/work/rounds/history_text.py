from typing import Any

from django.utils.translation import gettext_lazy as _

from samplan.work.questionnaires.models import Answer

from .actions.behalf import SOURCES

VERBS = {
    "rounds.opened": _("%(actor)s skickade ut omgången"),
    "rounds.reminded": _("%(actor)s påminde"),
    "rounds.extended": _("%(actor)s gav mer tid"),
    "rounds.closed": _("%(actor)s stängde omgången"),
    "rounds.reopened": _("%(actor)s öppnade svaret igen (%(subject)s)"),
    "rounds.contact_changed": _("%(actor)s bytte kontaktperson (%(subject)s)"),
    "rounds.passed_on": _("%(actor)s lät %(to)s ta över %(subject)s"),
    "rounds.request_passed_on": _("%(actor)s lät %(to)s svara i stället för %(from)s (%(subject)s)"),
    "rounds.manager_changed": _("%(actor)s bytte vem som godkänner (%(subject)s)"),
    "rounds.handed_over": _("%(actor)s lämnade över till en ny kontaktperson (%(subject)s)"),
    "rounds.helper_asked": _("%(actor)s bad en kollega om hjälp (%(subject)s)"),
    "rounds.helper_ended": _("%(actor)s avslutade en kollegas hjälp (%(subject)s)"),
    "rounds.sent_to_manager": _("%(actor)s skickade svaret för godkännande (%(subject)s)"),
    "rounds.taken_back": _("%(actor)s tog tillbaka svaret för att ändra (%(subject)s)"),
    "rounds.returned": _("%(actor)s återlämnade svaret med en kommentar (%(subject)s)"),
    "rounds.approved": _("%(actor)s godkände och lämnade in svaret (%(subject)s)"),
    "rounds.entered_on_behalf": _("%(actor)s förde in ett svar som kom på annat sätt (%(subject)s)"),
    "rounds.taken_over": _("%(actor)s tog över ett svar som var infört (%(subject)s)"),
    "rounds.imported": _("%(actor)s läste in ett tidigare svar (%(subject)s)"),
}
FIELDS = {
    "closes_on": _("Sista dag"),
    "organisations": _("Gäller bara"),
    "requests": _("Antal som fick frågorna"),
    "unanswered": _("Antal som inte svarade"),
    "contact": _("Kontaktperson"),
    "manager": _("Godkänner svaret"),
    "helper": _("Kollega"),
    "sections": _("Avsnitt"),
    "source": _("Kom via"),
    "source_date": _("Dag"),
    "answers": _("Svar"),
}
_CHOICES = dict(Answer.Choice.choices)


def _answers(rows: list[dict[str, Any]]) -> str:
    """Question by question: what was chosen, and the text."""
    return "\n".join(
        f"{row['question']}: {' – '.join(str(part) for part in (_CHOICES.get(row['choice'], ''), row['text']) if part)}"
        for row in rows
    )


VALUES = {"source": SOURCES, "answers": _answers}
