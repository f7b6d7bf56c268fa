"""Letters about an activity that is asked of an organisation, and about the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.language import house_language
from samplan.foundation.people.models import User
from samplan.work.rounds.letters import Letter, greeting

from .models import Asking


def asked(row: Asking, to: User) -> Letter:
    with house_language():
        words = {
            "who": row.asked_by_name,
            "organisation": f"{row.organisation}, {row.unit}" if row.unit else str(row.organisation),
            "title": row.activity.title,
        }
        parts = [greeting(to.name), _("%(who)s undrar om %(organisation)s kan ta på sig ”%(title)s”.") % words]
        parts += [row.activity.text] if row.activity.text else []
        parts += [row.message] if row.message else []
        parts.append(
            _("Säg ja, ja med en ändring, eller nej här:\n%(address)s") % {"address": _address("asking", row, row.pk)}
        )
        return Letter(_("Kan ni ta på er ”%(title)s”?") % words, "\n\n".join(parts) + "\n")


def answered(row: Asking, to: User) -> Letter:
    with house_language():
        words = {"who": row.organisation, "outcome": row.get_outcome_display().lower(), "title": row.activity.title}
        parts = [greeting(to.name), _("%(who)s har svarat på frågan om ”%(title)s”: %(outcome)s.") % words]
        parts += [row.answer] if row.answer else []
        parts.append(_("Aktiviteten:\n%(address)s") % {"address": _address("detail", row, row.activity_id)})
        return Letter(_("Svar om ”%(title)s”") % words, "\n\n".join(parts) + "\n")


def _address(page: str, row: Asking, pk: int) -> str:
    return settings.BASE_URL + reverse(f"activities:{page}", args=[row.activity.county.slug, pk])
