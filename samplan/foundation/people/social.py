"""Sign-in through an organisation's own provider: what is believed, who is let in, and what is kept.

Kept is an identity (issuer and subject), never a personal number. The ID token is always verified: signature, issuer,
audience, time and nonce, although it came straight from the issuer. Only the issuer's own hosts are asked.
"""

import hashlib
import logging
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.jwtkit import fetch_key, lookup_kid_jwk
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from samplan.foundation.core import personal_numbers

from . import queries
from .actions import sign_in
from .identity_providers import org_number
from .models import Organisation, User

log = logging.getLogger(__name__)
ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
MOST_CHARACTERS = 190  # of an identity, in the database
LEEWAY = 60  # seconds that the clocks of two machines may differ


def nonce_of(code_verifier: str) -> str:
    """The nonce follows from the PKCE secret that stays in the session: nothing more to keep, and nobody else can know it."""
    return hashlib.sha256(f"nonce {code_verifier}".encode()).hexdigest()


def kept_identity(issuer: str, subject: str) -> str:
    """Issuer and subject. A subject that is a personal number, or too long, is kept as a keyed digest only."""
    whole = f"{issuer} {subject}"
    if len(whole) > MOST_CHARACTERS or personal_numbers.find(subject):
        return f"{issuer} " + salted_hmac("samplan.subject", whole, algorithm="sha256").hexdigest()
    return whole


def placement(configured: dict[str, Any], affiliation: Any) -> dict[str, Any]:
    """All that is kept beside the identity: in which organisation the issuer places the person.

    The Swedish profile writes person@orgnr: the part after the last @ counts. Of several, the first that is configured.
    """
    given = [affiliation] if isinstance(affiliation, str) else affiliation or []
    numbers = [org_number(str(each).rpartition("@")[2]) for each in given]
    number = next((each for each in numbers if each in configured["organisations"]), "")
    organisation = queries.organisation_of_code(configured["organisations"].get(number, ""))
    return {
        "organisation": organisation.pk if organisation else None,
        "may_be_created": number in configured["auto_create"],
    }


class Guarded(requests.Session):
    """Asks the issuer's own hosts, and follows nobody elsewhere."""

    def __init__(self, hosts: list[str]) -> None:
        super().__init__()
        self.hosts = hosts
        self.trust_env = False  # no proxy or password that happens to lie in the environment

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        if urlsplit(url).netloc not in self.hosts:
            raise OAuth2Error(f"not one of the issuer's hosts: {urlsplit(url).netloc}")
        return super().request(method, url, **{"timeout": 10, **kwargs, "allow_redirects": False})


class Exchange(OpenIDConnectOAuth2Adapter):
    """One trip to the issuer and back."""

    nonce = ""

    @property
    def issuer(self) -> dict[str, Any]:
        return self.get_provider().app.settings

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            config = self._get(self.get_provider().server_url)
            if config.get("issuer") != self.issuer["issuer"]:
                raise OAuth2Error("the issuer calls itself something else than the configuration does")
            self._openid_config = config
        return self._openid_config

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        if not pkce_code_verifier:
            raise OAuth2Error("no PKCE")
        self.nonce = nonce_of(pkce_code_verifier)
        if urlsplit(self.access_token_url).netloc not in self.issuer["hosts"]:
            raise OAuth2Error("the token address is not one of the issuer's hosts")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        claims = self._verified(kwargs["response"].get("id_token"), app)
        if self.issuer["userinfo"] and self.openid_config.get("userinfo_endpoint"):
            more = self._get(self.profile_url, token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _get(self, url: str, access_token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        with Guarded(self.issuer["hosts"]) as session:
            response = session.get(url, headers=headers)
        response.raise_for_status()
        found = response.json()
        if not isinstance(found, dict):
            raise OAuth2Error("not an object")
        return found

    def _verified(self, id_token: str | None, app: SocialApp) -> dict[str, Any]:
        if not id_token:
            raise OAuth2Error("no id token")
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
                raise OAuth2Error("not signed with a key of the issuer's")
            algorithm, key = fetch_key(id_token, self.openid_config["jwks_uri"], lookup_kid_jwk)
            claims = jwt.decode(
                id_token,
                key=key,
                algorithms=[algorithm],
                issuer=self.issuer["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error(f"id token: {error}") from error
        if claims.get("nonce") != self.nonce:
            raise OAuth2Error("id token: another nonce")
        return claims


class Provider(OpenIDConnectProvider):
    """An issuer as the configuration describes it. What a link's query says of scope and parameters is not listened to."""

    oauth2_adapter_class = Exchange

    def get_pkce_params(self) -> dict[str, str]:
        params = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, str]:
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def extract_uid(self, data: dict[str, Any]) -> str:
        return kept_identity(data["iss"], str(data["sub"]))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return placement(self.app.settings, data.get(self.app.settings["org_claim"]))

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        claims = self.app.settings["claims"]
        return {"email": data.get(claims["email"]), "name": data.get(claims["name"])}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        address = str(data.get(self.app.settings["claims"]["email"]) or "").lower()
        if not address:
            return []
        said = data.get("email_verified") in (True, "true")
        domains = self.app.settings["domains"]
        return [EmailAddress(email=address, verified=_vouched(address, said, domains), primary=True)]


def _vouched(address: str, said: bool, domains: list[str]) -> bool:
    """With domains configured the issuer vouches for those and no other; without, it must say so of each address."""
    return address.rpartition("@")[2] in domains if domains else said


class SocialAdapter(DefaultSocialAccountAdapter):
    """Somebody the issuer knows is let in by an earlier link, or by a verified address; else only where it was agreed."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id)
        if isinstance(found, OpenIDConnectProvider):
            return Provider(request, app=found.app)
        from .saml import SamlProvider

        return SamlProvider(request, app=found.app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def is_email_verified(self, provider: Any, email: str) -> bool:
        return False if isinstance(provider, OpenIDConnectProvider) else super().is_email_verified(provider, email)

    def get_requests_session(self) -> requests.Session:
        """Used by the library where it fetches keys: for those of the configured issuers, and nobody else."""
        return Guarded(queries.issuer_hosts())

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Why it failed is for the log; what the person reads is on the page."""
        log.warning("sign-in through %s refused: %s", provider, kwargs.get("exception") or kwargs.get("error"))
        sign_in.sign_in_failed(user=None, how=str(provider.sub_id), address=queries.client_address(request))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        user = User.objects.filter(email__in=verified, is_active=True).first()
        if user is None:
            user = self._created(sociallogin, verified)
        if user is None:
            raise ImmediateHttpResponse(_nobody(request, sociallogin))
        sociallogin.connect(request, user)

    def _created(self, sociallogin: SocialLogin, verified: list[str]) -> User | None:
        """An account without role, for the people of an organisation whose number is on the list. The coordinator gets a to-do."""
        if not verified or not sociallogin.account.extra_data.get("may_be_created"):
            return None
        if User.objects.filter(email=verified[0]).exists():  # a closed account stays closed
            return None
        name = getattr(sociallogin.user, "name", "") or verified[0].partition("@")[0]
        return sign_in.account_from_issuer(email=verified[0], name=name, via=sociallogin.provider.name)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user = sociallogin.user
        user.email = (data.get("email") or "").lower()
        user.name = str(data.get("name") or "").strip()[:120]
        return user


def _nobody(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """The issuer knows them, we do not: whom to ask."""
    organisation = Organisation.objects.filter(pk=sociallogin.account.extra_data.get("organisation")).first()
    sign_in.sign_in_failed(user=None, how=sociallogin.account.provider, address=queries.client_address(request))
    context = {
        "issuer": sociallogin.provider.name,
        "organisation": organisation,
        "coordinators": queries.coordinators_of(organisation.county) if organisation and organisation.county else [],
    }
    return render(request, "account/unknown_here.html", context, status=403)
