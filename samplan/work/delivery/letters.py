"""The letter to those who are to answer what one wants to know of an activity."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day
from samplan.foundation.core.language import house_language
from samplan.foundation.people.models import User
from samplan.work.rounds.letters import Letter, greeting

from .models import EvaluationQuestion


def asked(row: EvaluationQuestion, to: User) -> Letter:
    with house_language():
        words = {
            "who": row.asked_by_name,
            "organisation": f"{row.organisation}, {row.who}" if row.who else str(row.organisation),
            "title": row.activity.title,
            "day": long_day(row.due),
        }
        parts = [
            greeting(to.name),
            _("Det här vill %(who)s ta reda på om ”%(title)s”:") % words,
            row.text,
            _("%(organisation)s ska svara senast %(day)s.") % words,
            _("Här skriver ni svaret, nu eller när ni vet:\n%(address)s") % {"address": _address(row)},
        ]
        subject = _("En fråga att svara på om ”%(title)s”") % {"title": Truncator(row.activity.title).chars(120)}
        return Letter(subject, "\n\n".join(parts) + "\n")


def _address(row: EvaluationQuestion) -> str:
    args = [row.activity.county.slug, row.activity_id, row.pk]
    return settings.BASE_URL + reverse("delivery:evaluation_answer", args=args)
