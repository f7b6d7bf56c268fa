"""The secret in a personal link. It leaves only in the mail; what is kept is its hash."""

import hashlib
import secrets
from datetime import timedelta

BYTES = 24
LENGTH = 32  # characters of a secret in an address
FRESH_EVERY = timedelta(minutes=5)  # so often may a new link be asked for


def new_secret() -> str:
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def fits(secret: str, kept: str) -> bool:
    """Whether this is the secret whose hash was kept. Takes equally long whatever differs."""
    return secrets.compare_digest(kept, hash_of(secret))
