from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.fields import SortKeyField

from .organisations import County, Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do is said by roles only."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)  # «socialchef», «folkhälsostrateg»
    name_key = SortKeyField("name")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)  # of the installation; gives no right to read drafts
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        return self.is_administrator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False  # rooms' access.py is the only door

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Role(models.Model):
    """What a user may do, for one organisation or one county, during a period."""

    class Kind(models.TextChoices):
        # for a county
        COORDINATOR = "coordinator", _("Samordnare")
        READER = "reader", _("Läsare")
        BODY_SECRETARY = "body_secretary", _("Sekreterare i organ")  # which bodies: rows of that room
        BODY_MEMBER = "body_member", _("Ledamot i organ")
        REVIEWER = "reviewer", _("Granskare")
        # for an organisation
        CONTACT = "contact", _("Kontaktperson")
        MANAGER = "manager", _("Ansvarig chef")
        EDITOR = "editor", _("Redaktör")
        ACTIVITY_LEAD = "activity_lead", _("Aktivitetsledare")
        # for a county or a (user) organisation; the name is shown only with recorded consent
        USER_REPRESENTATIVE = "user_representative", _("Brukarrepresentant")
        # for neither: reads what is adopted and approved, in every county
        NATIONAL_READER = "national_reader", _("Nationell läsare")

    COUNTY_KINDS = (Kind.COORDINATOR, Kind.READER, Kind.BODY_SECRETARY, Kind.BODY_MEMBER, Kind.REVIEWER)
    ORGANISATION_KINDS = (Kind.CONTACT, Kind.MANAGER, Kind.EDITOR, Kind.ACTIVITY_LEAD)

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="roles")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="roles_given")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["coordinator", "reader", "body_secretary", "body_member", "reviewer"],
                    county__isnull=False,
                    organisation=None,
                )
                | models.Q(
                    kind__in=["contact", "manager", "editor", "activity_lead"], county=None, organisation__isnull=False
                )
                | models.Q(kind="user_representative", county__isnull=False, organisation=None)
                | models.Q(kind="user_representative", county=None, organisation__isnull=False)
                | models.Q(kind="national_reader", county=None, organisation=None),
                name="role_is_for_county_or_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()} {self.organisation or self.county}"
