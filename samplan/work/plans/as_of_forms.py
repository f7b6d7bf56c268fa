from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from samplan.foundation.core.dates import today

from .forms import DateInput


class DayForm(forms.Form):
    dag = forms.DateField(
        label=_t("Vilken dag?"),
        widget=DateInput,
        error_messages={"invalid": _t("Skriv en dag som 2025-03-01.")},
    )

    def clean_dag(self) -> date:
        day: date = self.cleaned_data["dag"]
        if day > today():
            raise forms.ValidationError(_("Den dagen har inte kommit än. Välj en dag som har varit."))
        return day
