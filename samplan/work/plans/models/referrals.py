from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import Organisation
from samplan.work.questionnaires.models import Answer, Question
from samplan.work.rounds.models import Round

from .nodes import Node
from .plans import Edition


class Referral(models.Model):
    """A draft sent out for opinions: a round of that kind, about one edition."""

    class Depth(models.TextChoices):
        WHOLE = "whole", _("Bara planen som helhet")
        AREA = "area", _("Varje område")
        SUB_AREA = "sub_area", _("Varje område och delområde")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="referrals")
    round = models.OneToOneField(Round, models.PROTECT, related_name="referral")
    text = models.JSONField(
        default=list
    )  # the draft as it was sent: key, number, title and text of each part, in order
    depth = models.CharField(max_length=8, choices=Depth, default=Depth.AREA)  # how finely opinions are asked for
    told_at = models.DateTimeField(null=True, blank=True)  # when those who replied were told what became of it

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.round)


class ReferralQuestion(models.Model):
    """What part of the draft a question of the referral's form is about; no node: the whole draft."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="questions")
    question = models.OneToOneField(Question, models.PROTECT, related_name="referral_question")
    node = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="referral_questions")
    node_key = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.question)


class Reply(models.Model):
    """What we answer to an opinion, and what became of it in the plan."""

    class Outcome(models.TextChoices):
        FOLLOWED = "followed", _("Följs")
        PARTLY = "partly", _("Följs delvis")
        NOT_FOLLOWED = "not_followed", _("Följs inte")
        NOTED = "noted", _("Tas med i arbetet")

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="reply")
    outcome = models.CharField(max_length=12, choices=Outcome)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_says_something")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.text[:60]}"


class Dispatch(models.Model):
    """Who was given which draft and when: for the public record. Kept also when the draft is taken back."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="dispatches")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="dispatches")
    to = models.CharField(max_length=200)  # the organisation in words, as it was sent
    what = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.what}"
