from .links import Link, LinkUse
from .requests import Helper, Request, RequestState
from .rounds import Reminder, Round, RoundState

__all__ = ["Helper", "Link", "LinkUse", "Reminder", "Request", "RequestState", "Round", "RoundState"]
