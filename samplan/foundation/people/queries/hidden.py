from collections.abc import Iterable

from ..models import Role, User
from .consents import KIND, shown_names


def hidden_names(user_ids: Iterable[int], viewer: User | None) -> list[tuple[int, str]]:
    """Those known as user representatives only, without a consent: what is said instead of their name.

    Somebody who also has another role did what they did in either; the name alone then tells nothing.
    """
    known = Role.objects.filter(user__in=list(user_ids), user__roles__kind=KIND)
    roles = list(known.select_related("user", "organisation", "county").order_by("valid_from", "pk").distinct())
    open_about = {role.user_id for role in roles if role.kind != KIND}
    shown = shown_names([role for role in roles if role.user_id not in open_about], viewer)
    readable = {each.role.user_id for each in shown if each.is_real}
    return [(each.role.user_id, each.name) for each in shown if each.role.user_id not in readable]
