"""Two people, one text: nobody's words are overwritten unseen (docs/house.md, "Two people in one form")."""

from .words import Clash, Mark, Merged, marks, merge

__all__ = ["Clash", "Mark", "Merged", "marks", "merge"]
