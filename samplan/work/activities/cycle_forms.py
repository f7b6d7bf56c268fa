from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area

from .models import CycleMark


class CycleForm(PlainTextMixin, forms.Form):
    phase = forms.ChoiceField(label=_l("Hur långt har ni kommit?"), choices=CycleMark.Phase, widget=forms.RadioSelect)
    evidence = forms.CharField(label=_l("Vad visar det?"), widget=text_area(4))
    on = forms.DateField(label=_l("När?"), widget=DateInput)

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Skriv in det när ni är där."))
        return self.cleaned_data["on"]
