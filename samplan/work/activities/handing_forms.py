from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation
from samplan.work.plans.forms import text_area


class HandOverForm(PlainTextMixin, forms.Form):
    WRITE, ASK = "write", "ask"
    HOW = ((WRITE, _l("De har sagt ja: skriv in dem som ägare")), (ASK, _l("Fråga dem först")))
    activities = forms.MultipleChoiceField(
        label=_l("Aktiviteter"), error_messages={"required": _l("Välj minst en aktivitet.")}
    )
    owner = forms.ModelChoiceField(
        label=_l("Vilken organisation?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Välj"),
        error_messages={"required": _l("Välj en organisation.")},
    )
    how = forms.ChoiceField(label=_l("Hur?"), choices=HOW, widget=forms.RadioSelect, initial=WRITE)
    owner_person = forms.CharField(
        label=_l("Ansvarig person"), max_length=120, required=False, help_text=_l("Namn eller befattning.")
    )
    message = forms.CharField(label=_l("Vad vill du säga?"), widget=text_area(3), required=False)

    def __init__(self, *args: Any, activities: list[Any], organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        chosen: Any = self.fields["activities"]
        chosen.choices = [(str(activity.pk), activity.title) for activity in activities]
        self.fields["owner"].queryset = organisations  # type: ignore[attr-defined]

    @property
    def rest(self) -> list[forms.BoundField]:
        """All but the activities, which are rows of the page's table."""
        return [field for field in self if field.name != "activities"]
