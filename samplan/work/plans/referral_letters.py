"""The letter that says what became of an organisation's opinions. Always in the installation's language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.work.rounds.letters import Letter, greeting
from samplan.work.rounds.models import Request

if TYPE_CHECKING:
    from .referring import Opinion


def taken_care_of(request: Request, opinions: "Sequence[Opinion]") -> Letter:
    round = request.round
    with house_language():
        words = {"round": round.title, "organisation": request.organisation}
        parts = [
            greeting(request.contact_name),
            _("Tack för svaret från %(organisation)s på %(round)s. Så tog vi hand om era synpunkter:") % words,
        ]
        parts += [_told(opinion) for opinion in opinions]
        if not opinions:
            parts.append(_("Ni hade inga synpunkter på texten. Vi har noterat hur ni ställer er till förslaget."))
        parts.append(_("Undrar ni över något? Svara på det här mejlet."))
        parts.append("\n".join(line for line in (round.owner.name, round.owner.title, round.owner.email) if line))
        subject = _("%(round)s: så tog vi hand om era synpunkter") % words
    return Letter(subject, "\n\n".join(parts) + "\n")


def _told(opinion: "Opinion") -> str:
    words = {
        "part": opinion.part,
        "opinion": opinion.answer.text.strip(),
        "outcome": opinion.reply.get_outcome_display() if opinion.reply else "",
        "reply": opinion.reply.text.strip() if opinion.reply else "",
    }
    return _("%(part)s\nNi skrev: %(opinion)s\n%(outcome)s: %(reply)s") % words
