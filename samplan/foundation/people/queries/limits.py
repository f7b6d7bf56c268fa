"""How long somebody who has tried too often must wait. The library's limits lie in the database: they hold in every process."""

import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

# Which limit guards which address: (the library's room, its name for the limit).
GUARDED = {
    "account_login": ("allauth.account", "login"),
    "account_request_login_code": ("allauth.account", "request_login_code"),
    "account_reset_password": ("allauth.account", "reset_password"),
    "account_reset_password_from_key": ("allauth.account", "reset_password_from_key"),
    "account_change_password": ("allauth.account", "change_password"),
    "account_set_password": ("allauth.account", "change_password"),
    "account_reauthenticate": ("allauth.account", "reauthenticate"),
    "mfa_reauthenticate": ("allauth.account", "reauthenticate"),
    "mfa_reauthenticate_webauthn": ("allauth.account", "reauthenticate"),
    "mfa_login_webauthn": ("allauth.mfa", "webauthn_login"),
}


def seconds_to_wait(request: HttpRequest) -> int:
    """Until the next try is let through; 0 when that can't be known."""
    place = request.resolver_match.url_name if request.resolver_match else ""
    if place not in GUARDED:
        return 0
    app, action = GUARDED[place]
    waits = [0.0]
    for rate in get_rates(app=app, action=action):
        if rate.per == "user" and not request.user.is_authenticated:
            continue
        key = get_cache_key(request, app=app, action=action, rate=rate, key=request.POST.get("email", "").lower())
        tries = cache.get(key, [])
        if len(tries) >= rate.amount:
            waits.append(tries[-1] + rate.duration - time.time())
    return max(0, round(max(waits)))
