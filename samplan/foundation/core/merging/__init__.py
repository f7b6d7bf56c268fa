"""Two people, one text: nobody's words are overwritten unseen (docs/house.md, "Two people in one form")."""

from .page import page
from .settling import Saver, Settled, settle
from .starting import Start, posted, seen, start
from .words import Clash, Mark, Merged, SideBySide, marks, merge

__all__ = [
    "Clash",
    "Mark",
    "Merged",
    "Saver",
    "Settled",
    "SideBySide",
    "Start",
    "marks",
    "merge",
    "page",
    "posted",
    "seen",
    "settle",
    "start",
]
