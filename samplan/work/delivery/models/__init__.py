from .checking import Criterion, CriterionTick, Guide, GuideCheck, GuideDone, GuideStep, GuideUse, Site
from .ending import FinalReport
from .evaluating import EvaluationQuestion
from .milestones import Milestone, MilestoneMove
from .telling import Message

__all__ = [
    "Criterion",
    "CriterionTick",
    "EvaluationQuestion",
    "FinalReport",
    "Guide",
    "GuideCheck",
    "GuideDone",
    "GuideStep",
    "GuideUse",
    "Message",
    "Milestone",
    "MilestoneMove",
    "Site",
]
