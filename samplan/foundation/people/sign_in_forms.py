"""The sign-in library's forms, with failures told in the history and our own words."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin

from .actions import sign_in
from .models import User

# What the library lets through when the browser's answer is not what a browser would send.
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


def _address() -> str:
    return get_adapter().get_client_ip(context.request)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _MALFORMED as error:
        raise get_mfa_adapter().validation_error("incorrect_code") from error


class LoginCodeForm(ConfirmLoginCodeForm):
    """The code from a mail."""

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except forms.ValidationError:
            login = context.request._login_stage.login  # type: ignore[union-attr]
            sign_in.sign_in_failed(user=login.user, how="code", address=_address())
            raise


class SecondFactorForm(AuthenticateForm):
    """A one-time code, or a recovery code."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        sign_in.sign_in_failed(user=self.user, how="second_factor", address=_address())


class PasskeySecondForm(AuthenticateWebAuthnForm):
    """A passkey after the password."""

    def clean_credential(self) -> Authenticator:
        try:
            with _readable():
                return super().clean_credential()
        except forms.ValidationError:
            sign_in.sign_in_failed(user=self.user, how="passkey", address=_address())
            raise


class PasskeyForm(LoginWebAuthnForm):
    """A passkey alone. Who a false one claims to be says nothing, so nobody is named."""

    def clean_credential(self) -> Authenticator:
        try:
            with _readable():
                return super().clean_credential()
        except forms.ValidationError:
            sign_in.sign_in_failed(user=None, how="passkey", address=_address())
            raise


class PasskeyAgainForm(ReauthenticateWebAuthnForm):
    """A passkey from somebody signed in, before a change."""

    def clean_credential(self) -> Authenticator:
        with _readable():
            return super().clean_credential()


class AddPasskeyForm(PlainTextMixin, AddWebAuthnForm):
    """Every key is one that can sign in alone: with fingerprint, face or PIN."""

    numbers_may_stand = ("credential",)

    name = forms.CharField(
        label=_("Namn på nyckeln"),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.use_required_attribute = False

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        with _readable():
            return super().clean()
