from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samplan.foundation.core.text import whole_number

from ..access import in_demonstrations, open_to_all
from ..context import THEME_COOKIE, THEMES
from ..models import User

YEAR = 365 * 24 * 60 * 60


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the computer. Kept in a cookie so that the server draws the right one at once."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


@in_demonstrations
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click per role, in demonstrations only."""
    pk = request.POST.get("user", "")
    user = get_object_or_404(User, pk=whole_number(pk), is_active=True)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")
