"""Everything a round can be made to do. `by` is a user, or a Writer: somebody with a link and no account."""

from .answers import Conflict, Saved, save_answer
from .behalf import confirm_on_behalf, correct_on_behalf, enter_imported, enter_on_behalf, mark_of_behalf
from .people import ask_helper, change_contact, change_manager, end_helper, hand_over, mark_of_contact, renew_link
from .rounds import addressee, close_round, extend, open_round, remind, reopen, send_due_reminders
from .signoff import approve, return_with_note, submit, take_back

__all__ = [
    "Conflict",
    "Saved",
    "addressee",
    "approve",
    "ask_helper",
    "change_contact",
    "change_manager",
    "close_round",
    "confirm_on_behalf",
    "correct_on_behalf",
    "end_helper",
    "enter_imported",
    "enter_on_behalf",
    "extend",
    "hand_over",
    "mark_of_behalf",
    "mark_of_contact",
    "open_round",
    "remind",
    "renew_link",
    "reopen",
    "return_with_note",
    "save_answer",
    "send_due_reminders",
    "submit",
    "take_back",
]
