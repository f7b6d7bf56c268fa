"""The signed-in person's own page: who they are here, how they sign in, and where they are signed in."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import edit_webauthn, remove_webauthn
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .. import queries
from ..access import View, signed_in
from ..actions import sign_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "roles": queries.roles_in_order(request.user),  # type: ignore[arg-type]
        "ways": queries.ways_in(request.user),  # type: ignore[arg-type]
        "sessions": queries.open_sessions(request),
        "required": queries.must_have_second_factor(request.user),  # type: ignore[arg-type]
        "issuers": queries.issuers(),
    }
    return render(request, "account/account.html", context)


@signed_in
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one session of one's own, somewhere else."""
    found = get_object_or_404(UserSession, pk=pk, user=request.user)
    ending = [found] if request.method == "POST" and not found.is_current() else []
    if sign_in.end_sessions(sessions=ending, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Du är utloggad där."))
    return redirect("account")


@signed_in
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Signs out everywhere but here."""
    ending = [s for s in queries.live_sessions(request.user) if not s.is_current()]  # type: ignore[arg-type]
    ended = sign_in.end_sessions(sessions=ending, by=request.user)  # type: ignore[arg-type]
    if ended:
        said = ngettext("Du är utloggad på ett annat ställe.", "Du är utloggad på %(number)d andra ställen.", ended)
        messages.success(request, said % {"number": ended})
    return redirect("account")


def _own_passkey(request: HttpRequest, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)


@signed_in
def passkey_rename(request: HttpRequest, pk: int) -> HttpResponse:
    _own_passkey(request, pk)
    return edit_webauthn(request, pk=pk)


@signed_in
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's own page, except that the last one stays for those who must have a second factor."""
    if not get_mfa_adapter().can_delete_authenticator(_own_passkey(request, pk)):
        messages.error(request, get_mfa_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("account")
    return remove_webauthn(request, pk=pk)


@signed_in
def totp_remove(request: HttpRequest) -> HttpResponse:
    """Nothing to remove: perhaps it was done in another window."""
    if not queries.ways_in(request.user).totp:  # type: ignore[arg-type]
        return redirect("account")
    return deactivate_totp(request)


@signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    if not queries.ways_in(request.user).has_codes:  # type: ignore[arg-type]
        return redirect("account")
    return view_recovery_codes(request)


def confirming(view: View) -> View:
    """The library's page where one shows once more who one is; who has nothing to show it with goes back to the account."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("account")
        return view(request)

    return signed_in(inner)


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and how to show or get one. Those who have shown theirs go on."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    target = target if safe else "/"
    if not queries.must_have_second_factor(request.user) or queries.has_shown_second_factor(request):  # type: ignore[arg-type]
        return redirect(target)
    ways = queries.ways_in(request.user)  # type: ignore[arg-type]
    context = {"ways": ways, "target": target, "administrator": request.user.is_administrator}  # type: ignore[union-attr]
    return render(request, "account/second_factor.html", context)
