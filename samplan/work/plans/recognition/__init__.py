"""Plan recognition: a document goes in, a proposal comes out. Pure Python: no Django, no database."""

from .proposal import Proposal
from .readers import read
from .recogniser import recognise

__all__ = ["Proposal", "read", "recognise"]
