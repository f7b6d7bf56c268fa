"""What is asked of every request by somebody signed in: when they were last seen, and their second factor where it is required;
and what is counted of those that are refused."""

import logging
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from . import queries
from .actions.unusual import note
from .models import Sighting

Response = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(minutes=5)
_SEEN = "last_seen"

# All that somebody who must add a second factor, or show it, can reach.
_WITHOUT_SECOND_FACTOR = {
    "account_second_factor",
    "people:theme",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "set_language",
}


def last_seen(get_response: Response) -> Response:
    """Keeps the list of sessions true, with a write each fifth minute at most."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = int(timezone.now().timestamp())
            if now - request.session.get(_SEEN, 0) > SEEN_EVERY.total_seconds():
                UserSession.objects.create_from_request(request)
                request.session[_SEEN] = now
        return get_response(request)

    return middleware


def unusual(get_response: Response) -> Response:
    """Counts what is refused, and files taken out. All other requests pass without a question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if kind := _kind(request, response):
            user_id = (request.user.pk or 0) if kind in (Sighting.Kind.REFUSED, Sighting.Kind.EXPORTS) else 0
            try:
                note(kind=kind, user_id=user_id, address=queries.client_address(request)[:45])
            except DatabaseError:  # the visitor's answer is worth more than our count
                log.exception("a count was lost")
        return response

    return middleware


def _kind(request: HttpRequest, response: HttpResponse) -> str:
    if response.status_code == 429:
        return Sighting.Kind.LIMITED
    if response.status_code in (403, 404):
        if request.resolver_match and "secret" in request.resolver_match.kwargs:
            return Sighting.Kind.LINKS
        return Sighting.Kind.REFUSED if request.user.is_authenticated else ""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return Sighting.Kind.EXPORTS if is_file and request.user.is_authenticated else ""


def second_factor(get_response: Response) -> Response:
    """With SAMPLAN_REQUIRE_MFA, coordinators and administrators reach nothing until they have shown a second factor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_MFA or not request.user.is_authenticated or _is_let_through(request.path_info):
            return get_response(request)
        if not queries.must_have_second_factor(request.user) or queries.has_shown_second_factor(request):
            return get_response(request)
        here = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('account_second_factor')}?{urlencode({'next': here})}")

    return middleware


def _is_let_through(path: str) -> bool:
    try:
        return resolve(path).view_name in _WITHOUT_SECOND_FACTOR
    except Resolver404:
        return False
