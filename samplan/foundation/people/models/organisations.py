from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.fields import FoldedField, SortKeyField


class County(models.Model):
    """The official county (län), SCB's two digits: border of visibility and of statistics."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)  # without «län»
    slug = models.SlugField(max_length=40, unique=True)
    name_key = SortKeyField("name")

    class Meta:
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class PeriodQuerySet(models.QuerySet["Organisation"]):
    def current(self, on: date | None = None) -> Self:
        """Those that exist on a day: what is chosen among. The ended are still read, never chosen anew."""
        day = on or today()
        return self.exclude(valid_to__lt=day).exclude(valid_from__gt=day)

    def choosable(self, also: int | None) -> Self:
        """Those that exist today, and the one that is chosen already even if it has ended."""
        return self.filter(Q(pk__in=self.current().values("pk")) | Q(pk=also))


class Organisation(models.Model):
    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Kommun")
        AGENCY = "agency", _("Statlig myndighet")
        ASSOCIATION = "association", _("Förening")
        USER_ORGANISATION = "user_organisation", _("Brukarorganisation")
        COORDINATION = "coordination", _("Samordningsförbund")
        COMPANY = "company", _("Företag")
        HEALTH_REGION = "health_region", _("Sjukvårdsregion")  # above the county; its regions are MemberRegion
        NATION = "nation", _("Nationell nivå")

    county = models.ForeignKey(County, models.PROTECT, related_name="organisations", null=True)  # null: national
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=10, blank=True)  # SCB's municipality code, or the region's county code
    name = models.CharField(max_length=120)  # as it writes itself
    short_name = models.CharField(max_length=60)  # as others say it
    name_key = SortKeyField("short_name")
    folded = FoldedField(("name", "short_name"))
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="organisation_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_registered(self) -> bool:
        """Regions and municipalities come from the national register, which says their names."""
        return bool(self.code)

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None and self.valid_to < today()

    def name_on(self, day: date) -> str:
        """What it was called on a day, for history: a former name until its last day."""
        then = [f for f in self.former_names.all() if f.unit_id is None and f.valid_to >= day]
        return min(then, key=lambda f: f.valid_to).name if then else self.name


class Unit(models.Model):
    """A board, department, operation or group inside an organisation."""

    class Kind(models.TextChoices):
        BOARD = "board", _("Nämnd")
        DEPARTMENT = "department", _("Förvaltning")
        OPERATION = "operation", _("Verksamhet")
        GROUP = "group", _("Grupp")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="units")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=160)
    name_key = SortKeyField("name")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")), name="unit_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None and self.valid_to < today()


class Alias(models.Model):
    """Another spelling of an organisation (or one of its units) as documents write it; matched on the folded text."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = FoldedField(("text",), db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "text"], name="alias_once")]

    def __str__(self) -> str:
        return self.text


class FormerName(models.Model):
    """What an organisation, or one of its units, was called before, and until when."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="former_names")
    name = models.CharField(max_length=160)
    folded = FoldedField(("name",), db_index=True)
    valid_to = models.DateField()  # the last day the name was used

    class Meta:
        ordering = ["-valid_to", "-id"]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What took over after an organisation, or a unit, that ended. Several to one, or one to several."""

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    predecessor_unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="successions")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="preceded_by")
    successor_unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="preceded_by")
    on = models.DateField()  # the first day of the successor

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor"))
                | (models.Q(predecessor_unit__isnull=False) & models.Q(successor_unit__isnull=False)),
                name="succession_to_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_unit or self.predecessor} → {self.successor_unit or self.successor}"


class MemberRegion(models.Model):
    """A region's (or another organisation's) membership of a level above the county, during a period."""

    group = models.ForeignKey(Organisation, models.CASCADE, related_name="members")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="member_of")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], condition=models.Q(valid_to=None), name="member_once"),
            models.CheckConstraint(condition=~models.Q(group=models.F("member")), name="not_member_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.member} i {self.group}"


class Place(models.Model):
    """A place below the municipality: a town, a district, an island. What is done there is done there, not everywhere."""

    municipality = models.ForeignKey(Organisation, models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    name_key = SortKeyField("name")
    folded = FoldedField(("name",), db_index=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "folded"], name="place_once")]

    def __str__(self) -> str:
        return self.name
