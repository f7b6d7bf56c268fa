"""Loads the country's counties, regions and municipalities, with SCB's codes. Adds and renames; removes nothing."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from samplan.foundation.core.dates import today

from .models import County, FormerName, Organisation

DATA = Path(__file__).parent / "data"


def read_register() -> dict[str, Any]:
    return json.loads((DATA / "register.json").read_text())


@transaction.atomic
def load_register() -> int:
    """Returns how many organisations the register holds after. Writes only what differs: a second start is quick."""
    register = read_register()
    known_counties = {county.code: county for county in County.objects.all()}
    for row in register["counties"]:
        county = known_counties.get(row["code"])
        if county is None or (county.name, county.slug) != (row["name"], row["slug"]):
            fields = {"name": row["name"], "slug": row["slug"]}
            known_counties[row["code"]], _ = County.objects.update_or_create(code=row["code"], defaults=fields)
    known = {(o.kind, o.code): o for o in Organisation.objects.exclude(code="")}
    for row in register["counties"]:
        _organisation(
            known, known_counties[row["code"]], Organisation.Kind.REGION, row["code"], row["region"], row["region"]
        )
    for row in register["municipalities"]:
        county = known_counties[row["code"][:2]]
        _organisation(known, county, Organisation.Kind.MUNICIPALITY, row["code"], row["name"], row["short_name"])
    return Organisation.objects.count()


def _organisation(
    known: dict[tuple[str, str], Organisation], county: County, kind: str, code: str, name: str, short_name: str
) -> None:
    there = known.get((kind, code))
    if there and (there.county_id, there.name, there.short_name) == (county.pk, name, short_name):
        return
    if there and there.name != name:
        FormerName.objects.create(organisation=there, name=there.name, valid_to=today() - timedelta(days=1))
    fields = {"county": county, "name": name, "short_name": short_name}
    Organisation.objects.update_or_create(kind=kind, code=code, defaults=fields)
