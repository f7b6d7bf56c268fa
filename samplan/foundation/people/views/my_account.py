"""The signed-in person's own page: who they are here, how they sign in, and where they are signed in."""

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .. import queries
from ..access import signed_in
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
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one session of one's own, somewhere else."""
    ending = [s for s in queries.live_sessions(request.user) if s.pk == pk and not s.is_current()]  # type: ignore[arg-type]
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


@signed_in
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's own page, except that the last one stays for those who must have a second factor."""
    found = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not get_mfa_adapter().can_delete_authenticator(found):
        messages.error(request, get_mfa_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("account")
    return remove_webauthn(request, pk=pk)


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
