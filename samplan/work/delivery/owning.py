"""What an organisation has been left to answer and to tell of activities, and has not done yet."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Owned
from samplan.foundation.people.models import Organisation, User

from .actions import criteria, evaluating, guides, telling
from .models import EvaluationQuestion, GuideUse, Message, Site
from .telling import WAITS


def owned_by(holder: User | Organisation) -> list[Owned]:
    return (
        [*_questions(holder), *_messages(holder), *_uses(holder), *_sites(holder)]
        if isinstance(holder, Organisation)
        else []
    )


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


def _uses(holder: Organisation) -> list[Owned]:
    rows = GuideUse.objects.filter(organisation=holder, stopped_on=None).select_related("activity__county", "guide")
    return [
        _place(row.activity, str(row.guide), _("Följer en vägledning"), "inforande", partial(guides.pass_use, use=row))
        for row in rows
    ]


def _sites(holder: Organisation) -> list[Owned]:
    rows = Site.objects.filter(organisation=holder, ended_on=None).select_related("activity__county", "organisation")
    return [
        _place(
            row.activity,
            str(row),
            _("Plats där ett program genomförs"),
            "kriterier",
            partial(criteria.pass_site, site=row),
        )
        for row in rows
    ]


def _place(activity: Any, title: str, kind: str, place: str, pass_on: partial[None]) -> Owned:
    url = reverse("delivery:page", args=[activity.county.slug, activity.pk])
    return Owned(f"{activity.title}: {title}", kind, f"{url}#{place}", pass_on, county_id=activity.county_id)


def _owned(row: Any, kind: str, place: str, pass_on: partial[None]) -> Owned:
    url = reverse("delivery:page", args=[row.activity.county.slug, row.activity_id])
    title = f"{row.activity.title}: {Truncator(row.text).chars(80)}"
    return Owned(title, kind, f"{url}#{place}-{row.pk}", pass_on, county_id=row.activity.county_id)
