from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from .forms import DateInput


class ChangesForm(forms.Form):
    """What the log of changes can be narrowed to."""

    vem = forms.ChoiceField(label=_t("Vem"), required=False)
    fran = forms.DateField(label=_t("Från"), widget=DateInput, required=False)
    till = forms.DateField(label=_t("Till"), widget=DateInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Alla")), *((str(pk), name) for pk, name in people)]
        self.fields["vem"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("fran"), data.get("till")
        if first and last and last < first:
            self.add_error("till", _("Sista dagen ligger före den första."))
        return data
