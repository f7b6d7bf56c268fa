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
        COORDINATOR = "coordinator", _("Samordnare")  # county
        READER = "reader", _("Läsare")  # county
        CONTACT = "contact", _("Kontaktperson")  # organisation
        MANAGER = "manager", _("Ansvarig chef")  # organisation
        EDITOR = "editor", _("Redaktör")  # organisation

    COUNTY_KINDS = (Kind.COORDINATOR, Kind.READER)

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
                condition=models.Q(kind__in=["coordinator", "reader"], county__isnull=False, organisation=None)
                | models.Q(kind__in=["contact", "manager", "editor"], county=None, organisation__isnull=False),
                name="role_is_for_county_or_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="role_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()} {self.organisation or self.county}"
