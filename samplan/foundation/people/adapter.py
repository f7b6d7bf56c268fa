from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from samplan.foundation.outbox.actions import enqueue


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by a coordinator, never taken; mail goes through the outbox like all other mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        enqueue(
            to=email,
            subject=message.subject,
            text=message.body,
            kind=f"people.{template_prefix.split('/')[-1]}",
        )
