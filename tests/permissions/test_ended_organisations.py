"""An organisation that has ended says so on every page that still lists it: the plan's, the round's, the activity's."""

from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import day
from samplan.foundation.people.models import Organisation

from .world import build

pytestmark = pytest.mark.django_db
LAST = date(2021, 5, 31)


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("plans:edition", "edition"),
        ("activities:detail", "activity"),
        ("followup:round", "open"),
        ("followup:extend", "open"),
        ("followup:close", "open"),
    ],
)
def test_an_organisation_that_has_ended_says_so(client, cast, name, thing):
    """Planted: each of these pages without its words."""
    w = build(cast)
    client.force_login(w.by)
    address = reverse(name, args=[w.county.slug, getattr(w, thing).pk])
    words = f"upphörde {day(LAST)}"
    assert words not in client.get(address).content.decode()
    Organisation.objects.filter(pk=cast.ekby.pk).update(valid_to=LAST)
    assert words in client.get(address).content.decode()
