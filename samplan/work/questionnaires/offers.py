"""What this room knows about people."""

from .personal import correct, erase, personal_data

__all__ = ["correct", "erase", "personal_data"]
