"""What this room knows about people, and how long it keeps letters."""

from .personal import correct, erase, personal_data, processing, retention

__all__ = ["correct", "erase", "personal_data", "processing", "retention"]
