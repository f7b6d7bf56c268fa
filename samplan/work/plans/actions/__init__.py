"""All writes of the plans room: creating editions, their states, the tree, its questions, the parties."""

from .creation import (
    CreatedEdition,
    NewMeasure,
    NewNode,
    NewQuestion,
    NewTier,
    create_edition,
    start_edition,
)

__all__ = [
    "CreatedEdition",
    "NewMeasure",
    "NewNode",
    "NewQuestion",
    "NewTier",
    "create_edition",
    "start_edition",
]
