"""Consent is given and taken back as dated rows. The history of it names nobody: the name is what it is about."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.history.actions import record

from ..models import Consent, Role, User
from ..queries.consents import consent_of, own_roles_as_representative


@transaction.atomic
def give_consent(*, user: User, how: str, by: User) -> Consent:
    """The name may be shown from today. Given twice, it stands as it was given first."""
    User.objects.select_for_update().get(pk=user.pk)
    if held := consent_of(user):
        return held
    consent = Consent.objects.create(
        user=user, purpose=Consent.Purpose.NAME, given_on=today(), how=how.strip()[:200], recorded_by=by
    )
    _note("people.consent_given", user, by)
    return consent


@transaction.atomic
def withdraw_consent(*, user: User, by: User) -> bool:
    """The name is hidden at once. False when there was nothing to withdraw."""
    held = Consent.objects.filter(user=user, purpose=Consent.Purpose.NAME, withdrawn_on=None)
    if not held.update(withdrawn_on=today()):
        return False
    _note("people.consent_withdrawn", user, by)
    return True


def _note(verb: str, user: User, by: User) -> None:
    with house_language():
        nameless = _("En brukarrepresentant")
    actor: Any = nameless if by.pk == user.pk else by
    for role in own_roles_as_representative(user):
        place = role.organisation or role.county
        if place is not None:
            record(by=actor, verb=verb, subject=place, county=_county_code(role))


def _county_code(role: Role) -> str:
    county = role.county or (role.organisation.county if role.organisation else None)
    return county.code if county else ""
