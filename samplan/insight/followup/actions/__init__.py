"""All writes of the followup room: the form of a plan's questions, and preparing and sending its round."""

from samplan.work.rounds.actions.inviting import PEOPLE, Invited, mark_of_audience

from .building import Asked, asked_questions, build_form
from .dropping import drop_draft, drop_imported, is_imported
from .preparing import (
    NoQuestions,
    mark_of_questions,
    mark_of_times,
    prepare_round,
    send_round,
    set_audience,
    set_questions,
    set_times,
)

__all__ = [
    "PEOPLE",
    "Asked",
    "Invited",
    "NoQuestions",
    "asked_questions",
    "build_form",
    "drop_draft",
    "drop_imported",
    "is_imported",
    "mark_of_audience",
    "mark_of_questions",
    "mark_of_times",
    "prepare_round",
    "send_round",
    "set_audience",
    "set_questions",
    "set_times",
]
