"""A round is prepared in calm steps, and nothing is sent before it has been previewed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Organisation
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Response
from samplan.work.rounds.actions import open_round
from samplan.work.rounds.models import Reminder, Request, Round
from samplan.work.rounds.states import Refused, round_state

from ..models import PlanRound
from .building import Asked, build_form


class NoQuestions(Exception):
    """The edition has no question to ask."""


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


@transaction.atomic
def prepare_round(
    *,
    edition: Edition,
    title: str,
    year: int,
    opens_on: date,
    closes_on: date,
    by: Any,
    organisations: Iterable[Invited] = (),
    letter: str = "",
    reminders: Iterable[date] = (),
    previous: Round | None = None,
    asked: Sequence[Asked] | None = None,
) -> Round:
    """A draft: form, audience and dates. Nobody is told before `send_round`."""
    if asked is None and not edition.questions.exists():
        raise NoQuestions
    county = edition.plan.county
    round = Round.objects.create(
        county=county,
        title=title,
        year=year,
        form=build_form(edition=edition, title=title, asked=asked),
        previous=previous,
        opens_on=opens_on,
        closes_on=closes_on,
        letter=letter,
        owner=by,
    )
    PlanRound.objects.create(round=round, edition=edition)
    set_audience(round=round, invited=organisations, by=by)
    _remind_on(round, reminders)
    record(by=by, verb="followup.prepared", subject=round, county=county.code)
    return round


def _draft(round: Round) -> Round:
    held = Round.objects.select_for_update().get(pk=round.pk)
    if round_state(held) != "draft":
        raise Refused(_("Omgången är redan utskickad."))
    return held


@transaction.atomic
def set_audience(*, round: Round, invited: Iterable[Invited], by: Any) -> None:
    """Exactly these organisations are asked."""
    held = _draft(round)
    wanted = {i.organisation.pk: i for i in invited}
    for request in held.requests.exclude(organisation__in=wanted):
        request.delete()
        request.response.delete()
    present = {r.organisation_id: r for r in held.requests.all()}
    for pk, one in wanted.items():
        request = present.get(pk) or Request(
            round=held,
            organisation=one.organisation,
            response=Response.objects.create(form_id=held.form_id, organisation=one.organisation),
        )
        for name in (
            "contact_name",
            "contact_title",
            "contact_email",
            "manager_name",
            "manager_title",
            "manager_email",
            "fallback_email",
        ):
            setattr(request, name, getattr(one, name).strip())
        request.vacant_since = None if request.contact_email else (request.vacant_since or held.opens_on)
        request.save()


@transaction.atomic
def set_times(
    *, round: Round, opens_on: date, closes_on: date, letter: str, reminders: Iterable[date], by: Any
) -> None:
    held = _draft(round)
    held.opens_on, held.closes_on, held.letter = opens_on, closes_on, letter.strip()
    held.save(update_fields=["opens_on", "closes_on", "letter"])
    _remind_on(held, reminders)


def _remind_on(round: Round, days: Iterable[date]) -> None:
    round.reminders.filter(sent_at=None).delete()
    for day in sorted(set(days)):
        if round.opens_on <= day <= round.closes_on:
            Reminder.objects.get_or_create(round=round, due_on=day)


@transaction.atomic
def send_round(*, round: Round, by: Any) -> int:
    """Freezes the form and sends every invitation. Returns how many organisations were asked."""
    open_round(round=round, by=by)
    return round.requests.count()


@transaction.atomic
def drop_draft(*, round: Round, by: Any) -> None:
    """Throws away a round that was never sent."""
    held = _draft(round)
    record(by=by, verb="followup.dropped", subject=held, county=held.county.code)
    responses = list(held.requests.values_list("response", flat=True))
    form = held.form
    held.delete()
    Response.objects.filter(pk__in=responses).delete()
    form.delete()
