"""Which moves a round and a request may make, and who may make them. Everything else is refused."""

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Request, RequestState, Round, RoundState
from .writers import By

State = RequestState.State


class Refused(Exception):
    """A move that can't be made now. The message says why and what to do."""


class Actor(models.TextChoices):
    WRITER = "writer", _("Kontaktperson eller hjälpare")
    CONTACT = "contact", _("Kontaktperson")
    MANAGER = "manager", _("Ansvarig chef")
    COORDINATOR = "coordinator", _("Samordnare")


# (from, to) -> who may. None: the request is not sent yet.
MOVES: dict[tuple[str | None, str], frozenset[Actor]] = {
    (None, State.SENT): frozenset({Actor.COORDINATOR}),
    (State.SENT, State.WRITING): frozenset({Actor.WRITER}),
    (State.SENT, State.WITH_MANAGER): frozenset({Actor.CONTACT}),
    (State.WRITING, State.WITH_MANAGER): frozenset({Actor.CONTACT}),
    (State.RETURNED, State.WITH_MANAGER): frozenset({Actor.CONTACT}),
    (State.WITH_MANAGER, State.WRITING): frozenset({Actor.CONTACT}),  # taken back to mend something
    (State.WITH_MANAGER, State.RETURNED): frozenset({Actor.MANAGER}),
    (State.WITH_MANAGER, State.APPROVED): frozenset({Actor.MANAGER}),
    (State.SENT, State.ON_BEHALF): frozenset({Actor.COORDINATOR}),
    (State.UNANSWERED, State.ON_BEHALF): frozenset({Actor.COORDINATOR}),  # it came by phone after closing
    (State.ON_BEHALF, State.ON_BEHALF): frozenset({Actor.COORDINATOR}),
    (State.ON_BEHALF, State.APPROVED): frozenset({Actor.CONTACT, Actor.MANAGER}),
    (State.ON_BEHALF, State.WRITING): frozenset({Actor.CONTACT, Actor.MANAGER}),
    (None, State.APPROVED): frozenset({Actor.COORDINATOR}),  # an earlier round read from a file
    (State.SENT, State.UNANSWERED): frozenset({Actor.COORDINATOR}),
    (State.WRITING, State.UNANSWERED): frozenset({Actor.COORDINATOR}),
    (State.WITH_MANAGER, State.UNANSWERED): frozenset({Actor.COORDINATOR}),
    (State.RETURNED, State.UNANSWERED): frozenset({Actor.COORDINATOR}),
    (State.UNANSWERED, State.SENT): frozenset({Actor.COORDINATOR}),
    (State.UNANSWERED, State.WRITING): frozenset({Actor.COORDINATOR}),
    (State.APPROVED, State.RETURNED): frozenset({Actor.COORDINATOR}),  # a correction, with a reason
}
WRITABLE = frozenset({State.SENT, State.WRITING, State.RETURNED})
WAITING = frozenset({State.SENT, State.WRITING, State.RETURNED, State.WITH_MANAGER})
CLOSABLE = WAITING

_WHY: dict[str | None, str | Promise] = {
    None: _("Omgången är inte utskickad än."),
    State.SENT: _("Svaret är inte påbörjat."),
    State.WRITING: _("Svaret skrivs just nu."),
    State.WITH_MANAGER: _("Svaret ligger hos chefen för godkännande."),
    State.RETURNED: _("Svaret är återlämnat och kan ändras."),
    State.APPROVED: _("Svaret är godkänt och inlämnat. Det går inte att ändra."),
    State.ON_BEHALF: _("Svaret är infört av samordnaren och väntar på ett ja."),
    State.UNANSWERED: _("Omgången är stängd. Hör av dig till samordnaren om du behöver mer tid."),
}


def latest(request: Request) -> RequestState | None:
    return RequestState.objects.filter(request_id=request.pk).order_by("-at", "-id").first()


def state_of(request: Request) -> str | None:
    row = latest(request)
    return row.state if row else None


def round_state(round: Round) -> str:
    row = RoundState.objects.filter(round_id=round.pk).order_by("-at", "-id").first()
    return row.state if row else RoundState.State.DRAFT


def why_not(state: str | None) -> str:
    return str(_WHY[state])


def move(request: Request, to: str, *, actor: Actor, by: By, note: str = "") -> RequestState:
    """Appends the state. Call it with the request locked, inside the action's transaction."""
    now = state_of(request)
    if actor not in MOVES.get((now, to), frozenset()):
        raise Refused(why_not(now))
    return RequestState.objects.create(
        request=request, state=to, at=timezone.now(), by_name=str(by)[:120], by_id=by.pk, note=note
    )
