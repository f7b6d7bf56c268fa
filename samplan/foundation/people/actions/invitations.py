from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.link_secrets import FRESH_EVERY, hash_of, new_secret
from samplan.foundation.history.actions import record
from samplan.foundation.outbox.actions import enqueue

from ..models import County, Invitation, Organisation, Role, User
from ..queries.invitations import is_alive, last_sent
from .persons import person_of

VALID = timedelta(days=30)


class InvitationRefused(Exception):
    """Says, in the reader's words, why nothing was done."""


@dataclass(frozen=True)
class Invitee:
    """Whom to invite, to what: a role for an organisation, or for the county when that is None."""

    email: str
    name: str
    kind: str
    organisation: Organisation | None
    title: str = ""


@transaction.atomic
def invite(*, people: Sequence[Invitee], county: County, by: User) -> list[Invitation]:
    """Each gets a letter with a personal link. The role begins when the link's button is pressed."""
    made = []
    for person in people:
        secret = new_secret()
        invitation = Invitation.objects.create(
            email=person.email.strip().lower(),
            name=person.name.strip(),
            title=person.title.strip()[:120],
            kind=person.kind,
            organisation=person.organisation,
            county=None if person.organisation else county,
            invited_by=by,
            secret_hash=hash_of(secret),
            expires_at=timezone.now() + VALID,
        )
        _post(invitation, secret, by=by)
        _note("invited", invitation, by=by)
        made.append(invitation)
    return made


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User | None) -> None:
    """A fresh link to the same address; the earlier one stops. `by` is None when the invited asks for it."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationRefused(_("Inbjudan är redan besvarad eller återtagen."))
    sent = last_sent(invitation)
    if sent and timezone.now() - sent < FRESH_EVERY:
        raise InvitationRefused(_("Ett mejl skickades för mindre än fem minuter sedan. Vänta en stund."))
    secret = new_secret()
    invitation.secret_hash = hash_of(secret)
    invitation.expires_at = timezone.now() + VALID
    invitation.save(update_fields=["secret_hash", "expires_at"])
    _post(invitation, secret, by=by or invitation.invited_by)
    _note("invited_again", invitation, by=by or invitation.name)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    taken_back = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not taken_back.update(revoked_at=timezone.now()):
        raise InvitationRefused(_("Inbjudan är redan besvarad eller återtagen."))
    _note("invitation_revoked", invitation, by=by)


@transaction.atomic
def accept_invitation(*, invitation: Invitation) -> tuple[User, Role]:
    """The role begins today, for the account with the invitation's address; one is made if there is none."""
    now = timezone.now()
    if not is_alive(invitation):
        raise InvitationRefused(_("Inbjudan gäller inte längre."))
    place = invitation.organisation
    if place and place.valid_to and place.valid_to < today():
        raise InvitationRefused(_("%(name)s finns inte kvar som organisation.") % {"name": place.name})
    user = User.objects.filter(email=invitation.email).first()
    if user and not user.is_active:
        raise InvitationRefused(_("Kontot för den här adressen är stängt."))
    # Two presses at once: the row is taken by one of them.
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(accepted_at=now)
    if not taken:
        raise InvitationRefused(_("Inbjudan är redan använd."))
    if user is None:
        user = User.objects.create_user(email=invitation.email, name=invitation.name, title=invitation.title)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    role = _begin_role(invitation, user)
    _note("invitation_accepted", invitation, by=user)
    return user, role


def _begin_role(invitation: Invitation, user: User) -> Role:
    of = {"kind": invitation.kind, "organisation": invitation.organisation, "county": invitation.county}
    held = user.roles.filter(Q(valid_to=None) | Q(valid_to__gte=today()), **of).first()
    role = held or Role.objects.create(user=user, valid_from=today(), given_by=invitation.invited_by, **of)
    person_of(user, county_of(invitation))
    return role


def county_of(invitation: Invitation) -> County | None:
    return invitation.county or (invitation.organisation.county if invitation.organisation else None)


def _note(what: str, invitation: Invitation, *, by: Any) -> None:
    """A user representative's role can reveal health: the history of it names nobody."""
    hidden = invitation.kind == Role.Kind.USER_REPRESENTATIVE
    is_own = what == "invitation_accepted" or not isinstance(by, User)
    county = county_of(invitation)
    record(
        by=_("Brukarrepresentant") if hidden and is_own else by,
        verb=f"people.{'representative_' if hidden else ''}{what}",
        subject=invitation.organisation or invitation.county or invitation,
        county=county.code if county else "",
        after={"invitation": invitation.pk, "kind": invitation.kind}
        | ({} if hidden else {"name": invitation.name, "role": str(Role.Kind(invitation.kind).label).lower()}),
    )


def invitation_address(invitation: Invitation, secret: str) -> str:
    return settings.BASE_URL + reverse("people:invitation", args=[invitation.pk, secret])


def _post(invitation: Invitation, secret: str, *, by: User | None) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _letter(invitation, invitation_address(invitation, secret), by)
    enqueue(
        to=invitation.email,
        to_name=invitation.name,
        subject=subject,
        text=text,
        kind="people.invitation",
        reply_to=by.email if by else "",
        about=invitation,
        county=county.code if (county := county_of(invitation)) else "",
        button=_("Öppna inbjudan"),
        is_private=invitation.kind == Role.Kind.USER_REPRESENTATIVE,  # its state is told in the list of invitations
    )


def _letter(invitation: Invitation, link: str, by: User | None) -> tuple[str, str]:
    place = str(invitation.organisation or _("länet %(county)s") % {"county": invitation.county})
    words = {
        "name": invitation.name.split()[0] if invitation.name.strip() else "",
        "role": str(Role.Kind(invitation.kind).label).lower(),
        "place": place,
        "by": by.name if by else "Samplan",
        "day": long_day(invitation.expires_at),
    }
    parts = [
        _("Hej %(name)s!") % words,
        _("%(by)s bjuder in dig till Samplan som %(role)s för %(place)s.") % words,
        _("I Samplan planerar och följer kommuner, regioner och föreningar upp arbetet med psykisk hälsa tillsammans."),
        _("Öppna länken och tryck på knappen, så är du inne:"),
        link,
        _("Länken är personlig och gäller till och med den %(day)s. Du behöver inget lösenord i dag.") % words,
        _("Är du inte rätt person? Svara på det här mejlet."),
        "\n".join(line for line in (by.name, by.title, by.email) if line) if by else "Samplan",
    ]
    return _("Inbjudan till Samplan: %(role)s för %(place)s") % words, "\n\n".join(parts) + "\n"
