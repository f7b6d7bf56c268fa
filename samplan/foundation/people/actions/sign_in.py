"""Signing in and out, told in the history. What was typed is never kept."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from samplan.foundation.history.actions import record

from ..models import User
from .persons import person_of

UNKNOWN = 0  # the subject of a sign-in that failed for an address nobody has


@transaction.atomic
def signed_in(*, by: User, how: str, address: str = "") -> None:
    record(by=by, verb="people.signed_in", subject=by, after={"how": how, "from": address})


@transaction.atomic
def sign_in_failed(*, user: User | None, how: str, address: str) -> None:
    """A wrong password, code or passkey. `address` is the network address it came from."""
    record(
        by=None,
        verb="people.sign_in_failed" if user else "people.sign_in_failed_unknown",
        subject=user or User(pk=UNKNOWN, name="–"),
        after={"how": how, "from": address},
    )


@transaction.atomic
def signed_out(*, by: User) -> None:
    record(by=by, verb="people.signed_out", subject=by)


@transaction.atomic
def end_sessions(*, sessions: list[UserSession], by: User) -> int:
    """Ends sessions at once, wherever they are open."""
    for session in sessions:
        session.end()
    if sessions:
        record(by=by, verb="people.sessions_ended", subject=by, after={"sessions": len(sessions)})
    return len(sessions)


@transaction.atomic
def sign_in_changed(*, by: User, what: str, after: dict[str, Any] | None = None) -> None:
    """Password, passkey, one-time codes, recovery codes or a linked account: `what` is the last part of the verb."""
    record(by=by, verb=f"people.{what}", subject=by, after=after)


@transaction.atomic
def account_from_issuer(*, email: str, name: str, via: str) -> User:
    """An account, without any role, for somebody whom an agreed provider has shown in."""
    user = User.objects.create_user(email=email, name=name)
    person_of(user)
    record(by=None, verb="people.user_added_by_issuer", subject=user, after={"via": via})
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None) -> int:
    """For somebody who has lost everything: removes what they have, and ends every session so that no thief stays."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(by=by, verb="people.second_factor_reset", subject=user, after={"removed": removed})
    return removed
