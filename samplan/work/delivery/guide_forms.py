from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation
from samplan.work.plans.forms import DateInput, text_area

from .guides import read_words
from .models import Criterion, CriterionTick, Guide

LONGEST = {"step": 200, "line": 300}


class GuideForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vad heter vägledningen?"), max_length=200)
    source = forms.CharField(
        label=_l("Vad inför den?"),
        max_length=300,
        required=False,
        help_text=_l("Den överenskommelse eller det kunskapsstöd som den ska få i bruk."),
    )
    text = forms.CharField(label=_l("Mer om den"), widget=text_area(3), required=False)
    steps = forms.CharField(
        label=_l("Steg och checklista"),
        widget=text_area(12),
        help_text=_l(
            "Ett steg på en rad. Under det checklistan, en rad för varje sak, med ett streck först: – Utse ansvarig"
        ),
    )

    def clean_steps(self) -> list[tuple[str, list[str]]]:
        try:
            found = read_words(self.cleaned_data["steps"])
        except ValueError as wrong:
            words = _("Raden ”%(line)s” hör inte till något steg. Skriv ett steg ovanför den.")
            raise forms.ValidationError(words % {"line": wrong}) from wrong
        titles = [title for title, _lines in found]
        if len(set(titles)) < len(titles):
            raise forms.ValidationError(_("Två steg heter likadant. Ge dem olika namn."))
        if any(len(title) > LONGEST["step"] or any(len(x) > LONGEST["line"] for x in lines) for title, lines in found):
            raise forms.ValidationError(_("En rad är för lång. Dela upp den."))
        if not any(lines for _title, lines in found):
            raise forms.ValidationError(_("Skriv minst en sak att bocka av, med ett streck först."))
        return found


class OrganisationsField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, organisation: Organisation) -> str:
        return str(organisation.name)


class BeginForm(forms.Form):
    guide = forms.ModelChoiceField(label=_l("Vilken vägledning?"), queryset=Guide.objects.none(), empty_label=None)
    organisations = OrganisationsField(
        label=_l("Vilka ska följa den?"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _l("Välj minst en organisation.")},
    )

    def __init__(self, *args: Any, guides: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["guide"].queryset = guides  # type: ignore[attr-defined]
        self.fields["organisations"].queryset = organisations  # type: ignore[attr-defined]


class StopForm(PlainTextMixin, forms.Form):
    why = forms.CharField(label=_l("Varför slutar ni följa den?"), widget=text_area(3))


class CriteriaForm(PlainTextMixin, forms.Form):
    texts = forms.CharField(
        label=_l("Kriterier"),
        widget=text_area(8),
        required=False,
        help_text=_l("Ett på varje rad. Till exempel En ingång."),
    )

    def clean_texts(self) -> list[str]:
        lines = [" ".join(line.strip(" -–—•*\t").split()) for line in self.cleaned_data["texts"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST["line"] for line in found):
            raise forms.ValidationError(_("En rad är för lång. Dela upp den."))
        return found


class SiteForm(PlainTextMixin, forms.Form):
    organisation = forms.ModelChoiceField(
        label=_l("Vilken organisation?"), queryset=Organisation.objects.none(), empty_label=_l("Välj")
    )
    name = forms.CharField(
        label=_l("Vad heter platsen?"),
        max_length=160,
        required=False,
        help_text=_l("Till exempel en mottagning. Lämna tomt om det gäller hela organisationen."),
    )
    is_pilot = forms.BooleanField(label=_l("Den prövar först, för de andras skull"), required=False)
    lesson = forms.CharField(label=_l("Vad kan de andra ta med sig?"), widget=text_area(3), required=False)
    started_on = forms.DateField(label=_l("Började"), widget=DateInput, required=False)
    ended_on = forms.DateField(label=_l("Slutade"), widget=DateInput, required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("started_on"), data.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", _("Den kan inte sluta innan den börjar."))
        return data


class LookForm(PlainTextMixin, forms.Form):
    """One place: how it meets each criterion."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        choices = [("", _("Inte bedömt")), *CriterionTick.Outcome.choices]
        for row in criteria:
            self.fields[f"outcome_{row.pk}"] = forms.ChoiceField(
                label=row.text, choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"note_{row.pk}"] = forms.CharField(
                label=_("Anteckning om %(criterion)s") % {"criterion": row.text.lower()},
                required=False,
                max_length=1000,
            )

    def found(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {row.pk: (data[f"outcome_{row.pk}"], data[f"note_{row.pk}"].strip()) for row in self.criteria}
