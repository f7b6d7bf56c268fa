from django.db import models

from samplan.work.questionnaires.models import Question
from samplan.work.rounds.models import Round


class OwnAnalysis(models.Model):
    """What the county makes of the answers to one question in one round. Knows which answers it was written on."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="analyses")
    question = models.ForeignKey(Question, models.CASCADE, related_name="analyses")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    data_version = models.CharField(max_length=64)  # hash of the answers it was written on
    in_report = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=120)
    written_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question"], name="analysis_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"
