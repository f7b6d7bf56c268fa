from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_url(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of a page about words, where the present one stands: in a county or for the whole country."""
    return str(context["desk"].url(name, *args))
