from .activities import Activity, ActivityState, Actor, Update
from .asking import Asking
from .imports import ImportDraft
from .plans import ActivityTerm, Adoption, AdoptionState, Assessment, Carrying

__all__ = [
    "Activity",
    "ActivityState",
    "ActivityTerm",
    "Actor",
    "Adoption",
    "AdoptionState",
    "Asking",
    "Assessment",
    "Carrying",
    "ImportDraft",
    "Update",
]
