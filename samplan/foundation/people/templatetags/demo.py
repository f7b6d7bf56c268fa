from django import template
from django.conf import settings

from .. import queries
from ..models import County, Role, User

register = template.Library()


@register.simple_tag
def demo_users() -> list[tuple[County, list[Role]]]:
    """Whom the sign-in page offers to be, in demonstrations only."""
    return queries.demo_users() if settings.DEMO else []


@register.simple_tag
def demo_users_above_counties() -> list[tuple[str, User]]:
    return queries.demo_users_above_counties() if settings.DEMO else []
