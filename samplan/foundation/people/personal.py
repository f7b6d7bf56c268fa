"""Accounts, roles and the register of people: what is kept about somebody, and for how long."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import as_date, today
from samplan.foundation.core.offers import PersonalData, Processing, Retention
from samplan.foundation.core.personal import ERASED, Place, Somebody, at_address, forget, older, rename, told

from .models import Consent, Invitation, Person, Position, Role, Sighting, User
from .queries import browser_in_words
from .queries.unusual import TITLES

_WHILE = _l("Medan personen har konto.")
_SIGN_IN = _l("För att bara kontots ägare ska kunna logga in.")


def _invited(invitation: Invitation) -> str:
    return f"{invitation.get_kind_display()} · {invitation.email}"


def _session(session: UserSession) -> str:
    return f"{browser_in_words(session.user_agent)} · {session.ip}"


def _seen(sighting: Sighting) -> str:
    return f"{TITLES[sighting.kind]} · {sighting.count}"


PLACES = [
    Place(Role, _l("Uppdrag"), _l("Säger vad personen får göra här."), user="user_id", at="valid_from",
          related=("user", "organisation", "county")),
    Place(Role, _l("Uppdrag som personen har gett"), _l("Visar vem som gav ett uppdrag."), user="given_by_id", at="valid_from",
          related=("user", "organisation", "county")),
    Place(Consent, _l("Samtycken"), _l("Visar vad personen har sagt ja till."), user="user_id", at="given_on",
          words=lambda consent: f"{consent.get_purpose_display()}: {consent.how}"),
    Place(Consent, _l("Samtycken som personen har skrivit in"), _l("Visar vem som tog emot ett samtycke."), user="recorded_by_id",
          at="given_on"),
    Place(Position, _l("Anställningar och uppdrag i registret"), _l("För att hitta rätt person."), user="person__user_id",
          title="title", at="valid_from", related=("unit", "organisation")),
    Place(Invitation, _l("Inbjudningar"), _l("Visar vem som har bjudits in."), name="name", email="email", title="title",
          at="made_at", keeps=_l("Ett halvår, om personen inte tackade ja."), words=_invited),
    Place(Invitation, _l("Besvarade inbjudningar"), _l("Visar hur uppdraget började."), user="accepted_by_id",
          at="made_at", words=_invited),
    Place(Invitation, _l("Skickade inbjudningar"), _l("Visar vem som bjöd in."), user="invited_by_id", at="made_at", words=_invited),
    Place(EmailAddress, _l("Adresser att logga in med"), _SIGN_IN, user="user_id", email="email", keeps=_WHILE),
    Place(Authenticator, _l("Lösennycklar och engångskoder"), _SIGN_IN, user="user_id", at="created_at", keeps=_WHILE),
    Place(SocialAccount, _l("Inloggning genom den egna organisationen"), _SIGN_IN, user="user_id", at="date_joined", keeps=_WHILE),
    Place(UserSession, _l("Inloggningar"), _l("För att kunna se var man är inloggad, och logga ut."), user="user_id", at="created_at",
          keeps=_l("Nittio dagar sedan inloggningen användes sist."), blank=("ip", "user_agent"), words=_session),
    Place(Sighting, _l("Ovanligt"), _l("För att upptäcka intrång."), user="user_id", at="last_at", keeps=_l("Nittio dagar."),
          blank=("address",), words=_seen),
]  # fmt: skip
# Of these nothing is left to count: they are the person's own.
_OWN = (EmailAddress, Authenticator, SocialAccount, UserSession)


def personal_data(user: Any) -> list[PersonalData]:
    own = _account(user) if user.pk is not None else []
    for person in _persons(user):
        text = " · ".join(filter(None, [person.name, person.email, person.phone]))
        own.append(PersonalData(_("Personregistret"), text, None, _("För att hitta rätt person.")))
    return own + told(PLACES, user)


def _account(user: Any) -> list[PersonalData]:
    why = _("För att kunna logga in, och för att andra ska veta vem det är.")
    own = [
        PersonalData(
            _("Konto"), f"{user.name} · {user.title} · {user.email}", as_date(user.joined_at), why, keeps=str(_WHILE)
        )
    ]
    if user.last_login:
        own.append(PersonalData(_("Konto"), _("Senast inloggad"), as_date(user.last_login), why, keeps=str(_WHILE)))
    return own


def _persons(user: Somebody) -> Any:
    """The account's rows in the register, and those with the address that belong to no account."""
    own = Q(user=user.pk) if user.pk is not None else Q(pk__in=[])
    return Person.objects.filter(own | Q(user=None) & at_address("email", user.email) if user.email else own)


def erase(user: Any, by: Any) -> list[str]:
    """The account stays as a nameless row, so that what it did still counts as done by one and the same. Somebody without an
    account is in the register and among the invitations at most."""
    done = _erase_account(user) if user.pk is not None else []
    if user.email:
        waiting = Invitation.objects.filter(at_address("email", user.email), accepted_at=None, revoked_at=None)
        waiting.update(revoked_at=timezone.now())
    done += forget([place for place in PLACES if place.model not in _OWN], user)
    for person in _persons(user):
        person.name, person.email, person.phone, person.erased_at = ERASED, "", "", timezone.now()
        person.save()
    return done


def _erase_account(user: Any) -> list[str]:
    for session in UserSession.objects.filter(user=user.pk):
        session.end()
    done = []
    for model in _OWN:
        if count := model._default_manager.filter(user=user.pk).delete()[0]:
            done.append(f"{next(p.kind for p in PLACES if p.model is model)}: {count}")
    Role.objects.filter(user=user.pk).filter(Q(valid_to=None) | Q(valid_to__gt=today())).update(valid_to=today())
    Role.objects.filter(user=user.pk, valid_from__gt=today()).delete()
    Consent.objects.filter(user=user.pk).update(how="")
    account = User.objects.get(pk=user.pk)
    account.name, account.title, account.email = ERASED, "", f"borttagen-{user.pk}@borttagen.invalid"
    account.is_active = account.is_administrator = False
    account.last_login = None
    account.set_unusable_password()
    account.save()
    return [_("Kontot: namnet, adressen och titeln"), *done]


def correct(user: Any, now: Somebody) -> list[str]:
    account = User.objects.get(pk=user.pk)
    account.name, account.email, account.title = now.name, now.email, now.title
    account.save()
    for person in _persons(user):
        person.name, person.email = now.name, now.email if person.email else ""
        person.save()
    kept = [place for place in PLACES if place.model is not Position]
    return [_("Kontot"), *rename(kept, user, now)]


def _lapsed(day: date) -> list[tuple[int, str]]:
    return older(Invitation, "expires_at", day, words=_invited, accepted_at=None)


def _drop_invitations(ids: Sequence[int]) -> int:
    return Invitation.objects.filter(pk__in=ids, accepted_at=None).delete()[0]


def _old_sessions(day: date) -> list[tuple[int, str]]:
    return older(UserSession, "last_seen_at", day, words=_session)


def _end_sessions(ids: Sequence[int]) -> int:
    sessions = list(UserSession.objects.filter(pk__in=ids))
    for session in sessions:
        session.end()
    return len(sessions)


def retention() -> list[Retention]:
    return [
        Retention("people.invitations", _("Inbjudningar som ingen tackade ja till"), 180, _("sedan de slutade gälla"),
                  _("Behövs inte när de inte längre kan användas."), _lapsed, _drop_invitations),
        Retention("people.sessions", _("Inloggningar"), 90, _("sedan de användes sist"),
                  _("Behövs bara medan man är inloggad."), _old_sessions, _end_sessions),
    ]  # fmt: skip


def processing() -> list[Processing]:
    ground = _("Uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen")
    return [
        Processing(
            purpose=_("Ge rätt person rätt behörighet"),
            people=_("De som loggar in: medarbetare i regioner, kommuner och föreningar"),
            data=_("Namn, titel, e-postadress, uppdrag med tider, inloggningar, lösennycklar"),
            ground=ground,
            recipients=_("De som har uppdrag i samma län"),
            keeps=_("Medan personen har ett uppdrag. Efter två år utan uppdrag föreslås kontot för gallring"),
        ),
        Processing(
            purpose=_("Veta vem som företräder en organisation"),
            people=_("Kontaktpersoner och chefer i register över organisationer"),
            data=_("Namn, e-postadress, telefon i tjänsten, befattning"),
            ground=ground,
            recipients=_("De som har uppdrag i samma län"),
            keeps=_("Medan personen har en befattning i registret"),
        ),
        Processing(
            purpose=_("Upptäcka intrång och obehörig läsning"),
            people=_("De som loggar in, eller försöker"),
            data=_("Hur ofta något ovanligt hände, när, vilket konto och från vilken nätadress"),
            ground=_("Rättslig förpliktelse, artiklarna 6.1 c och 32 i dataskyddsförordningen"),
            recipients=_("Administratörer"),
            keeps=_("Nittio dagar"),
        ),
        Processing(
            purpose=_("Låta brukarföreträdare delta"),
            people=_("Brukarrepresentanter. Uppdraget kan säga något om hälsa"),
            data=_("Namn, e-postadress, uppdrag, samtycke"),
            ground=_("Samtycke, artikel 9.2 a i dataskyddsförordningen. Utan samtycke visas bara organisationen"),
            recipients=_("Länets samordnare; andra bara med samtycke"),
            keeps=_("Medan uppdraget eller samtycket gäller"),
        ),
    ]
