from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin

from .forms import DateInput, text_area
from .models import Edition, Node


class EvaluationForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Namn"), max_length=200, help_text=_l("Till exempel: Halvtidsutvärdering 2026."))
    on = forms.DateField(label=_l("Blev klar"), widget=DateInput)
    by_whom = forms.CharField(
        label=_l("Vem har utvärderat?"),
        max_length=200,
        help_text=_l("Ett organ eller en organisation, inga personnamn."),
    )
    basis = forms.CharField(
        label=_l("Vad bygger den på?"),
        widget=text_area(3),
        required=False,
        help_text=_l("Till exempel tre års uppföljningar och samtal med brukarorganisationerna."),
    )
    url = forms.URLField(label=_l("Rapportens webbadress"), required=False, assume_scheme="https")

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("Den dagen har inte varit än."))
        return day


class FindingForm(PlainTextMixin, forms.Form):
    text = forms.CharField(label=_l("Slutsats"), widget=text_area(3), help_text=_l("En sak i taget."))
    basis = forms.CharField(label=_l("Vad visar det?"), widget=text_area(3), required=False)
    node = forms.ModelChoiceField(
        label=_l("Vilken del av planen gäller det?"),
        queryset=Node.objects.none(),
        required=False,
        empty_label=_l("Hela planen"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = edition.nodes.select_related("tier").order_by("position")
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class ChoiceForm(PlainTextMixin, forms.Form):
    PART, NOT = "part", "not"
    HOW = ((PART, _l("Den leder till en del av nästa utgåva")), (NOT, _l("Den följs inte")))
    how = forms.ChoiceField(label=_l("Vad blir det av slutsatsen?"), choices=HOW, widget=forms.RadioSelect)
    node = forms.ModelChoiceField(
        label=_l("Vilken del?"), queryset=Node.objects.none(), required=False, empty_label=_l("Välj")
    )
    because = forms.CharField(
        label=_l("Varför?"),
        widget=text_area(3),
        required=False,
        help_text=_l("Behövs när slutsatsen inte följs. Annars kan du skriva hur delen svarar på den."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = edition.nodes.select_related("tier").order_by("position")
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == self.PART and not data.get("node") and "node" not in self.errors:
            self.add_error("node", _("Välj vilken del det är."))
        if data.get("how") == self.NOT:
            data["node"] = None
            if not (data.get("because") or "").strip():
                self.add_error("because", _("Skriv varför slutsatsen inte följs."))
        return data
