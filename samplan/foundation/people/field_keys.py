"""Everything that lies encrypted: the texts of EncryptedTextField in any room, and the secrets of sign-in."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Value
from django.db.models.functions import Concat

from samplan.foundation.core.encrypted import EncryptedTextField, again, decrypt

SECRETS = ("secret", "seed", "migrated_codes")  # in an authenticator's data


def fields() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field.name


@transaction.atomic
def rotate() -> int:
    """Writes every secret anew under the first key, and encrypts what was written before the field was. Gives their number."""
    return sum(_rotate_field(model, name) for model, name in fields()) + _rotate_authenticators()


def _as_kept(model: type[models.Model], name: str) -> Any:
    """The text as it lies in the database: the field itself would decrypt it."""
    raw = Concat(name, Value(""), output_field=models.TextField())
    return model._default_manager.annotate(as_kept=raw).exclude(as_kept="")


def _rotate_field(model: type[models.Model], name: str) -> int:
    count = 0
    for pk, kept in _as_kept(model, name).values_list("pk", "as_kept"):
        model._default_manager.filter(pk=pk).update(**{name: decrypt(kept)})  # the field encrypts
        count += 1
    return count


def _rotate_authenticators() -> int:
    count = 0
    for authenticator in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
        authenticator.data = _each_secret(authenticator.data, again)
        authenticator.save(update_fields=["data"])
        count += 1
    return count


def _each_secret(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    def changed(value: Any) -> Any:
        return [change(one) for one in value] if isinstance(value, list) else change(value)

    return {key: changed(value) if key in SECRETS else value for key, value in data.items()}


def check() -> None:
    """At start: WrongKey if something lies there that the keys can't read. Looks at one text of each kind."""
    try:
        for model, name in fields():
            for kept in _as_kept(model, name).values_list("as_kept", flat=True)[:1]:
                decrypt(kept)
        for authenticator in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)[:1]:
            _each_secret(authenticator.data, decrypt)
    except DatabaseError:
        return  # no tables yet: setup makes them
