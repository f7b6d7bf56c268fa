from typing import Any

from django import template
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.template import Context

from .. import queries
from ..passwords import MaximumLength

register = template.Library()
SHORTEST_OWN_WORD = 4  # of a name or an address: shorter ones stand in many words


@register.simple_tag
def issuers() -> list[queries.IssuerButton]:
    """The organisations' own providers, for the sign-in page."""
    return queries.issuers()


@register.inclusion_tag("account/_password_fields.html", takes_context=True)
def password_fields(context: Context) -> dict[str, Any]:
    """Shows a password, and measures a new one by the same rules as the server's."""
    user = context["request"].user
    written = f"{user.name} {user.email.partition('@')[0]}" if user.is_authenticated else ""
    words = "".join(c if c.isalnum() else " " for c in written.lower()).split()
    validators = get_default_password_validators()
    least = max(v.min_length for v in validators if isinstance(v, MinimumLengthValidator))
    own = [word for word in words if len(word) >= SHORTEST_OWN_WORD]
    return {"least": least, "most": MaximumLength.LONGEST, "own": " ".join(dict.fromkeys(own))}
