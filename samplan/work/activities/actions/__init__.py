"""All writes of the activities room."""

from .changes import (
    add_update,
    carry_over,
    change_state,
    edit_activity,
    mark_of_activity,
    mark_of_owner,
    set_owner,
    take_on,
)
from .creation import NewActivity, create_activities, create_activity

__all__ = [
    "NewActivity",
    "add_update",
    "carry_over",
    "change_state",
    "create_activities",
    "create_activity",
    "edit_activity",
    "mark_of_activity",
    "mark_of_owner",
    "set_owner",
    "take_on",
]
