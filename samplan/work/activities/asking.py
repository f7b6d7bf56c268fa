"""Activities that are asked of somebody: who has been asked, what they answered, what waits."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import as_date
from samplan.foundation.core.offers import Todo
from samplan.foundation.people.models import County, Organisation, Role, User
from samplan.foundation.people.queries import holders, organisations_of

from .models import Activity, Asking

ANSWERS = (Role.Kind.CONTACT, Role.Kind.MANAGER, Role.Kind.EDITOR)  # who says yes or no for an organisation


def askings_of(activity: Activity) -> list[Asking]:
    return list(Asking.objects.filter(activity=activity).select_related("organisation"))


def can_be_asked(activity: Activity) -> Any:
    """The county's organisations that are not waited for already."""
    waiting = Asking.objects.filter(activity=activity, outcome="").values("organisation")
    return activity.county.organisations.current().exclude(pk__in=waiting).order_by("name_key")


def who_answers(organisation: Organisation) -> list[User]:
    found = {user.pk: user for kind in ANSWERS for user in holders(organisation, kind)}
    return list(found.values())


def answers_for(user: Any) -> set[int]:
    return set(organisations_of(user, *ANSWERS).values_list("pk", flat=True))


def todo(user: Any, county: County) -> list[Todo]:
    """What an organisation has been asked to take on awaits those who answer for it. One query besides whom they answer for."""
    mine = answers_for(user)
    if not mine:
        return []
    rows = Asking.objects.filter(outcome="", organisation__in=mine, activity__county=county, activity__owner=None)
    return [
        Todo(
            due=as_date(row.asked_at),
            text=_("Kan %(organisation)s ta på sig ”%(title)s”?")
            % {"organisation": row.organisation.short_name, "title": row.activity.title},
            why=_("%(who)s frågar.") % {"who": row.asked_by_name},
            url=reverse("activities:asking", args=[county.slug, row.pk]),
            action=_("Svara"),
        )
        for row in rows.select_related("activity", "organisation").order_by("asked_at")
    ]
