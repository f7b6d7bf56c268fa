"""Where the sign-in library asks us: who may have an account, how mail leaves, and what is written in the history."""

from secrets import randbelow
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context as library
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samplan.foundation.outbox.actions import enqueue

from . import queries
from .actions import sign_in
from .mfa_adapter import EncryptedSecrets
from .models import User

# What the library calls a change, by the letter it would send, and what the history calls it.
CHANGES = {
    "password_changed": "password_changed",
    "password_set": "password_changed",
    "password_reset": "password_changed",
    "totp_activated": "totp_added",
    "totp_deactivated": "totp_removed",
    "webauthn_added": "passkey_added",
    "webauthn_removed": "passkey_removed",
    "recovery_codes_generated": "recovery_codes_made",
    "account_connected": "sign_in_linked",
    "account_disconnected": "sign_in_unlinked",
}
_ADDED = {"totp_activated": "totp", "webauthn_added": "webauthn"}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a coordinator, never taken; mail goes through the outbox like all other mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("Koden stämmer inte. Kontrollera siffrorna och försök igen."),
        "too_many_login_attempts": gettext_lazy("För många försök. Vänta fem minuter och försök igen."),
        "rate_limited": gettext_lazy("För många försök. Vänta en stund och försök igen."),
        "email_password_mismatch": gettext_lazy(
            "Adressen och lösenordet hör inte ihop. Pröva igen, eller få en kod i mejl."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def generate_login_code(self) -> str:
        """Six digits: typed from a mail on a phone, and good for three tries in a quarter of an hour."""
        return f"{randbelow(10**6):06}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        enqueue(
            to=email,
            subject=message.subject,
            text=message.body,
            kind=f"people.{template_prefix.split('/')[-1]}",
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Called at each change of how somebody signs in: told them in a letter, and in the history."""
        name = template_prefix.split("/")[-1]
        what = CHANGES.get(name)
        if not what:
            return
        sign_in.sign_in_changed(by=user, what=what)
        if name in _ADDED:  # who has just shown the new one need not show it again
            record_authentication(self.request, user, "mfa", type=_ADDED[name], reauthenticated=True)
        context = {**(context or {}), "user": user, "when": timezone.now(), "change": what}
        self.send_mail("account/email/sign_in_changed", user.email, context)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The easiest first. Recovery codes are for emergencies: they are not asked for where a passkey will do."""
        words = {
            "mfa_reauthenticate:webauthn": _("Använd lösennyckel"),
            "reauthenticate": _("Skriv lösenordet"),
            "mfa_reauthenticate": _("Skriv en kod"),
        }
        found = {each["id"]: each for each in super().get_reauthentication_methods(user)}
        return [{**found[key], "description": said} for key, said in words.items() if key in found]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        sign_in.sign_in_failed(user=user, how="password", address=self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        sign_in.signed_in(by=user, how=how_in(request, user), address=self.get_client_ip(request))
        return response

    def logout(self, request: HttpRequest) -> None:
        sign_in.signed_out(by=request.user)  # type: ignore[arg-type]
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        left = queries.ways_in(request.user)  # type: ignore[arg-type]
        if left.few_codes and any(each.get("type") == "recovery_codes" for each in _records(request)):
            return reverse("account") + "#reservkoder"
        return super().get_login_redirect_url(request)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return get_authentication_records(request, request.user)


def how_in(request: HttpRequest, user: User) -> str:
    """password, code, passkey, totp, recovery_codes or the name of the provider; with a second factor both: password+totp."""
    ways = []
    for each in get_authentication_records(request, user):
        if each["method"] == "mfa":
            ways.append("passkey" if each.get("type") == "webauthn" else each.get("type", "mfa"))
        elif each["method"] == "socialaccount":
            ways.append(each.get("provider", "socialaccount"))
        else:
            ways.append(each["method"])
    return "+".join(dict.fromkeys(ways)) or "link"


class SecondFactorAdapter(EncryptedSecrets):
    error_messages = {
        **EncryptedSecrets.error_messages,
        "incorrect_code": gettext_lazy(
            "Koden stämmer inte, eller är redan använd. Vänta på nästa kod och försök igen."
        ),
        "cannot_delete_authenticator": gettext_lazy("Din roll kräver ett andra steg. Lägg till en lösennyckel först."),
        "cannot_generate_recovery_codes": gettext_lazy("Reservkoder behövs först när du har ett andra steg."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays for those who must have one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        has_other = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return has_other or not queries.must_have_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """«Firefox på Windows», so that a lost computer's passkey can be told from the others."""
        if library.request is None:
            return _("Lösennyckel")
        return queries.browser_in_words(library.request.META.get("HTTP_USER_AGENT", ""))


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Any) -> None:
        ending = list(sessions)
        if ending:
            sign_in.end_sessions(sessions=ending, by=ending[0].user)
