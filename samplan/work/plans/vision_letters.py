"""Letters about the words of a target vision: somebody suggests others; those who own them have answered."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.foundation.people.models import User
from samplan.work.rounds.letters import Letter, greeting

from .models import Edition, Suggestion


def suggested(suggestion: Suggestion, edition: Edition, to: User) -> Letter:
    with house_language():
        parts = [
            greeting(to.name),
            _("%(who)s föreslår en annan lydelse av en målbild i %(plan)s. Orden är era: ni bestämmer.")
            % {"who": suggestion.by_name, "plan": edition.title},
            _("Så står det nu: %(words)s") % {"words": _words(suggestion.node.title, suggestion.node.text)},
            _("Förslag: %(words)s") % {"words": _words(suggestion.title, suggestion.text)},
        ]
        parts += [_("Därför: %(reason)s") % {"reason": suggestion.reason}] if suggestion.reason else []
        parts.append(_("Läs och svara här:\n%(address)s") % {"address": _address("suggestion", edition, suggestion.pk)})
        return Letter(_("Förslag till ändrad målbild i %(plan)s") % {"plan": edition.title}, _joined(parts))


def answered(suggestion: Suggestion, edition: Edition, to: User) -> Letter:
    with house_language():
        taken = suggestion.outcome == Suggestion.Outcome.TAKEN
        said = _("De som äger orden har tagit ditt förslag.") if taken else _("De som äger orden behåller sin lydelse.")
        parts = [
            greeting(to.name),
            said,
            _("Ditt förslag: %(words)s") % {"words": _words(suggestion.title, suggestion.text)},
        ]
        parts += [_("Så svarade de: %(answer)s") % {"answer": suggestion.answer}] if suggestion.answer else []
        parts.append(_("Målbilden:\n%(address)s") % {"address": _address("node", edition, suggestion.node_id)})
        return Letter(_("Svar på ditt förslag till målbild i %(plan)s") % {"plan": edition.title}, _joined(parts))


def _words(title: str, text: str) -> str:
    return f"”{title}”" + (f"\n{text}" if text else "")


def _address(page: str, edition: Edition, pk: int) -> str:
    return settings.BASE_URL + reverse(f"plans:{page}", args=[edition.plan.county.slug, pk])


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
