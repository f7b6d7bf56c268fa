from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin

from .models import Controller


class FindForm(forms.Form):
    vem = forms.CharField(label=_l("Namn eller e-postadress"), required=False, max_length=120)


class CorrectForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_l("Namn"), max_length=120)
    email = forms.EmailField(label=_l("E-post"), help_text=_l("Personen loggar in med den här adressen."))
    title = forms.CharField(label=_l("Titel"), max_length=120, required=False)
    reason = forms.CharField(
        label=_l("Varför?"), max_length=300, help_text=_l("Till exempel ”Nytt efternamn” eller ”Begäran den 3 maj”.")
    )


class EraseForm(PlainTextMixin, forms.Form):
    reason = forms.CharField(
        label=_l("Varför?"),
        max_length=300,
        help_text=_l("Skriv ärendets nummer eller dag, inte personens namn."),
    )
    sure = forms.BooleanField(label=_l("Jag har läst vad som händer. Det går inte att ångra."))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = name

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if any(part.lower() in reason.lower() for part in self.person.split() if len(part) > 2):
            raise forms.ValidationError(_("Skriv utan personens namn. Det ska inte finnas kvar någonstans."))
        return reason


class DecideForm(PlainTextMixin, forms.Form):
    decision = forms.CharField(
        label=_l("Beslut, eller skäl att låta det stå kvar"),
        max_length=200,
        error_messages={"required": _l("Skriv vilket beslut det vilar på, eller varför det ska stå kvar.")},
        help_text=_l("Beslutets nummer och dag, till exempel ”Gallringsbeslut 2026-14, 3 mars 2026”."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TimeForm(PlainTextMixin, forms.Form):
    days = forms.IntegerField(label=_l("Sparas i så många dagar"), min_value=1, max_value=36_500)
    decision = forms.CharField(
        label=_l("Enligt vilket beslut?"),
        max_length=200,
        help_text=_l("Till exempel ”Dokumenthanteringsplan 2026, punkt 4.2”."),
    )


class ControllerForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = Controller
        fields = ("name", "organisation_number", "contact", "officer", "officer_contact")
        labels = {
            "name": _l("Personuppgiftsansvarig"),
            "organisation_number": _l("Organisationsnummer"),
            "contact": _l("Så når man den ansvariga"),
            "officer": _l("Dataskyddsombud"),
            "officer_contact": _l("Så når man ombudet"),
        }
