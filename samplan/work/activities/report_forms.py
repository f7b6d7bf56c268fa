from datetime import date
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.forms import DateInput, text_area

from .actions.reporting import PARTS, Count
from .models import ReportingPoint
from .volumes import read_number

LINES = 3


class UpdateForm(PlainTextMixin, forms.Form):
    point = forms.ModelChoiceField(
        label=_l("Vilket tillfälle?"),
        queryset=ReportingPoint.objects.none(),
        required=False,
        empty_label=_l("Inget särskilt, bara en dag"),
    )
    on = forms.DateField(label=_l("Gäller till och med"), widget=DateInput)
    background = forms.CharField(
        label=_l("Bakgrund"), widget=text_area(4), required=False, help_text=_l("Varför gör ni det här?")
    )
    result = forms.CharField(
        label=_l("Resultat"),
        widget=text_area(5),
        required=False,
        help_text=_l("Vad är gjort, och vad har det lett till för dem det gäller? Skriv inte om enskilda personer."),
    )
    analysis = forms.CharField(
        label=_l("Analys"), widget=text_area(5), required=False, help_text=_l("Vad beror det på?")
    )
    obstacles = forms.CharField(label=_l("Vad hindrade?"), widget=text_area(2), required=False)
    success_factors = forms.CharField(label=_l("Vad hjälpte?"), widget=text_area(2), required=False)

    def __init__(self, *args: Any, points: list[ReportingPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if points:
            ids = [point.pk for point in points]
            self.fields["point"].queryset = ReportingPoint.objects.filter(pk__in=ids).order_by("-on")  # type: ignore[attr-defined]
        else:
            del self.fields["point"]

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("Dagen ligger framåt i tiden."))
        return self.cleaned_data["on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(name) for name in PARTS) and not self.errors:
            self.add_error("result", _("Skriv åtminstone något: bakgrund, resultat, analys, hinder eller hjälp."))
        return data


class VolumeForm(PlainTextMixin, forms.Form):
    """One thing that is counted. An empty line is left out."""

    what = forms.CharField(label=_l("Vad räknas?"), max_length=120, required=False)
    number = forms.CharField(label=_l("Hur många?"), max_length=40, required=False)
    women = forms.IntegerField(label=_l("Varav kvinnor"), min_value=0, max_value=2_000_000_000, required=False)
    men = forms.IntegerField(label=_l("Varav män"), min_value=0, max_value=2_000_000_000, required=False)
    source = forms.CharField(label=_l("Hur räknat?"), max_length=200, required=False)

    def clean_number(self) -> tuple[int, int] | None:
        text = self.cleaned_data["number"]
        return read_number(text) if text else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, women, men = data.get("number"), data.get("women"), data.get("men")
        if number and not data.get("what"):
            self.add_error("what", _("Skriv vad som räknas, till exempel besökare."))
        if not number and (women is not None or men is not None) and "number" not in self.errors:
            self.add_error("number", _("Skriv hur många de är tillsammans."))
        if (women is None) != (men is None):
            self.add_error("men" if men is None else "women", _("Skriv båda, eller ingen av dem."))
        elif number and women is not None and men is not None and women + men > number[1]:
            self.add_error("number", _("Kvinnor och män är tillsammans fler än alla."))
        return data

    def counted(self, starts_on: date, ends_on: date) -> Count | None:
        data = self.cleaned_data
        if not data.get("number"):
            return None
        low, high = data["number"]
        return Count(
            " ".join(data["what"].split()), low, high, starts_on, ends_on, data["women"], data["men"], data["source"]
        )


class PeriodForm(forms.Form):
    """The time that the numbers are of."""

    starts_on = forms.DateField(label=_l("Antalen gäller från"), widget=DateInput, required=False)
    ends_on = forms.DateField(label=_l("till och med"), widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Den sista dagen kan inte ligga före den första."))
        return data


VolumeLines = formset_factory(VolumeForm, extra=LINES, max_num=40, absolute_max=40)


class OneVolumeForm(PeriodForm, VolumeForm):
    """A line on a page of its own, where all of it is asked for."""

    field_order = ["what", "number", "women", "men", "starts_on", "ends_on", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "number", "starts_on", "ends_on"):
            self.fields[name].required = True
        self.fields["number"].help_text = _("Ett antal eller ett spann, till exempel 200–300.")


class PointForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_l("Vad heter tillfället?"), max_length=60, help_text=_l("Till exempel Maj 2027."))
    on = forms.DateField(
        label=_l("Sista dag"), widget=DateInput, help_text=_l("Det som hänt till och med den dagen ska vara skrivet.")
    )


class FindObstaclesForm(forms.Form):
    ord = forms.CharField(label=_l("Sök"), required=False)
    ar = forms.ChoiceField(label=_l("År"), required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ord"].widget.attrs = {"type": "search"}
        self.fields["ar"].choices = [("", _("Alla")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
