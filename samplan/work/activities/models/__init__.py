from .activities import Activity, ActivityState
from .actors import Actor, Post, PostShare
from .asking import Asking
from .course import (
    ActivityDocument,
    ActivityLineage,
    CycleMark,
    Forecast,
    Nomination,
    QualityRule,
    Rescoping,
    SavedView,
)
from .imports import ImportDraft
from .plans import ActivityTerm, Adoption, AdoptionState, Assessment, Carrying
from .reporting import ReportingPoint, Update, Volume

__all__ = [
    "Activity",
    "ActivityDocument",
    "ActivityLineage",
    "ActivityState",
    "ActivityTerm",
    "Actor",
    "Adoption",
    "AdoptionState",
    "Asking",
    "Assessment",
    "Carrying",
    "CycleMark",
    "Forecast",
    "ImportDraft",
    "Nomination",
    "Post",
    "PostShare",
    "QualityRule",
    "ReportingPoint",
    "Rescoping",
    "SavedView",
    "Update",
    "Volume",
]
