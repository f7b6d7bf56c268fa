from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin

from .forms import DateInput, text_area
from .models import Edition, MissingPart, Node


class MissingPartForm(PlainTextMixin, forms.Form):
    kind = forms.ChoiceField(
        label=_l("Vad är det som saknas?"), choices=MissingPart.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_l("Som planen kallar det"), max_length=300, help_text=_l("Till exempel: Bilaga 3, Ansvarsfördelning.")
    )
    where = forms.CharField(
        label=_l("Var hänvisar planen dit?"),
        max_length=300,
        required=False,
        help_text=_l("Till exempel: sidan 14, under Tidiga insatser."),
    )
    node = forms.ModelChoiceField(
        label=_l("Vilken del hör det till?"),
        queryset=Node.objects.none(),
        required=False,
        empty_label=_l("Hela planen"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = edition.nodes.select_related("tier").order_by("position")
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class FoundForm(PlainTextMixin, forms.Form):
    found_on = forms.DateField(label=_l("När hittades det?"), widget=DateInput)
    found_note = forms.CharField(
        label=_l("Var finns det nu?"),
        widget=text_area(2),
        help_text=_l("Till exempel ett diarienummer, eller adressen till dokumentet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"found_on": today()}, **kwargs)

    def clean_found_on(self) -> Any:
        day = self.cleaned_data["found_on"]
        if day > today():
            raise forms.ValidationError(_("Den dagen har inte varit än."))
        return day
