"""What an organisation has in hand here: its boards and other bodies, handed over with it."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core.offers import Owned
from samplan.foundation.people.models import Organisation, User

from . import actions, queries


def owned_by(holder: User | Organisation) -> list[Owned]:
    if not isinstance(holder, Organisation):
        return []
    return [
        Owned(
            body.name,
            _("Organ"),
            reverse("governance:body", args=[body.county.slug, body.pk]),
            partial(actions.pass_body, body=body),
            county_id=body.county_id,
        )
        # One that has decided stays with the organisation it bound.
        for body in holder.bodies.filter(queries.current(), decisions=None).select_related("county")
    ]
