"""All writes of the followup room: the form of a plan's questions, and preparing and sending its round."""

from .building import Asked, asked_questions, build_form, reword
from .preparing import Invited, NoQuestions, drop_draft, prepare_round, send_round, set_audience, set_times

__all__ = [
    "Asked",
    "Invited",
    "NoQuestions",
    "asked_questions",
    "build_form",
    "drop_draft",
    "prepare_round",
    "reword",
    "send_round",
    "set_audience",
    "set_times",
]
