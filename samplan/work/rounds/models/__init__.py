from .links import Link, LinkUse
from .requests import Helper, Request, RequestQuerySet, RequestState
from .rounds import Reminder, Round, RoundQuerySet, RoundState

__all__ = [
    "Helper",
    "Link",
    "LinkUse",
    "Reminder",
    "Request",
    "RequestQuerySet",
    "RequestState",
    "Round",
    "RoundQuerySet",
    "RoundState",
]
