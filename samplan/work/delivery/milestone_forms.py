from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area

from .models import Milestone

Outcome = Milestone.Outcome


class MilestoneForm(PlainTextMixin, forms.Form):
    title = forms.CharField(
        label=_l("Vad ska vara klart?"),
        max_length=200,
        error_messages={"required": _l("Skriv vad som ska vara klart.")},
    )
    kind = forms.ChoiceField(
        label=_l("Sort"),
        choices=[
            (Milestone.Kind.MILESTONE, _l("Milstolpe: något har hänt eller är på plats")),
            (Milestone.Kind.DELIVERABLE, _l("Leverans: något lämnas över, till exempel en projektplan")),
            (Milestone.Kind.GATE, _l("Beslutspunkt: någon beslutar om ni ska gå vidare")),
        ],
        widget=forms.RadioSelect,
        initial=Milestone.Kind.MILESTONE,
    )
    due = forms.DateField(label=_l("Till vilken dag?"), widget=DateInput)
    text = forms.CharField(
        label=_l("Mer om den"),
        widget=text_area(3),
        required=False,
        help_text=_l("För en beslutspunkt: vad som måste vara på plats för att gå vidare."),
    )


class EditMilestoneForm(MilestoneForm):
    reason = forms.CharField(
        label=_l("Varför flyttas dagen?"),
        widget=text_area(2),
        required=False,
        help_text=_l("Behövs om du ändrar dagen. Den gamla dagen och skälet står kvar."),
    )
    field_order = ["title", "kind", "due", "reason", "text"]

    def __init__(self, *args: Any, was: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = was

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        moved = data.get("due") and data["due"] != self.was
        if moved and "reason" not in self.errors and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Skriv varför dagen flyttas. Den som läser senare undrar det."))
        return data


class DoneForm(PlainTextMixin, forms.Form):
    on = forms.DateField(label=_l("Klar"), widget=DateInput)
    note = forms.CharField(
        label=_l("Vad blev det?"),
        widget=text_area(3),
        required=False,
        help_text=_l("Vad som är på plats eller lämnades över, och var det finns."),
    )

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Skriv in det när det har hänt."))
        return self.cleaned_data["on"]


class GateForm(DoneForm):
    outcome = forms.ChoiceField(
        label=_l("Vad beslutades?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj vad som beslutades.")},
    )
    decided_by = forms.CharField(
        label=_l("Av vem?"),
        max_length=200,
        help_text=_l("Organet eller personen, gärna med paragraf."),
        error_messages={"required": _l("Skriv vem som beslutade.")},
    )
    field_order = ["outcome", "on", "decided_by", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _l("Dag för beslutet")
        self.fields["note"].label = _l("Varför?")
        self.fields["note"].help_text = _l("Behövs om ni ändrar något eller avbryter.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        other = data.get("outcome") in (Outcome.CHANGE, Outcome.STOP)
        if other and "note" not in self.errors and not (data.get("note") or "").strip():
            self.add_error("note", _("Skriv varför det beslutades så."))
        return data
