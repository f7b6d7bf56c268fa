"""The few fields that nobody should read in a copy of the database. Keys: SAMPLAN_FIELD_KEYS, or a file in the data folder.

The first key encrypts; all of them decrypt, so that a new one can be put first and `samplan rotate-keys` run in peace.
"""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

MARK = "fernet:"  # before what is encrypted, so that a text from before is told from it


class WrongKey(ImproperlyConfigured):
    """There is a text that none of the keys can read."""

    def __init__(self) -> None:
        super().__init__(
            "Nycklarna i SAMPLAN_FIELD_KEYS (eller filen field-keys i datamappen) läser inte det som är krypterat. "
            "Lägg tillbaka den nyckel som användes förut, sist i listan. / The field keys can't read what is encrypted: "
            "put the former key back, last in the list."
        )


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    return _box(tuple(settings.FIELD_KEYS))


def encrypt(text: str) -> str:
    """An empty text stays empty: that nothing is there is no secret."""
    return MARK + box().encrypt(text.encode()).decode() if text else ""


def decrypt(kept: str) -> str:
    if not kept.startswith(MARK):
        return kept  # written before the field was encrypted; rotate-keys takes care of it
    try:
        return box().decrypt(kept.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        raise WrongKey from None


def again(kept: str) -> str:
    """The same text, under the first key."""
    return encrypt(decrypt(kept))


def check_keys(keys: list[str]) -> list[str]:
    """For the settings: a key that is none stops the start, and says how to make one."""
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                "SAMPLAN_FIELD_KEYS: en nyckel är 44 tecken, gjord med «samplan rotate-keys --new». / A field key is 44 "
                "characters, made by «samplan rotate-keys --new»."
            ) from None
    return keys


class EncryptedTextField(models.TextField):
    """A text that lies encrypted in the database and is itself in Python. It can't be searched or sorted by."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("isnull", "exact"):  # exact: only to ask whether it is empty
            return None
        return super().get_lookup(lookup_name)
