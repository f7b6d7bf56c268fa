from django.db import models
from django.db.models import F, Q

from samplan.foundation.people.models import Organisation, User

from .nodes import Node
from .plans import Edition


class ContactRole(models.Model):
    """Who answers for an area of the plan in an organisation, and when. No node: for the whole plan."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="contact_roles")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="contact_roles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contact_roles")
    user = models.ForeignKey(User, models.PROTECT, related_name="contact_roles")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "organisation"], condition=Q(valid_to=None, node__isnull=False), name="contact_of_area"
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation"], condition=Q(valid_to=None, node=None), name="contact_of_plan"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="contact_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node or self.edition}, {self.organisation}"
