"""What an organisation has been left to answer and to tell of activities, and has not done yet."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Owned
from samplan.foundation.people.models import Organisation, User

from .actions import evaluating, telling
from .models import EvaluationQuestion, Message
from .telling import WAITS


def owned_by(holder: User | Organisation) -> list[Owned]:
    return [*_questions(holder), *_messages(holder)] if isinstance(holder, Organisation) else []


def _questions(holder: Organisation) -> list[Owned]:
    rows = EvaluationQuestion.objects.filter(organisation=holder, answered_on=None)
    return [
        _owned(row, _("Ska svara på en fråga"), "fraga", partial(evaluating.pass_question, question=row))
        for row in rows.select_related("activity__county")
    ]


def _messages(holder: Organisation) -> list[Owned]:
    rows = Message.objects.filter(WAITS, organisation=holder)
    return [
        _owned(
            row, _("Ska berätta enligt en kommunikationsplan"), "budskap", partial(telling.pass_message, message=row)
        )
        for row in rows.select_related("activity__county")
    ]


def _owned(row: Any, kind: str, place: str, pass_on: partial[None]) -> Owned:
    url = reverse("delivery:page", args=[row.activity.county.slug, row.activity_id])
    title = f"{row.activity.title}: {Truncator(row.text).chars(80)}"
    return Owned(title, kind, f"{url}#{place}-{row.pk}", pass_on, county_id=row.activity.county_id)
