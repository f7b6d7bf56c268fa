from django import template

from .. import queries

register = template.Library()


@register.simple_tag
def issuers() -> list[queries.IssuerButton]:
    """The organisations' own providers, for the sign-in page."""
    return queries.issuers()
