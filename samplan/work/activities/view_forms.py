from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin

from .aliveness import MOST_DAYS, Point, Rules


class ViewForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_l("Vad ska det heta?"), max_length=80)
    shared = forms.BooleanField(
        label=_l("Visa för alla i länet"), required=False, help_text=_l("Annars ser bara du det.")
    )

    def __init__(self, *args: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]


class RulesForm(forms.Form):
    """Which points count, and how old news may be."""

    points = forms.MultipleChoiceField(
        label=_l("Vad ska finnas för att en aktivitet ska gå att följa?"),
        choices=Point.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_l("Hur gamla får nyheterna vara, i dagar?"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_l("270 dagar är nio månader. Det som är äldre visas som ”stått stilla” i listan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].error_messages["required"] = _("Välj minst en sak.")

    def rules(self) -> Rules:
        chosen = self.cleaned_data["points"]
        return Rules(tuple(point for point in Point if point in chosen), self.cleaned_data["days"])
