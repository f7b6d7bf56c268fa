"""Small words of a round's pages and letters."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samplan.work.questionnaires.models import Answer, Question

from .models import Request
from .states import State

Choice = Answer.Choice


def genitive(name: str) -> str:
    """«Ekbys», «Strandnäs»: whose it is."""
    if (get_language() or "sv").startswith("en"):
        return f"{name}’" if name.endswith("s") else f"{name}’s"
    return name if name[-1:].lower() in "sxz" else f"{name}s"


def listed(names: list[str]) -> str:
    """«Du, Mona och Anna»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def text_labels(question: Question, *, is_referral: bool = False) -> dict[str, str]:
    """What the text field asks, by the answer given; "" before one is given."""
    if not question.is_scale:
        return {"": _("Ert svar")}
    more = _("Vill ni tillägga något?")
    if is_referral:
        return {
            "": _("Berätta mer"),
            Choice.YES: more,
            Choice.PARTLY: _("Vad behöver ändras?"),
            Choice.NO: _("Vad behöver göras om?"),
            Choice.NOT_APPLICABLE: more,
            Choice.DONT_KNOW: more,
        }
    return {
        "": _("Berätta mer"),
        Choice.YES: _("Vad har gjort skillnad?"),
        Choice.PARTLY: _("Vad är på plats och vad saknas?"),
        Choice.NO: _("Vad hindrar?"),
        Choice.NOT_APPLICABLE: more,
        Choice.DONT_KNOW: more,
    }


def choice_words() -> dict[str, str]:
    return {
        Choice.YES: _("Ja"),
        Choice.PARTLY: _("Delvis"),
        Choice.NO: _("Nej"),
        Choice.NOT_APPLICABLE: _("Ej aktuellt"),
        Choice.DONT_KNOW: _("Vet inte"),
    }


def state_words(state: str | None) -> str:
    words: dict[str, str] = {
        State.SENT: _("Inte börjat"),
        State.WRITING: _("Pågår"),
        State.WITH_MANAGER: _("Hos chefen"),
        State.RETURNED: _("Återlämnad"),
        State.APPROVED: _("Inlämnad"),
        State.ON_BEHALF: _("Väntar på ert ja"),
        State.UNANSWERED: _("Inte svarat"),
    }
    return words.get(state or "", "")


def manager_words(request: Request) -> str:
    """«Anders Prov, socialchef», or who that is in general."""
    if not request.manager_name:
        return _("ansvarig chef")
    return ", ".join(part for part in (request.manager_name, request.manager_title) if part)
