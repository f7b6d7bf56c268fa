from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation

from .forms import text_area
from .models import Edition, Node, Plan, Process


class ProcessForm(PlainTextMixin, forms.Form):
    title = forms.CharField(
        label=_l("Vad heter processen?"), max_length=200, help_text=_l("Till exempel Från barn- till vuxenpsykiatri.")
    )
    text = forms.CharField(label=_l("När används den?"), widget=text_area(3), required=False)

    def __init__(self, *args: Any, plan: Plan, process: Process | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = plan.processes.exclude(pk=process.pk if process else 0)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if self.others.filter(title=title).exists():
            raise forms.ValidationError(_("Det finns redan en process med det namnet."))
        return title


class StepForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vad händer?"), max_length=200)
    text = forms.CharField(label=_l("Hur går det till?"), widget=text_area(4), required=False)
    giver = forms.ModelChoiceField(
        label=_l("Vem lämnar över?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_l("Inte bestämt"),
    )
    giver_unit = forms.CharField(label=_l("Vilken enhet?"), max_length=160, required=False)
    receiver = forms.ModelChoiceField(
        label=_l("Vem tar över?"), queryset=Organisation.objects.none(), required=False, empty_label=_l("Inte bestämt")
    )
    receiver_unit = forms.CharField(label=_l("Vilken enhet där?"), max_length=160, required=False)
    routine = forms.CharField(label=_l("Rutin"), max_length=200, required=False, help_text=_l("Som rutinen heter."))
    routine_url = forms.URLField(label=_l("Rutinens webbadress"), required=False, assume_scheme="https")
    parts = RowsField(
        label=_l("Delar av planen som steget har med att göra"),
        queryset=Node.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.filter(county=edition.plan.county_id).order_by("name_key")
        for name in ("giver", "receiver"):
            self.fields[name].queryset = known  # type: ignore[attr-defined]
        self.fields["parts"].queryset = edition.nodes.order_by("position")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "parts": [node.key for node in data["parts"]]}
