from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import County
from samplan.foundation.people.register_forms import DayField, EndForm, RegisterForm
from samplan.work.governance import queries as governance
from samplan.work.governance.forms import label_of
from samplan.work.governance.models import Anchoring, Body, Decision

from .deciding import Line, may_be_first_chosen
from .models import BodyRole

__all__ = ["AnchoringForm", "BodyRoleForm", "DecisionForm", "EndForm", "NumberForm", "WithdrawForm"]


class DecisionForm(RegisterForm):
    body = forms.ModelChoiceField(Body.objects.none(), label=_l("Vem beslutade?"), empty_label=_l("Välj"))
    outcome = forms.ChoiceField(label=_l("Beslut"), choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    on = DayField(label=_l("Beslutets dag"), required=True)
    reference = forms.CharField(
        label=_l("Paragraf"), max_length=60, required=False, help_text=_l("Så som det står i protokollet: § 45.")
    )
    note = forms.CharField(
        label=_l("Att komma ihåg"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_l("Till exempel ett tillägg eller en protokollsanteckning. Inga namn på personer."),
    )

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        start = {"on": today(), "body": may_be_first_chosen(line), "outcome": Decision.Outcome.APPROVED}
        super().__init__(*args, initial=start, **kwargs)
        self.fields["body"].queryset = governance.deciding_of(line.organisation)  # type: ignore[attr-defined]


class NumberForm(RegisterForm):
    numbers_may_stand = ("number",)
    number = forms.CharField(
        label=_l("Diarienummer"),
        max_length=60,
        required=False,
        help_text=_l("Så som det står i organisationens diarium."),
    )


class WithdrawForm(RegisterForm):
    reason = forms.CharField(
        label=_l("Varför?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("Beslutet står kvar, överstruket, med det här skälet."),
    )


class AnchoringForm(RegisterForm):
    body = forms.ModelChoiceField(Body.objects.none(), label=_l("Organ"), empty_label=_l("Välj"))
    kind = forms.ChoiceField(label=_l("Vad ska ske?"), choices=Anchoring.Kind.choices)
    planned_on = DayField(label=_l("Planerat"))
    held_on = DayField(label=_l("Blev av"), help_text=_l("Fyll i när det har varit."))
    note = forms.CharField(label=_l("Vad som sades"), widget=forms.Textarea(attrs={"rows": 5}), required=False)

    def __init__(self, *args: Any, county: County, anchoring: Anchoring | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = governance.choosable(county, anchoring.body_id if anchoring else None)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["body"].label_from_instance = label_of  # type: ignore[attr-defined]


class BodyRoleForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_l("Organ"), empty_label=_l("Välj"))
    kind = forms.ChoiceField(
        label=_l("Vad gör det?"), choices=BodyRole.Kind.choices, widget=forms.RadioSelect, initial="owns"
    )

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["body"].queryset = governance.choosable(county)  # type: ignore[attr-defined]
        self.fields["body"].label_from_instance = label_of  # type: ignore[attr-defined]
