"""The invited opens the link (GET spends nothing, as mail scanners do) and presses the one button."""

from contextlib import suppress

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..access import CountyRequest, open_to_all, signed_in
from ..actions.invitations import InvitationRefused, accept_invitation, resend_invitation
from ..models import Invitation
from ..queries.invitations import find_invitation, is_alive


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    found = find_invitation(pk, secret)
    if found is None:
        return render(request, "people/invitation_unknown.html", status=404)
    if not is_alive(found):
        return _ended(request, found)
    if request.user.is_authenticated and request.user.email != found.email:
        return _somebody_else(request, found)
    if request.method == "POST":
        return _accept(request, found)
    return render(request, "people/invitation.html", {"invitation": found})


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        user, _role = accept_invitation(invitation=found)
    except InvitationRefused as refusal:
        return render(request, "people/invitation.html", {"invitation": found, "refused": str(refusal)}, status=409)
    if request.user.is_authenticated:
        return redirect("people:welcome")
    # Through every step that this account's sign-in has: a link by mail is no second factor.
    return perform_login(request, user, email_verification="none", redirect_url=reverse("people:welcome"))


def _somebody_else(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A shared computer, or a letter opened for a colleague: nothing is accepted in another's name."""
    if request.method == "POST" and "sign_out" in request.POST:
        logout(request)
        return redirect(request.path)
    return render(request, "people/invitation_other.html", {"invitation": found}, status=409)


def _ended(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Used, withdrawn or too old. A fresh link goes to the invited address only, and the page never shows it."""
    used, withdrawn = bool(found.accepted_at), bool(found.revoked_at)
    asked = request.method == "POST" and not used and not withdrawn
    if asked:
        with suppress(InvitationRefused):  # one was sent just now: the reply is the same
            resend_invitation(invitation=found, by=None)
    context = {"invitation": found, "used": used, "withdrawn": withdrawn, "asked_for": asked}
    return render(request, "people/invitation_ended.html", context, status=410)


@signed_in
def welcome(request: CountyRequest) -> HttpResponse:
    """How to sign in the next time: a choice, and none of them is a must here."""
    context = {
        "has_password": request.user.has_usable_password(),
        "password": reverse("account_set_password"),
        "passkey": _address("mfa_add_webauthn"),
        "by_code": _address("account_request_login_code"),
    }
    return render(request, "people/welcome.html", context)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
