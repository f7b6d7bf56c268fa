from typing import Any

from django import forms

from .text import whole_number


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their ids. A number that no row can have is an unknown choice; Django would ask the database, which fails."""

    def _check_values(self, value: Any) -> Any:  # Django keeps the check of ids here
        for given in value if isinstance(value, list | tuple) else ():
            if not whole_number(given):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": given}
                )
        return super()._check_values(value)  # type: ignore[misc]
