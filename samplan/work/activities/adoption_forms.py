from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area
from samplan.work.plans.models import Plan

from . import states
from .models import ActivityState


class AdoptionForm(PlainTextMixin, forms.Form):
    text = forms.CharField(
        label=_l("Så gör vi det här"),
        widget=text_area(5),
        required=False,
        help_text=_l("Vad som är särskilt hos er. Länets text står kvar på aktivitetens sida."),
    )


class AdoptionStateForm(PlainTextMixin, forms.Form):
    state = forms.ChoiceField(label=_l("Läge hos oss"), choices=ActivityState.State.choices)
    on = forms.DateField(label=_l("Sedan"), widget=DateInput, initial=today)
    reason = forms.CharField(
        label=_l("Varför"),
        widget=text_area(3),
        required=False,
        help_text=_l("Behövs när den pausas, avslutas eller avslås."),
    )

    def __init__(self, *args: Any, now: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if now:
            moves = [(move, ActivityState.State(move).label) for move in states.MOVES[now]]
            self.fields["state"].choices = moves  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") in states.WITH_REASON and not data.get("reason"):
            self.add_error("reason", _("Skriv varför. Den som läser senare undrar det."))
        return data


class TakeUpForm(AdoptionStateForm, AdoptionForm):
    plan = forms.ModelChoiceField(label=_l("I vilken lokal plan?"), queryset=Plan.objects.none(), empty_label=None)
    field_order = ["plan", "text", "state", "on", "reason"]

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
