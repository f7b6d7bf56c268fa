from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area

from .becoming import likeness
from .models import Activity


class WhyForm(PlainTextMixin, forms.Form):
    """When it happened, and why."""

    on = forms.DateField(label=_l("Från och med"), widget=DateInput, initial=today)
    reason = forms.CharField(label=_l("Varför"), widget=text_area(3))


class ActivitiesField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, activity: Activity) -> str:
        return f"{activity.title} ({activity.owner.short_name})" if activity.owner else activity.title


class MergeForm(WhyForm):
    HERE, NEW = "here", "new"
    others = ActivitiesField(label=_l("Vilka slås den samman med?"), queryset=Activity.objects.none())
    into = forms.ChoiceField(label=_l("Vad blir de?"), widget=forms.RadioSelect, initial=HERE)
    title = forms.CharField(label=_l("Namn på den nya"), max_length=500, required=False)
    field_order = ["others", "into", "title", "on", "reason"]

    def __init__(self, *args: Any, activity: Activity, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = others  # type: ignore[attr-defined]
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            (self.HERE, _("De går upp i ”%(title)s”") % {"title": activity.title}),
            (self.NEW, _("Alla blir en ny aktivitet")),
        ]

    def split_by_likeness(self, title: str) -> tuple[list[Any], list[Any]]:
        """(those whose names share words with the title, the rest): boxes to tick."""
        boxes = [(likeness(title, str(box.choice_label)), box) for box in self["others"]]
        ticked = {str(value) for value in self["others"].value() or ()}
        first = [box for n, box in boxes if n or str(box.data["value"]) in ticked]
        return first, [box for n, box in boxes if not n and str(box.data["value"]) not in ticked]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("into") == self.NEW and not data.get("title"):
            self.add_error("title", _("Skriv vad den nya ska heta."))
        return data


class SplitForm(WhyForm):
    titles = forms.CharField(
        label=_l("Vad heter de nya?"), widget=text_area(4), help_text=_l("En på varje rad, minst två.")
    )
    field_order = ["titles", "on", "reason"]

    def clean_titles(self) -> list[str]:
        names = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["titles"].splitlines()))
        names = [name for name in names if name]
        if len(names) < 2:
            raise forms.ValidationError(_("Skriv namn på minst två nya aktiviteter, en på varje rad."))
        return names


class TakeBackForm(PlainTextMixin, forms.Form):
    reason = forms.CharField(label=_l("Varför"), widget=text_area(3))


class SubActivitiesForm(PlainTextMixin, forms.Form):
    chosen = ActivitiesField(label=_l("Delprojekt"), queryset=Activity.objects.none(), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = activities  # type: ignore[attr-defined]


class ScopeForm(PlainTextMixin, forms.Form):
    now = forms.CharField(label=_l("Vad den ska vara nu"), widget=text_area(6))
    decided_by = forms.CharField(
        label=_l("Vem beslutade?"), max_length=200, help_text=_l("Ett organ, en nämnd eller en grupp.")
    )
    decision = forms.CharField(label=_l("Paragraf eller diarienummer"), max_length=200, required=False)
    on = forms.DateField(label=_l("Från och med"), widget=DateInput)

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Skriv in det när det är beslutat."))
        return self.cleaned_data["on"]
