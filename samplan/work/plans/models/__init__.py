from .contacts import ContactRole
from .nodes import Contribution, FollowUpQuestion, Measure, Node, Tier, Wording
from .plans import Edition, EditionState, Party, Plan
from .publishing import Publication

__all__ = [
    "ContactRole",
    "Contribution",
    "Edition",
    "EditionState",
    "FollowUpQuestion",
    "Measure",
    "Node",
    "Party",
    "Plan",
    "Publication",
    "Tier",
    "Wording",
]
