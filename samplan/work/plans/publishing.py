"""What publishing an edition would show everybody, counted before it is done."""

from typing import Any

from samplan.foundation.core.text import fold

from . import outline, queries
from .models import Edition, Party


def contents(edition: Edition, names: list[str]) -> dict[str, Any]:
    """How much there is to read, who stands behind it, and which names of people stand in the text itself."""
    built = outline.build(edition)
    parties: list[Party] = queries.standing_parties(edition.plan)
    rows = built.by_node.values()
    questions = [*built.asked, *(q for row in rows for q in row.asked)]
    measures = [*built.measures, *(m for row in rows for m in row.measures)]
    texts = [edition.title, edition.lead, edition.plan.owner_name]
    texts += [text for row in rows for text in (row.node.title, row.node.text)]
    texts += [one.text for one in questions] + [one.text for one in measures]
    return {
        "parts": len(built.by_node),
        "questions": len(questions),
        "measures": len(measures),
        "parties": parties,
        "named": named_in(names, "\n".join(texts)),
    }


def named_in(names: list[str], text: str) -> list[str]:
    folded = fold(text)
    return [name for name in names if fold(name) in folded]
