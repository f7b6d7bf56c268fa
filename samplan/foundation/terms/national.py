"""The lists of the whole country that come with Samplan. Loaded once each: what administrators have written since is left."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from samplan.foundation.core.text import fold

from . import actions
from .models import Vocabulary

FILE = Path(__file__).parent / "data" / "national.json"


def load_national() -> int:
    """How many lists were new."""
    return sum(_load(each) for each in json.loads(FILE.read_text(encoding="utf-8")))


@transaction.atomic
def _load(given: dict[str, Any]) -> bool:
    if Vocabulary.objects.filter(county=None, folded=fold(given["name"])).exists():
        return False
    made = actions.add_vocabulary(
        county=None,
        kind=given["kind"],
        name=given["name"],
        description=given["description"],
        valid_from=date.fromisoformat(given["valid_from"]),
        valid_to=date.fromisoformat(given["valid_to"]),
        by=None,
    )
    for position, (code, text) in enumerate(given["terms"], start=1):
        words = {"text": text, "code": code, "source": given["source"], "position": position}
        actions.add_term(vocabulary=made, by=None, **words)
    return True
