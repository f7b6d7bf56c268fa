from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.fields import FoldedField, SortKeyField
from samplan.foundation.people.models import County, Organisation


class Body(models.Model):
    """A group that meets in an office of its own: a board, a council, a network. It decides, or it prepares."""

    class Kind(models.TextChoices):
        BOARD = "board", _("Nämnd eller styrelse")  # an authority of its own, or an association's board
        COUNCIL = "council", _("Samråd eller råd")
        STEERING = "steering", _("Styrgrupp")
        MANAGEMENT = "management", _("Chefsgrupp eller tjänsteledning")
        NETWORK = "network", _("Nätverk")
        PROGRAMME = "programme", _("Lokalt programområde (LPO)")
        WORKING = "working", _("Arbetsgrupp eller utskott")
        REFERENCE = "reference", _("Referensgrupp")

    county = models.ForeignKey(County, models.PROTECT, related_name="bodies")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="bodies"
    )  # null: shared by several
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    name_key = SortKeyField("name")
    folded = FoldedField(("name", "short_name", "purpose"))
    short_name = models.CharField(max_length=60, blank=True)
    purpose = models.TextField(blank=True)
    is_deciding = models.BooleanField(default=False)  # its decisions bind its organisation
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "organisation", "name"], name="body_once"),
            models.UniqueConstraint(fields=["county", "name"], condition=Q(organisation=None), name="shared_body_once"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="body_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(is_deciding=False) | Q(organisation__isnull=False), name="deciding_body_binds_somebody"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="body_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def whose(self) -> str:
        """With whose it is: two boards have the same name in two municipalities."""
        return f"{self} ({self.organisation.short_name})" if self.organisation else str(self)

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None and self.valid_to < today()


class BodyAlias(models.Model):
    """Another name that documents use for a body."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=160)
    folded = FoldedField(("text",))

    class Meta:
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["body", "folded"], name="body_alias_once")]

    def __str__(self) -> str:
        return self.text


class Matter(models.Model):
    """What is to be decided, by one board or many: it carries the numbers, the decisions and the anchoring."""

    county = models.ForeignKey(County, models.PROTECT, related_name="matters")
    title = models.CharField(max_length=200)
    title_key = SortKeyField("title")
    folded = FoldedField(("title",))
    opened_on = models.DateField()

    class Meta:
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class DiaryNumber(models.Model):
    """An organisation's own number of a matter («dnr»), as its registry writes it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="diary_numbers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="diary_numbers")
    number = models.CharField(max_length=60)

    class Meta:
        ordering = ["organisation__name_key"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "organisation"], name="diary_number_once_in_matter"),
            models.UniqueConstraint(fields=["organisation", "number"], name="diary_number_is_one_matter"),
            models.CheckConstraint(condition=~Q(number=""), name="diary_number_says_something"),
        ]

    def __str__(self) -> str:
        return self.number


class Decision(models.Model):
    """What a deciding body decided in a matter on a day. One put right is a new row; the old one is withdrawn, with why."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Antog")
        REJECTED = "rejected", _("Avslog")
        RETURNED = "returned", _("Återremitterade")
        POSTPONED = "postponed", _("Bordlade")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="decisions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reference = models.CharField(max_length=60, blank=True)  # «§ 45»
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=120)
    by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "body", "on"], condition=Q(withdrawn_at=None), name="one_decision_a_day"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="decision_withdrawn_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on}: {self.get_outcome_display()}"


class Anchoring(models.Model):
    """A matter at a body on a day: planned ahead, then held. What a deciding body adopts is a Decision."""

    class Kind(models.TextChoices):
        PRESENTED = "presented", _("Presenteras")
        DISCUSSED = "discussed", _("Diskuteras")
        ENDORSED = "endorsed", _("Ställer sig bakom")
        NOTED = "noted", _("Noteras")
        ADOPTED = "adopted", _("Antas")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="anchorings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="anchorings")
    kind = models.CharField(max_length=10, choices=Kind)
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)  # what was said
    decision = models.OneToOneField(Decision, models.SET_NULL, null=True, blank=True, related_name="anchoring")

    class Meta:
        ordering = ["planned_on", "held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(held_on__isnull=False), name="anchoring_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.what}"

    @property
    def what(self) -> str:
        """What is to happen, or what did."""
        kind = self.Kind(self.kind)
        return str(HELD[kind] if self.held_on else kind.label)


HELD = {
    Anchoring.Kind.PRESENTED: _("Presenterades"),
    Anchoring.Kind.DISCUSSED: _("Diskuterades"),
    Anchoring.Kind.ENDORSED: _("Ställde sig bakom"),
    Anchoring.Kind.NOTED: _("Noterades"),
    Anchoring.Kind.ADOPTED: _("Antogs"),
}
