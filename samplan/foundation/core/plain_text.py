"""The one check of free text: what people write is kept, but never a personal identity number.

A form takes the mixin first: `class NoteForm(PlainTextMixin, forms.Form)`. What comes another way than through a form
(a posted text, a file) asks `refuse` before it is written.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from . import personal_numbers


class PersonalNumberInText(ValidationError):
    """The text holds a personal identity number; nothing was written. The message says where and what to do."""


def refuse(*texts: str) -> None:
    """Raises for a text that must not be kept. For actions that are given text directly."""
    for text in texts:
        if words := personal_numbers.refusal(text):
            raise PersonalNumberInText(words)


class PlainTextMixin:
    """Refuses personal identity numbers in every text of the form, whatever the form's own clean does.

    `numbers_may_stand` names fields that are not free text: a secret, a code, an address.
    """

    numbers_may_stand: tuple[str, ...] = ()

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if not self.is_bound:  # type: ignore[attr-defined]
            return
        for name in free_text_fields(self):
            written = self[name].data  # type: ignore[index]
            if isinstance(written, str) and (words := personal_numbers.refusal(written)):
                self.add_error(name, words)  # type: ignore[attr-defined]


def free_text_fields(form: Any) -> list[str]:
    """The form's fields in which somebody may write what they want: the posted text is looked at, before it is made into anything."""
    fields = getattr(form, "fields", None) or form.base_fields
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.EmailField | forms.URLField | forms.UUIDField | forms.GenericIPAddressField)
        and not isinstance(field.widget, forms.PasswordInput | forms.Select)
        and name not in form.numbers_may_stand
    ]
