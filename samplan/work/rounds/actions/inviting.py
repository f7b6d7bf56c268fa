"""Who is asked in a round that is not sent yet, and on which days it reminds. Call inside the transaction that holds the round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samplan.foundation.core.stale import mark_of
from samplan.foundation.people.models import Organisation
from samplan.work.questionnaires.models import Response

from ..models import Reminder, Request, Round


@dataclass(frozen=True)
class Invited:
    """Who is asked in one organisation, and who approves. No contact address: the place is vacant and `fallback_email` gets the link."""

    organisation: Organisation
    contact_name: str = ""
    contact_title: str = ""
    contact_email: str = ""
    manager_name: str = ""
    manager_title: str = ""
    manager_email: str = ""
    fallback_email: str = ""


PEOPLE = (
    "contact_name",
    "contact_title",
    "contact_email",
    "manager_name",
    "manager_title",
    "manager_email",
    "fallback_email",
)


def mark_of_audience(round: Round) -> str:
    rows = round.requests.order_by("organisation_id").values_list("organisation_id", *PEOPLE)
    return mark_of(*(words for row in rows for words in row))


def asked_names(round: Round) -> list[list[str]]:
    """Who is asked, by whom it is answered and approved."""
    rows = round.requests.order_by("organisation__name_key")
    return [list(row) for row in rows.values_list("organisation__name", "contact_name", "manager_name")]


def set_invited(round: Round, invited: Iterable[Invited]) -> None:
    wanted = {i.organisation.pk: i for i in invited}
    for request in round.requests.exclude(organisation__in=wanted):
        request.delete()
        request.response.delete()
    present = {r.organisation_id: r for r in round.requests.all()}
    for pk, one in wanted.items():
        request = present.get(pk) or Request(
            round=round,
            organisation=one.organisation,
            response=Response.objects.create(form_id=round.form_id, organisation=one.organisation),
        )
        for name in PEOPLE:
            setattr(request, name, getattr(one, name).strip())
        request.vacant_since = None if request.contact_email else (request.vacant_since or round.opens_on)
        request.save()


def remind_on(round: Round, days: Iterable[date]) -> None:
    round.reminders.filter(sent_at=None).delete()
    for day in sorted(set(days)):
        if round.opens_on <= day <= round.closes_on:
            Reminder.objects.get_or_create(round=round, due_on=day)
