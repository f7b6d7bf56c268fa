"""What a signed-in user has to do with each answer, if anything."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.people.models import Role, User
from samplan.foundation.people.queries import current_roles

from .models import Helper, Request
from .states import WRITABLE, State
from .words import genitive

CONTACT, MANAGER, HELPER = Role.Kind.CONTACT, Role.Kind.MANAGER, "helper"


@dataclass(frozen=True)
class NextStep:
    url: str
    action: str
    text: str
    why: str
    is_todo: bool = True


class Tasks:
    """Reads a user's roles and promises to help once."""

    def __init__(self, user: User) -> None:
        self._kinds: dict[int, set[str]] = {}
        for role in current_roles(user).filter(kind__in=[CONTACT, MANAGER]):
            self._kinds.setdefault(role.organisation_id or 0, set()).add(role.kind)
        helps = Helper.objects.filter(email=user.email.lower(), ended_at=None)
        self._helps = set(helps.values_list("request", flat=True))

    def next_step(self, request: Request) -> NextStep | None:
        kinds = set(self._kinds.get(request.organisation_id, set()))
        if request.pk in self._helps:
            kinds.add(HELPER)
        state = request.state_now
        if state == State.ON_BEHALF and kinds & {CONTACT, MANAGER}:
            return _confirm(request)
        if state == State.WITH_MANAGER and MANAGER in kinds:
            return _approve(request)
        if state in WRITABLE and CONTACT in kinds:
            return _answer(request, str(state))
        if state in WRITABLE and HELPER in kinds:
            return _help(request)
        return _read(request, kinds)


def _whose(request: Request) -> str:
    return genitive(request.organisation.short_name)


def _answer(request: Request, state: str) -> NextStep:
    words = {"round": request.round.title, "whose": _whose(request)}
    url = reverse("rounds:answer", args=[request.pk])
    if state == State.RETURNED:
        text, why = _("Ändra i %(whose)s svar på %(round)s") % words, _("Chefen har skickat tillbaka det.")
        return NextStep(url, _("Läs varför"), text, why)
    if state == State.WRITING:
        return NextStep(
            url, _("Fortsätt svara"), _("Skriv klart %(whose)s svar på %(round)s") % words, _("Det är påbörjat.")
        )
    return NextStep(
        url,
        _("Börja svara"),
        _("Svara på %(round)s") % words,
        _("Det brukar ta en halvtimme. Allt sparas medan du skriver."),
    )


def _help(request: Request) -> NextStep:
    return NextStep(
        reverse("rounds:answer", args=[request.pk]),
        _("Skriv din del"),
        _("Hjälp till att svara på %(round)s") % {"round": request.round.title},
        _("En kollega har bett dig om hjälp."),
    )


def _approve(request: Request) -> NextStep:
    return NextStep(
        reverse("rounds:approve", args=[request.pk]),
        _("Läs och godkänn"),
        _("Godkänn %(whose)s svar på %(round)s") % {"whose": _whose(request), "round": request.round.title},
        _("Svaret lämnas in först när du har godkänt."),
    )


def _confirm(request: Request) -> NextStep:
    return NextStep(
        reverse("rounds:confirm", args=[request.pk]),
        _("Läs igenom"),
        _("Stämmer %(whose)s svar på %(round)s?") % {"whose": _whose(request), "round": request.round.title},
        _("Samordnaren har fört in det åt er."),
    )


def _read(request: Request, kinds: set[str]) -> NextStep | None:
    if not kinds & {CONTACT, MANAGER}:
        return None
    url = reverse("rounds:response", args=[request.round.county.slug, request.round_id, request.pk])
    return NextStep(url, _("Läs svaret"), "", "", is_todo=False)
