"""Forms of ties between plans, and of plans that stand under another."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation

from .forms import DateInput, NewPlanForm, text_area
from .models import Plan, Relation


class RelationForm(PlainTextMixin, forms.Form):
    kind = forms.ChoiceField(label=_l("Hur hänger det ihop?"), choices=Relation.Kind.choices, widget=forms.RadioSelect)
    to_kind = forms.ChoiceField(label=_l("Med vad?"), choices=Relation.To.choices)
    to_plan = forms.ModelChoiceField(
        label=_l("Vilken plan i länet?"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_l("Ingen plan härifrån"),
    )
    title = forms.CharField(
        label=_l("Namn"),
        max_length=300,
        required=False,
        help_text=_l("När det inte är en plan som finns i länet här: som dokumentet heter."),
    )
    publisher = forms.CharField(label=_l("Vem har gett ut det?"), max_length=200, required=False)
    url = forms.URLField(label=_l("Webbadress"), required=False, assume_scheme="https")
    note = forms.CharField(label=_l("På vilket sätt?"), widget=text_area(3), required=False)
    valid_from = forms.DateField(label=_l("Gäller från"), widget=DateInput, required=False)
    valid_to = forms.DateField(label=_l("Gäller till"), widget=DateInput, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Plan.objects.filter(county=plan.county_id).exclude(pk=plan.pk).order_by("title_key")
        self.fields["to_plan"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        to_plan, title = data.get("to_plan"), (data.get("title") or "").strip()
        if to_plan:
            data |= {"to_kind": Relation.To.PLAN, "title": "", "publisher": "", "url": ""}
        elif not title and "title" not in self.errors:
            self.add_error("title", _("Välj en plan i länet eller skriv vad det är."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Det kan inte sluta gälla innan det börjar."))
        return data


class SubPlanForm(NewPlanForm):
    area = forms.CharField(
        label=_l("Vilket område är den för?"),
        max_length=200,
        help_text=_l("Till exempel barn och unga, eller suicidprevention."),
    )
    field_order = ["title", "area", "valid_from", "valid_to", "lead", "levels"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["owner_name"]


class LocalPlanForm(NewPlanForm):
    organisation = forms.ModelChoiceField(
        label=_l("Vems lokala plan?"), queryset=Organisation.objects.none(), empty_label=None
    )
    field_order = ["title", "organisation", "valid_from", "valid_to", "lead", "levels"]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["owner_name"]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
