"""How somebody signs in: what they have, what is required of them, and where they are signed in now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import County, Organisation, Role, User
from .roles import current_roles, roles_held_now

FEW = 3  # recovery codes left when new ones should be made
_SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def must_have_second_factor(user: User) -> bool:
    """Coordinators and administrators, where the installation requires it; never anybody else."""
    if not settings.REQUIRE_MFA:
        return False
    return user.is_administrator or current_roles(user).filter(kind=Role.Kind.COORDINATOR).exists()


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=_SECOND).exists()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """In this session: a passkey, a one-time code or a recovery code, or an issuer trusted to have asked for one."""
    trusted = {
        app["provider_id"]
        for provider in settings.SOCIALACCOUNT_PROVIDERS.values()
        for app in provider.get("APPS", [])
        if app["settings"].get("second_factor")
    }
    shown = any(
        each["method"] == "mfa" or (each["method"] == "socialaccount" and each.get("provider") in trusted)
        for each in get_authentication_records(request, request.user)
    )
    return shown and (has_second_factor(request.user) or bool(trusted))  # type: ignore[arg-type]


@dataclass(frozen=True)
class SignIn:
    """The ways in that somebody has."""

    password: bool
    passkeys: list[Authenticator]
    totp: Authenticator | None
    codes_left: int
    has_codes: bool
    links: list[Any]  # with an organisation's own provider

    @property
    def few_codes(self) -> bool:
        return self.has_codes and self.codes_left <= FEW


def ways_in(user: User) -> SignIn:
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((each for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return SignIn(
        password=user.has_usable_password(),
        passkeys=[each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        totp=next((each for each in found if each.type == Authenticator.Type.TOTP), None),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        has_codes=codes is not None,
        links=list(user.socialaccount_set.order_by("date_joined")),  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class OpenSession:
    pk: int
    browser: str
    address: str
    last_seen: datetime
    here: bool


def live_sessions(user: User) -> list[UserSession]:
    """Those that still open a door: not ended, not too old, not from before a change of password. Two queries however many."""
    listed = list(UserSession.objects.filter(user=user))
    rows = Session.objects.filter(session_key__in=[s.session_key for s in listed], expire_date__gt=timezone.now())
    proof = user.get_session_auth_hash()
    live = {row.session_key for row in rows if row.get_decoded().get(HASH_SESSION_KEY) == proof}
    return [each for each in listed if each.session_key in live]


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """Where somebody is signed in, this place first and then the last used."""
    lines = [
        OpenSession(
            s.pk, browser_in_words(s.user_agent), s.ip, s.last_seen_at, s.session_key == request.session.session_key
        )
        for s in live_sessions(request.user)  # type: ignore[arg-type]
    ]
    return sorted(lines, key=lambda line: (not line.here, -line.last_seen.timestamp()))


# The first that fits: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """«Firefox på Windows», from what the browser says of itself."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s på %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Okänd webbläsare")


@dataclass(frozen=True)
class IssuerButton:
    name: str
    url: str


def issuers() -> list[IssuerButton]:
    """The organisations' own providers that one can sign in through, as the configuration names them."""
    found = []
    for kind, provider in settings.SOCIALACCOUNT_PROVIDERS.items():
        for app in provider.get("APPS", []):
            url = (
                reverse("openid_connect_login", args=[app["provider_id"]])
                if kind == "openid_connect"
                else reverse("saml_login", kwargs={"organization_slug": app["client_id"]})
            )
            found.append(IssuerButton(app["name"], url))
    return found


def issuer_hosts() -> list[str]:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [host for app in apps for host in app["settings"]["hosts"]]


def client_address(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)


def organisation_of_code(code: str) -> Organisation | None:
    """By SCB's code or, for those that have none, by name."""
    if not code:
        return None
    return Organisation.objects.filter(Q(code=code) | Q(name=code)).select_related("county").first()


def coordinators_of(county: County) -> QuerySet[User]:
    return (
        User.objects.filter(roles__in=roles_held_now().filter(kind=Role.Kind.COORDINATOR, county=county))
        .distinct()
        .order_by("name_key")
    )


def roles_in_order(user: User) -> QuerySet[Role]:
    """What somebody holds today, and who gave it."""
    held = current_roles(user).select_related("county", "organisation", "given_by")
    return held.order_by("valid_from", "pk")


@dataclass(frozen=True)
class Arrival:
    user: User
    organisation: Organisation


def waiting_for_role(county: County) -> list[Arrival]:
    """Who has come in through their organisation's own sign-in, and has never had a role. Two queries however many."""
    organisations = {each.pk: each for each in county.organisations.all()}
    linked = SocialAccount.objects.filter(
        extra_data__organisation__in=list(organisations),
        user__is_active=True,
        user__is_administrator=False,
        user__roles=None,
    )
    return [
        Arrival(each.user, organisations[each.extra_data["organisation"]])
        for each in linked.select_related("user").order_by("user__joined_at")
    ]
