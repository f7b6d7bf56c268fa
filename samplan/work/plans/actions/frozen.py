from typing import Any

from ..models import Edition, Node
from ..states import require_editable


def lock(edition_id: int) -> Edition:
    """The edition, held until the transaction ends (SQLite holds the whole database from its start). Call inside one."""
    return Edition.objects.select_for_update(of=("self",)).select_related("plan__county").get(pk=edition_id)


def lock_editable(edition_id: int) -> Edition:
    """The same, refused when the edition is frozen: checked under the lock, so that adopting can't slip in between."""
    edition = lock(edition_id)
    require_editable(edition)
    return edition


def node_facts(node: Node) -> dict[str, Any]:
    return {"number": node.number, "title": node.title, "text": node.text, "parent": str(node.parent or "")}
