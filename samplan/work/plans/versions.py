"""An edition's text as rows, and as the version that differences are made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from .difference import CONTRIBUTION, EDITION, MEASURE, NODE, QUESTION, TIER, Item, Version, version
from .models import Contribution, Edition, FollowUpQuestion, Measure, Node, Tier, Wording

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]  # {table: {id: row}}, as an EditStep writes them

# What the text is made of: the table, and how its rows lead to an edition.
TABLES = {
    "tier": (Tier, "edition"),
    "node": (Node, "edition"),
    "wording": (Wording, "node__edition"),
    "question": (FollowUpQuestion, "edition"),
    "measure": (Measure, "edition"),
    "contribution": (Contribution, "source__edition"),
}
FACTS = ("title", "lead", "valid_from", "valid_to")
_MADE = ("folded", "title_key")  # made of the text, for searching and sorting


def rows_of(edition: Edition) -> Rows:
    """The edition's text as it stands. One query for each table."""
    found: Rows = {}
    for name, (model, way) in TABLES.items():
        columns = [f.attname for f in model._meta.concrete_fields if f.name not in _MADE]
        found[name] = {row["id"]: row for row in model._default_manager.filter(**{way: edition}).values(*columns)}
    return found


def version_of(edition: Edition, rows: Rows | None = None) -> Version:
    """The edition's text as it stands, or as the rows given say."""
    rows = rows_of(edition) if rows is None else rows
    tiers, tier_key = _tiers(rows["tier"])
    nodes = sorted(rows["node"].values(), key=lambda row: (row["position"], row["id"]))
    keys = _unique((row["id"], str(row["key"])) for row in nodes)
    worded: dict[int, list[str]] = {}
    for row in sorted(rows["wording"].values(), key=lambda row: row["id"]):
        worded.setdefault(row["node_id"], []).append(row["text"])
    parts = [
        Item(
            keys[row["id"]],
            keys.get(row["parent_id"], ""),
            {
                "tier": tier_key[row["tier_id"]],
                **{name: row[name] for name in ("number", "title", "text")},
                "wordings": worded.get(row["id"], []),
            },
        )
        for row in nodes
    ]
    return version(
        {
            EDITION: [Item(EDITION, "", _facts(edition, rows))],
            TIER: tiers,
            NODE: parts,
            QUESTION: _hanging(rows["question"], keys, ("text", "help", "audience", "is_open")),
            MEASURE: _hanging(rows["measure"], keys, ("text",)),
            CONTRIBUTION: _links(rows["contribution"], keys),
        }
    )


def _facts(edition: Edition, rows: Rows) -> Row:
    then = rows.get(EDITION, {}).get(0, {})  # as they were, when the rows are of another day
    return {name: then.get(name, getattr(edition, name)) for name in FACTS}


def _tiers(rows: Mapping[int, Row]) -> tuple[list[Item], dict[int, str]]:
    ordered = sorted(rows.values(), key=lambda row: row["position"])
    keys = _unique((row["id"], row["name"]) for row in ordered)
    shown = ("standard_type", "is_target_vision")
    return [Item(keys[row["id"]], "", {name: row[name] for name in shown}) for row in ordered], keys


def _hanging(rows: Mapping[int, Row], keys: Mapping[int, str], shown: tuple[str, ...]) -> list[Item]:
    ordered = sorted(rows.values(), key=lambda row: (row["position"], row["id"]))
    own = _unique((row["id"], str(row["key"])) for row in ordered)
    return [Item(own[row["id"]], keys.get(row["node_id"], ""), {name: row[name] for name in shown}) for row in ordered]


def _links(rows: Mapping[int, Row], keys: Mapping[int, str]) -> list[Item]:
    links = [
        Item(f"{source}>{target}", source, {"target": target, "evidence": row["evidence"]})
        for row in rows.values()
        if (source := keys.get(row["source_id"])) and (target := keys.get(row["target_id"]))
    ]
    return sorted(links, key=lambda link: link.key)


def _unique(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A key for each id. The second with the same key gets one of its own: nothing of a plan is left out of a comparison."""
    found: dict[int, str] = {}
    taken: dict[str, int] = {}
    for pk, key in pairs:
        taken[key] = taken.get(key, 0) + 1
        found[pk] = key if taken[key] == 1 else f"{key} ({taken[key]})"
    return found
