from .activities import Activity, ActivityState, Actor, Update
from .imports import ImportDraft

__all__ = ["Activity", "ActivityState", "Actor", "ImportDraft", "Update"]
