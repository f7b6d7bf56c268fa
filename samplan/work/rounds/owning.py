"""What somebody, or an organisation, has in hand in the rounds that are not closed, and what nobody has."""

from functools import partial

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Owned, Ownerless
from samplan.foundation.people.models import County, Organisation, User

from .actions import passing_on
from .models import Helper, Request, RequestState, Round, RoundState
from .states import WAITING

OPEN_STATES = (*WAITING, RequestState.State.ON_BEHALF)


def owned_by(holder: User | Organisation) -> list[Owned]:
    if isinstance(holder, User):
        return [*_rounds_of(holder), *_contacts_of(holder), *_approvals_of(holder), *_help_of(holder)]
    if isinstance(holder, Organisation):
        return [
            _owned(request, _("Begäran om svar"), partial(passing_on.pass_request, request=request))
            for request in _waiting().filter(organisation=holder)
        ]
    return []


def _waiting() -> QuerySet[Request]:
    """Sent and not handed in; in a round not sent yet, all of them."""
    rows = Request.objects.with_state().filter(Q(state_now__in=OPEN_STATES) | Q(state_now=None))
    return rows.select_related("round__county", "organisation", "response")


def _rounds_of(user: User) -> list[Owned]:
    rows = Round.objects.with_state().filter(owner=user).exclude(Q(state_now=RoundState.State.CLOSED))
    return [
        Owned(
            round.title,
            _("Omgång"),
            _address(round),
            partial(passing_on.pass_round, round=round),
            county_id=round.county_id,
        )
        for round in rows.select_related("county")
    ]


def _address(round: Round) -> str:
    """The round's own page stands in a room above."""
    return f"/{round.county.slug}/omgangar/{round.pk}/"


def _contacts_of(user: User) -> list[Owned]:
    return [
        _owned(request, _("Svarar för organisationen"), partial(passing_on.pass_contact, request=request), held=True)
        for request in _waiting().filter(contact_email=user.email)
    ]


def _approvals_of(user: User) -> list[Owned]:
    return [
        _owned(request, _("Godkänner svaret"), partial(passing_on.pass_manager, request=request), held=True)
        for request in _waiting().filter(manager_email=user.email)
    ]


def _help_of(user: User) -> list[Owned]:
    rows = Helper.objects.filter(email=user.email, ended_at=None, request__in=_waiting().values("pk"))
    return [
        _owned(h.request, _("Hjälper till att svara"), partial(passing_on.pass_help, helper=h), held=True)
        for h in rows.select_related("request__round__county", "request__organisation")
    ]


def _owned(request: Request, kind: str, pass_on: partial[None], *, held: bool = False) -> Owned:
    """`held`: for the organisation, whose draft nobody outside it reads."""
    round = request.round
    return Owned(
        f"{round.title}, {request.organisation.short_name}",
        kind,
        _address(round),
        pass_on,
        organisation_id=request.organisation_id if held else None,
        county_id=round.county_id,
    )


def ownerless(county: County) -> list[Ownerless]:
    """Open requests without contact person, and rounds whose owner has left."""
    waiting = Request.objects.with_state().filter(Q(state_now__in=OPEN_STATES), round__county=county, contact_email="")
    found = [
        Ownerless(
            f"{request.organisation.name}, {request.round.title}",
            _("Begäran utan kontaktperson"),
            f"/{county.slug}/omgangar/{request.round_id}/organisation/{request.pk}/kontakt/",
            request.vacant_since,
            told=True,
        )
        for request in waiting.select_related("organisation", "round")
    ]
    rounds = Round.objects.with_state().filter(county=county, owner__is_active=False)
    for round in rounds.exclude(Q(state_now=RoundState.State.CLOSED)):
        url = f"{reverse('home:hand_over', args=[county.slug])}?user={round.owner_id}"
        found.append(Ownerless(round.title, _("Omgång vars ansvariga har slutat"), url))
    return found
