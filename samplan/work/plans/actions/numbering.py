"""Numbers made from where each part stands: 1, 1.1 … Kept numbers are never touched here."""

from ..models import Edition, Node
from ..outline import Row, rows_of


def numbers_of(nodes: list[Node]) -> dict[int, str]:
    """As the outline shows: headings have none, and what stands under them is counted on through the whole plan; target
    visions have a run of their own."""
    _roots, rows = rows_of(nodes)
    runs: dict[int, int] = {}
    found: dict[int, str] = {}

    def under(row: Row) -> str:
        parent = row.parent
        return f"{found[parent.node.pk]}." if parent is not None and found.get(parent.node.pk) else ""

    for row in rows.values():
        if row.heading:
            found[row.node.pk] = ""
        elif row.depth == 0:
            runs[row.node.tier_id] = runs.get(row.node.tier_id, 0) + 1
            found[row.node.pk] = str(runs[row.node.tier_id])
    for row in rows.values():
        place = 0
        for child in row.children:
            if child.node.pk not in found and not child.is_plain_question:
                place += 1
                found[child.node.pk] = f"{under(child)}{place}"[:20]
    return {pk: found.get(pk, "") for pk in rows}


def number_by_place(edition: Edition) -> list[Node]:
    """Writes the numbers that became others."""
    nodes = list(edition.nodes.select_related("tier").order_by("position"))
    numbers, changed = numbers_of(nodes), []
    for node in nodes:
        if node.number != numbers[node.pk]:
            node.number = numbers[node.pk]
            node._meta.get_field("folded").pre_save(node, False)
            changed.append(node)
    Node.objects.bulk_update(changed, ["number", "folded"])
    return changed
