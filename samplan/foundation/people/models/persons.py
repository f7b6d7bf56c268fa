from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.encrypted import EncryptedTextField
from samplan.foundation.core.fields import FoldedField, SortKeyField

from .organisations import County, Organisation, Unit
from .users import Role, User


class Person(models.Model):
    """Somebody in the register of people, with or without an account. With one, the two carry the same name and address."""

    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="persons")  # null: national
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    name_key = SortKeyField("name")
    folded = FoldedField(("name", "email"))
    left_on = models.DateField(null=True, blank=True)  # the last day
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(fields=["county", "email"], condition=~Q(email=""), name="person_address_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on < today()


class Position(models.Model):
    """Where a person works or is active, as what, and when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="positions")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="positions")
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="position_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.unit or self.organisation}".strip()


class Consent(models.Model):
    """What somebody has agreed to, as dated rows: given, and perhaps withdrawn."""

    class Purpose(models.TextChoices):
        NAME = "name", _("Namnet får visas")  # a user representative's: the role can reveal health

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given_on = models.DateField()
    how = EncryptedTextField()  # «på papper», «i mejl den 3 maj»
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_on=None), name="consent_given_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose} {self.given_on}"


class Invitation(models.Model):
    """Somebody asked to take a role. The role begins when the invitation is accepted; only the secret's hash is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=Role.Kind)
    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="invitations_sent")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["email"], condition=Q(accepted_at=None, revoked_at=None), name="invited")]

    def __str__(self) -> str:
        return f"{self.email} {self.kind}"
