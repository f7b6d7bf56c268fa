"""Two people never lose each other's text: a form carries a mark of what it showed, and saving checks it."""

import json
from hashlib import sha256
from typing import Any


def mark_of(*values: Any) -> str:
    """A mark of the values a form was filled with; browsers' line endings make no difference."""
    text = json.dumps([str(v if v is not None else "") for v in values], ensure_ascii=False)
    return sha256(text.replace("\\r\\n", "\\n").encode()).hexdigest()[:32]


class Stale(Exception):
    """Somebody else saved in between; nothing was written."""
