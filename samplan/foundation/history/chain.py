"""The hashes that hold the history together. Pure: what goes in decides what comes out."""

import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from .models import Event, Seal

START = "0" * 64  # what the first seal follows on
CONTENT = (
    *("id", "actor_id", "actor_name", "verb", "subject_type", "subject_id", "subject_name"),
    *("county_code", "organisation_id", "before", "after", "note"),
)


def new_salt() -> str:
    """Without it a name could be guessed back from the hash."""
    return secrets.token_hex(16)


def row_hash(event: Event, salt: str) -> str:
    said = {name: getattr(event, name) for name in CONTENT}
    return _digest({**said, "at": _moment(event.at), "salt": salt})


def rows_hash(rows: Iterable[tuple[int, str]]) -> str:
    """Over (id, hash) of the events under one seal, by id."""
    whole = sha256()
    for pk, digest in rows:
        whole.update(f"{pk}:{digest}\n".encode())
    return whole.hexdigest()


def seal_hash(seal: Seal, previous: str, rows: str) -> str:
    held = {name: getattr(seal, name) for name in ("number", "first_id", "last_id", "count")}
    return _digest({**held, "at": _moment(seal.at), "previous": previous, "rows": rows})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(facts: dict[str, Any]) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
