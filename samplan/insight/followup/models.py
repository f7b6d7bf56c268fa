from django.db import models

from samplan.foundation.people.models import County
from samplan.work.plans.models import Edition, FollowUpQuestion
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.models import Round


class PlanRound(models.Model):
    """A round that follows up an edition of a plan."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="plan_round")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="plan_rounds")

    def __str__(self) -> str:
        return str(self.round)


class AskedQuestion(models.Model):
    """Which of the plan's follow-up questions a form's question asks."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="asked")
    source = models.ForeignKey(FollowUpQuestion, models.PROTECT, related_name="asked_in")

    def __str__(self) -> str:
        return str(self.source)


class ColumnMapping(models.Model):
    """How the columns of an earlier round's spreadsheet map to the plan's questions; kept for the next file."""

    county = models.ForeignKey(County, models.CASCADE, related_name="column_mappings")
    name = models.CharField(max_length=120)
    columns = models.JSONField(
        default=dict
    )  # column heading -> "organisation", "year", "choice:<key>" or "text:<key>"; "" is not read
    words = models.JSONField(default=dict)  # the file's word, folded -> Answer.Choice; "" is no answer
    names = models.JSONField(default=dict)  # the file's name, folded -> organisation id; 0 is a row not to read
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="mapping_name_once")]

    def __str__(self) -> str:
        return self.name
