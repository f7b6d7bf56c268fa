"""What happened, in sentences. %(actor)s is who did it, %(subject)s whom it concerns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import register_history
from .models import Role

VERBS: dict[str, str | Promise] = {
    "people.contact_named": _("%(actor)s utsåg %(name)s till kontaktperson för %(subject)s"),
    "people.manager_named": _("%(actor)s utsåg %(name)s till ansvarig chef för %(subject)s"),
    "people.editor_named": _("%(actor)s utsåg %(name)s till redaktör för %(subject)s"),
    "people.contact_ended": _("%(actor)s avslutade uppdraget som kontaktperson för %(name)s i %(subject)s"),
    "people.manager_ended": _("%(actor)s avslutade uppdraget som ansvarig chef för %(name)s i %(subject)s"),
    "people.editor_ended": _("%(actor)s avslutade uppdraget som redaktör för %(name)s i %(subject)s"),
    "people.representative_ended": _("%(actor)s avslutade uppdraget för en brukarrepresentant i %(subject)s"),
    "people.user_added": _("%(actor)s lade till %(subject)s"),
    "people.role_passed_on": _("%(actor)s lät %(to)s ta över uppdraget som %(role)s för %(subject)s efter %(from)s"),
    "people.role_moved": _("%(actor)s flyttade uppdraget som %(role)s för %(from)s från %(subject)s till %(to)s"),
    "people.role_ended": _("%(actor)s avslutade uppdraget som %(role)s för %(from)s i %(subject)s"),
    "people.invitation_passed_on": _("%(actor)s lät %(subject)s ta över inbjudan till %(what)s"),
    "people.unit_passed_on": _("%(actor)s flyttade %(what)s till %(subject)s"),
    "people.position_moved": _("%(actor)s flyttade %(what)s till %(subject)s i registret"),
    "people.membership_passed_on": _("%(actor)s lät %(subject)s ta över medlemskapet ”%(what)s”"),
    "people.left": _("%(actor)s avslutade för %(subject)s, som har slutat"),
    "people.account_opened": _("%(actor)s öppnade kontot för %(subject)s igen"),
    "people.invited": _("%(actor)s bjöd in %(name)s som %(role)s för %(subject)s"),
    "people.invited_again": _("%(name)s fick en ny inbjudan som %(role)s för %(subject)s"),
    "people.invitation_revoked": _("%(actor)s återtog inbjudan till %(name)s som %(role)s för %(subject)s"),
    "people.invitation_accepted": _("%(actor)s tackade ja till att vara %(role)s för %(subject)s"),
    "people.representative_invited": _("%(actor)s bjöd in en brukarrepresentant för %(subject)s"),
    "people.representative_invited_again": _("En brukarrepresentant fick en ny inbjudan för %(subject)s"),
    "people.representative_invitation_revoked": _(
        "%(actor)s återtog en inbjudan till en brukarrepresentant för %(subject)s"
    ),
    "people.representative_invitation_accepted": _("En brukarrepresentant tackade ja för %(subject)s"),
    "people.consent_given": _("%(actor)s skrev in att en brukarrepresentants namn får visas för %(subject)s"),
    "people.consent_withdrawn": _("%(actor)s skrev in att en brukarrepresentants namn inte får visas för %(subject)s"),
    "people.signed_in": _("%(actor)s loggade in"),
    "people.signed_out": _("%(actor)s loggade ut"),
    "people.sign_in_failed": _("Någon försökte logga in som %(subject)s och lyckades inte"),
    "people.sign_in_failed_unknown": _("Någon försökte logga in utan att lyckas"),
    "people.sessions_ended": _("%(actor)s loggade ut på andra ställen"),
    "people.password_changed": _("%(actor)s bytte lösenord"),
    "people.totp_added": _("%(actor)s slog på engångskoder"),
    "people.totp_removed": _("%(actor)s tog bort engångskoder"),
    "people.passkey_added": _("%(actor)s lade till en lösennyckel"),
    "people.passkey_removed": _("%(actor)s tog bort en lösennyckel"),
    "people.recovery_codes_made": _("%(actor)s gjorde nya reservkoder"),
    "people.sign_in_linked": _("%(actor)s kopplade kontot till sin organisations inloggning"),
    "people.sign_in_unlinked": _("%(actor)s kopplade loss kontot från sin organisations inloggning"),
    "people.second_factor_reset": _("%(actor)s tog bort lösennycklar och engångskoder för %(subject)s"),
    "people.unusual_seen": _("%(actor)s har sett något ovanligt"),
    "people.user_added_by_issuer": _("%(subject)s fick ett konto genom sin organisations inloggning"),
}
VERBS |= register_history.VERBS
FIELDS = {
    "kind": _("Sort"),
    "name": _("Namn"),
    "short_name": _("Kort namn"),
    "code": _("Kod"),
    "successor": _("Togs över av"),
    "on": _("Första dagen"),
    "parent": _("Hör till"),
    "title": _("Titel"),
    "email": _("E-post"),
    "phone": _("Telefon"),
    "unit": _("Del"),
    "valid_from": _("Från"),
    "valid_to": _("Till"),
    "left_on": _("Sista dag"),
}


def _sort(value: str) -> str:
    """A role is named by its sentence; of an organisation or a part the word itself is kept."""
    return "" if value in Role.Kind.values else value


VALUES = {"kind": _sort}
