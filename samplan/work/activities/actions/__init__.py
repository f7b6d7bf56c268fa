"""All writes of the activities room."""

from .carrying import carry_over, choose
from .changes import (
    edit_activity,
    mark_of_activity,
    mark_of_owner,
    set_owner,
    take_on,
)
from .creation import NewActivity, create_activities, create_activity
from .exchanging import FileHasErrors, read_activities
from .reporting import add_update
from .stating import change_state

__all__ = [
    "FileHasErrors",
    "NewActivity",
    "add_update",
    "carry_over",
    "change_state",
    "choose",
    "create_activities",
    "create_activity",
    "edit_activity",
    "mark_of_activity",
    "mark_of_owner",
    "read_activities",
    "set_owner",
    "take_on",
]
