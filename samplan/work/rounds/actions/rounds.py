from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record

from .. import letters, links
from ..models import Link, Reminder, Request, Round, RoundState
from ..states import WAITING, Actor, Refused, State, move, round_state, state_of
from ..writers import By
from .locking import lock, lock_round


@transaction.atomic
def open_round(*, round: Round, by: By) -> None:
    """Freezes the form and asks every organisation: one letter with a personal link each."""
    round = lock_round(round)
    if round_state(round) != RoundState.State.DRAFT:
        raise Refused(_("Omgången är redan utskickad."))
    requests = list(round.requests.select_related("organisation", "round__owner", "round__county"))
    if not requests:
        raise Refused(_("Välj minst en organisation."))
    if missing := [str(r.organisation) for r in requests if not r.address]:
        raise Refused(_("Adress saknas för %(names)s.") % {"names": ", ".join(missing)})
    _set_round_state(round, RoundState.State.OPEN, by=by)
    if round.form.frozen_at is None:
        round.form.frozen_at = timezone.now()
        round.form.save(update_fields=["frozen_at"])
    for request in requests:
        move(request, State.SENT, actor=Actor.COORDINATOR, by=by)
        invite(request)
    record(by=by, verb="rounds.opened", subject=round, county=round.county.code, after={"requests": len(requests)})


def _set_round_state(round: Round, state: str, *, by: By, reason: str = "") -> None:
    RoundState.objects.create(
        round=round, state=state, at=timezone.now(), by_name=str(by)[:120], by_id=by.pk, reason=reason
    )


def invite(request: Request) -> None:
    """To the contact person, or to the address that stands in for one."""
    name, email = request.contact_name, request.address
    link = links.make_link(request, Link.Purpose.ANSWER, name=name or str(request.organisation), email=email)
    letters.post(
        letters.invitation(request, link, name=name), request=request, to=email, name=name, kind="rounds.invitation"
    )


@transaction.atomic
def remind(*, requests: Iterable[Request], subject: str, text: str, by: By) -> int:
    """Sends the letter to each one who has not handed in, with a link of their own. Returns how many."""
    sent = 0
    for request in sorted(requests, key=lambda r: r.pk):  # one order, so that two reminders don't lock each other out
        request = lock(request)
        state = state_of(request)
        if state not in WAITING:
            continue
        name, email, purpose = addressee(request, state)
        link = links.make_link(request, purpose, name=name or str(request.organisation), email=email)
        letter = letters.reminder(request, link, name=name, state=state, subject=subject, text=text)
        letters.post(letter, request=request, to=email, name=name, kind="rounds.reminder")
        record(by=by, verb="rounds.reminded", subject=request, county=request.round.county.code)
        sent += 1
    return sent


def addressee(request: Request, state: str) -> tuple[str, str, str]:
    """Who has the next move: name, address, and what the link is for."""
    if state == State.WITH_MANAGER and request.manager_email:
        return request.manager_name, request.manager_email, Link.Purpose.APPROVE
    if state == State.ON_BEHALF:
        return request.contact_name, request.address, Link.Purpose.CONFIRM
    return request.contact_name, request.address, Link.Purpose.ANSWER


def send_due_reminders() -> int:
    """Called by the worker. Each reminder goes once, however many workers; of several overdue only the last goes."""
    sent = 0
    due = Reminder.objects.filter(sent_at=None, due_on__lte=today(), round__in=Round.objects.open())
    for round_id in sorted(set(due.values_list("round_id", flat=True))):
        sent += _send_round_reminder(round_id)
    return sent


@transaction.atomic
def _send_round_reminder(round_id: int) -> int:
    round = lock_round(Round(pk=round_id))
    due = Reminder.objects.filter(round=round, sent_at=None, due_on__lte=today()).order_by("-due_on")
    newest = due.first()
    if newest is None or round_state(round) != RoundState.State.OPEN:
        return 0
    # Claimed by what is written, not by what was read: on a lost race the row count is 0.
    if not Reminder.objects.filter(pk=newest.pk, sent_at=None).update(sent_at=timezone.now()):
        return 0
    due.exclude(pk=newest.pk).update(sent_at=timezone.now())
    letter = letters.default_reminder(round)
    count = remind(requests=round.requests.all(), subject=letter.subject, text=letter.text, by=round.owner)
    Reminder.objects.filter(pk=newest.pk).update(recipients=count)
    return count


@transaction.atomic
def extend(*, round: Round, closes_on: date, by: By, requests: Iterable[Request] | None = None) -> int:
    """Gives all, or some, a later last day and tells those who have not handed in. Returns how many were told."""
    round = lock_round(round)
    if round_state(round) != RoundState.State.OPEN:
        raise Refused(_("Omgången är inte öppen."))
    if closes_on <= round.closes_on:
        raise Refused(_("Välj en dag efter den nuvarande sista dagen."))
    before = round.closes_on.isoformat()
    if requests is None:
        round.closes_on = closes_on
        round.save(update_fields=["closes_on"])
        round.requests.filter(closes_on__lte=closes_on).update(closes_on=None)
        chosen = list(round.requests.all())
    else:
        chosen = list(round.requests.filter(pk__in=[r.pk for r in requests]))
        Request.objects.filter(pk__in=[r.pk for r in chosen]).update(closes_on=closes_on)
    told = sum(_tell_more_time(request) for request in chosen)
    names = [] if requests is None else [str(r.organisation) for r in chosen]
    record(
        by=by,
        verb="rounds.extended",
        subject=round,
        county=round.county.code,
        before={"closes_on": before},
        after={"closes_on": closes_on.isoformat(), "organisations": names},
    )
    return told


def _tell_more_time(request: Request) -> bool:
    request = lock(request)
    links.prolong(request)
    state = state_of(request)
    if state not in WAITING:
        return False
    name, email, purpose = addressee(request, state)
    link = links.make_link(request, purpose, name=name or str(request.organisation), email=email)
    letters.post(
        letters.more_time(request, link, name=name), request=request, to=email, name=name, kind="rounds.more_time"
    )
    return True


@transaction.atomic
def close_round(*, round: Round, by: By) -> int:
    """Those who have not handed in count as unanswered; their drafts stay theirs. Returns how many that are."""
    round = lock_round(round)
    if round_state(round) != RoundState.State.OPEN:
        raise Refused(_("Omgången är inte öppen."))
    missing = 0
    for request in round.requests.order_by("pk"):
        request = lock(request)
        state = state_of(request)
        if state in WAITING:
            move(request, State.UNANSWERED, actor=Actor.COORDINATOR, by=by)
            missing += 1
        if state != State.ON_BEHALF:  # a yes to what came another way may still be given
            links.revoke(request)
    _set_round_state(round, RoundState.State.CLOSED, by=by)
    record(by=by, verb="rounds.closed", subject=round, county=round.county.code, after={"unanswered": missing})
    return missing


@transaction.atomic
def reopen(*, request: Request, closes_on: date, reason: str, by: By) -> None:
    """Lets one organisation answer after closing, or correct what it has handed in. What was handed in stays in history."""
    request = lock(request)
    if not reason.strip():
        raise Refused(_("Skriv varför svaret öppnas igen."))
    if closes_on < today():
        raise Refused(_("Välj en dag som inte har varit."))
    state = state_of(request)
    has_draft = request.response.answers.exists()
    to = State.RETURNED if state == State.APPROVED else State.WRITING if has_draft else State.SENT
    request.closes_on = closes_on
    request.save(update_fields=["closes_on"])
    move(request, to, actor=Actor.COORDINATOR, by=by, note=reason)
    name, email, purpose = addressee(request, to)
    link = links.make_link(request, purpose, name=name or str(request.organisation), email=email)
    letters.post(
        letters.more_time(request, link, name=name), request=request, to=email, name=name, kind="rounds.reopened"
    )
    record(by=by, verb="rounds.reopened", subject=request, county=request.round.county.code, note=reason)
