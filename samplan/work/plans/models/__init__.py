from .contacts import ContactRole
from .drafting import EditStep, Input, InputUse, Lineage, Suggestion, VisionOwner
from .living import Consequence, Evaluation, Finding, MissingPart, Process, ProcessStep, StepPart
from .nodes import Contribution, FollowUpQuestion, Measure, Node, Tier, Wording
from .plans import BodyRole, Edition, EditionState, Party, Plan, Relation
from .publishing import Publication
from .referrals import Dispatch, Referral, ReferralQuestion, Reply
from .sorting import NodeTerm, PlanVocabulary
from .templates import OwnTemplate

__all__ = [
    "BodyRole",
    "Consequence",
    "ContactRole",
    "Contribution",
    "Dispatch",
    "EditStep",
    "Edition",
    "EditionState",
    "Evaluation",
    "Finding",
    "FollowUpQuestion",
    "Input",
    "InputUse",
    "Lineage",
    "Measure",
    "MissingPart",
    "Node",
    "NodeTerm",
    "OwnTemplate",
    "Party",
    "Plan",
    "PlanVocabulary",
    "Process",
    "ProcessStep",
    "Publication",
    "Referral",
    "ReferralQuestion",
    "Relation",
    "Reply",
    "StepPart",
    "Suggestion",
    "Tier",
    "VisionOwner",
    "Wording",
]
