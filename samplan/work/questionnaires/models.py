import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.people.models import Organisation


class Form(models.Model):
    """A set of questions, in sections. Frozen once somebody has been asked: a change is a new form."""

    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    form = models.ForeignKey(Form, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    help = models.TextField(blank=True)
    asked: "list[Question]"  # set by queries.sections_of: what one organisation is asked

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["form", "position"], name="section_position_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Question(models.Model):
    class Kind(models.TextChoices):
        SCALE = "scale", _("Ja, delvis eller nej")  # with a text
        TEXT = "text", _("Text")
        OBSTACLES = "obstacles", _("Hinder")  # text, gathered across questions in the compilation
        SUCCESS = "success", _("Framgångsfaktorer")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    help = models.TextField(blank=True)
    key = models.UUIDField(default=uuid.uuid4)  # the concept: the same from year to year, whatever the wording
    meanings = models.JSONField(default=dict, blank=True)  # Answer.Choice -> what it means here: «i hela kommunen»
    asked_of = models.JSONField(default=list, blank=True)  # Organisation.Kind values; empty = everybody

    class Meta:
        ordering = ["section__position", "position"]
        constraints = [models.UniqueConstraint(fields=["section", "position"], name="question_position_once")]
        indexes = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def is_scale(self) -> bool:
        return self.kind == self.Kind.SCALE

    @property
    def is_counted(self) -> bool:
        """Obstacles and success factors are asked for, never demanded: a section is done without them."""
        return self.kind in (self.Kind.SCALE, self.Kind.TEXT)


class Response(models.Model):
    """One organisation's answers to one form."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="responses")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "organisation"], name="response_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.form}"


class Answer(models.Model):
    """What stands in one question of one response now. `revision` grows by one per save: a stale save is told."""

    class Choice(models.TextChoices):
        YES = "yes", _("Ja")
        PARTLY = "partly", _("Delvis")
        NO = "no", _("Nej")
        NOT_APPLICABLE = "not_applicable", _("Ej aktuellt")
        DONT_KNOW = "dont_know", _("Vet inte")

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=16, choices=Choice, blank=True)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=120)
    saved_by_id = models.BigIntegerField(null=True)
    # The page that saved last and its own count: the same page is never in conflict with itself when our reply was lost.
    client = models.CharField(max_length=36, blank=True)
    client_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(choice__in=["", "yes", "partly", "no", "not_applicable", "dont_know"]),
                name="answer_choice_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.number}: {self.choice} {self.text[:40]}"

    @property
    def is_empty(self) -> bool:
        return not self.choice and not self.text.strip()
