"""All writes of the room: bodies, what they decide, and where a matter is anchored."""

from .anchoring import edit_anchoring, mark_of_anchoring, plan_anchoring, remove_anchoring
from .bodies import (
    add_alias,
    add_body,
    edit_body,
    end_body,
    mark_of_body,
    pass_body,
    remove_alias,
    resume_body,
)
from .deciding import decide, mark_of_number, open_matter, set_diary_number, withdraw_decision

__all__ = [
    "add_alias",
    "add_body",
    "decide",
    "edit_anchoring",
    "edit_body",
    "end_body",
    "mark_of_anchoring",
    "mark_of_body",
    "mark_of_number",
    "open_matter",
    "pass_body",
    "plan_anchoring",
    "remove_alias",
    "remove_anchoring",
    "resume_body",
    "set_diary_number",
    "withdraw_decision",
]
