"""The parts of a form that prepares a round."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation

from .actions.inviting import PEOPLE, Invited


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InvitedForm(PlainTextMixin, forms.Form):
    """One organisation among those asked: who answers, who approves, and where the link goes while nobody is named."""

    chosen = forms.BooleanField(required=False)
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=120, required=False)
    contact_title = forms.CharField(label=_("Kontaktpersonens uppdrag"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("Kontaktpersonens mejl"), required=False)
    manager_name = forms.CharField(label=_("Ansvarig chef"), max_length=120, required=False)
    manager_title = forms.CharField(label=_("Chefens uppdrag"), max_length=120, required=False)
    manager_email = forms.EmailField(label=_("Chefens mejl"), required=False)
    fallback_email = forms.EmailField(
        label=_("Mejl medan platsen är vakant"),
        required=False,
        help_text=_("Registrator eller förvaltningschef, till exempel."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=f"o{organisation.pk}", initial=initial)
        self.organisation = organisation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("chosen"):
            self._errors = ErrorDict()  # what stands beside somebody who is not asked need not be right
        elif not (data.get("contact_email") or data.get("fallback_email") or self.errors):
            self.add_error(
                "fallback_email",
                _("Skriv en adress som tar emot länken, eller en kontaktperson med mejladress."),
            )
        return data

    @property
    def is_vacant(self) -> bool:
        return not self["contact_email"].value()

    @property
    def lacks_address(self) -> bool:
        return self.is_vacant and not self["fallback_email"].value()

    @property
    def problems(self) -> list[tuple[str, str]]:
        name = self.organisation.short_name
        return [(self[field].id_for_label, f"{name}: {errors[0]}") for field, errors in self.errors.items()]

    @property
    def invited(self) -> Invited:
        return Invited(self.organisation, **{name: self.cleaned_data.get(name, "") for name in PEOPLE})
