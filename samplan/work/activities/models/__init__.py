from .activities import Activity, ActivityState, Actor, Update
from .imports import ImportDraft
from .plans import ActivityTerm, Adoption, AdoptionState, Assessment, Carrying

__all__ = [
    "Activity",
    "ActivityState",
    "ActivityTerm",
    "Actor",
    "Adoption",
    "AdoptionState",
    "Assessment",
    "Carrying",
    "ImportDraft",
    "Update",
]
