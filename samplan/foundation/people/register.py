"""Loads the country's counties, regions and municipalities, with SCB's codes. Adds and renames; removes nothing."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from .models import County, Organisation

DATA = Path(__file__).parent / "data"


def read_register() -> dict[str, Any]:
    return json.loads((DATA / "register.json").read_text())


@transaction.atomic
def load_register() -> int:
    """Returns how many organisations the register holds after."""
    register = read_register()
    for row in register["counties"]:
        county, _ = County.objects.update_or_create(
            code=row["code"], defaults={"name": row["name"], "slug": row["slug"]}
        )
        _organisation(county, Organisation.Kind.REGION, row["code"], row["region"], row["region"])
    counties = {county.code: county for county in County.objects.all()}
    for row in register["municipalities"]:
        county = counties[row["code"][:2]]
        _organisation(county, Organisation.Kind.MUNICIPALITY, row["code"], row["name"], row["short_name"])
    return Organisation.objects.count()


def _organisation(county: County, kind: str, code: str, name: str, short_name: str) -> None:
    Organisation.objects.update_or_create(
        kind=kind, code=code, defaults={"county": county, "name": name, "short_name": short_name}
    )
