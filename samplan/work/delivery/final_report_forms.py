from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area

from .final_reports import TITLES


class FinalReportForm(PlainTextMixin, forms.Form):
    """Any part may be left for later: handing in asks for all of them."""

    what = forms.CharField(
        label=TITLES["what"],
        widget=text_area(6),
        required=False,
        help_text=_l("Kort, för den som inte var med: vad ni gjorde, var och för vilka."),
    )
    result = forms.CharField(
        label=TITLES["result"],
        widget=text_area(6),
        required=False,
        help_text=_l("Vad det ledde till för dem det gällde, och hur ni vet det. Skriv inte om enskilda personer."),
    )
    lesson = forms.CharField(
        label=TITLES["lesson"],
        widget=text_area(5),
        required=False,
        help_text=_l("Vad ni skulle göra likadant, och vad ni skulle göra på ett annat sätt."),
    )
    payer = forms.CharField(
        label=TITLES["payer"],
        widget=text_area(2),
        required=False,
        help_text=_l("Vem som betalar det som lever vidare. Om inget gör det: skriv det."),
    )


class GiveBackForm(PlainTextMixin, forms.Form):
    note = forms.CharField(
        label=_l("Vad behöver ändras?"),
        widget=text_area(4),
        help_text=_l("De som skrev den ser det på sin startsida."),
        error_messages={"required": _l("Skriv vad som behöver ändras.")},
    )


class ApproveForm(PlainTextMixin, forms.Form):
    on = forms.DateField(label=_l("Godkändes"), widget=DateInput)
    approved_by = forms.CharField(
        label=_l("Av vem?"),
        max_length=200,
        help_text=_l("Organet eller personen som godkände."),
        error_messages={"required": _l("Skriv vem som godkände den.")},
    )
    decision = forms.CharField(
        label=_l("Beslutets nummer"), max_length=200, required=False, help_text=_l("Paragraf eller diarienummer.")
    )

    def __init__(self, *args: Any, handed_in: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handed_in = handed_in

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Skriv in godkännandet när det har hänt."))
        if on < self.handed_in:
            raise forms.ValidationError(_("Den kan inte godkännas innan den lämnades in. Välj en senare dag."))
        return on
