from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import County
from samplan.foundation.people.models.organisations import Place
from samplan.foundation.terms.models import Term

from . import sorting
from .models import Activity, Assessment


class WordsField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, term: Term) -> str:
        words = f"{term.text}{ages_of(term)}"
        return _("%(term)s (upphört)") % {"term": words} if term.has_ended else words


def ages_of(term: Term) -> str:
    if term.age_from is None:
        return ""
    if term.age_to is None:
        return _(", %(n)d år och äldre") % {"n": term.age_from}
    return _(", %(first)d–%(last)d år") % {"first": term.age_from, "last": term.age_to}


class PlaceField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, place: Place) -> str:
        return f"{place.municipality.short_name}: {place.name}"


def sorting_fields(county: County, activity: Activity | None) -> dict[str, forms.Field]:
    """What an activity is sorted by; a list with nothing in it is left out."""
    titles = {"groups": _("Vem den är till för"), "methods": _("Metoder"), "focus": _("Fokusområden")}
    titles |= {"types": _("Typ av aktivitet"), "purposes": _("Överenskommelsens syften")}
    fields: dict[str, forms.Field] = {}
    for name, kind in sorting.FIELDS.items():
        words = sorting.words_to_choose(county, kind, activity)
        if words.exists():
            fields[name] = WordsField(label=titles[name], queryset=words, required=False)
    places = sorting.places_to_choose(county, activity)
    if places.exists():
        help_text = _("Lämna tomt om den görs i hela kommunen eller länet.")
        fields["places"] = PlaceField(label=_("Var den görs"), queryset=places, required=False, help_text=help_text)
    return fields


class AssessmentForm(PlainTextMixin, forms.Form):
    """One row for each perspective: four choices, or none when nobody has looked yet, and a note."""

    def __init__(self, *args: Any, terms: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = {term.pk: term for term in terms}
        choices = [("", _("Inte bedömt")), *Assessment.Outcome.choices]
        for pk, term in self.terms.items():
            self.fields[f"outcome_{pk}"] = forms.ChoiceField(
                label=term.text, choices=choices, required=False, widget=forms.RadioSelect, help_text=term.definition
            )
            self.fields[f"note_{pk}"] = forms.CharField(
                label=_("Anteckning om %(term)s") % {"term": term.text.lower()}, required=False, max_length=1000
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for pk in self.terms:
            if data.get(f"note_{pk}") and not data.get(f"outcome_{pk}"):
                self.add_error(f"outcome_{pk}", _("Välj också hur aktiviteten arbetar med perspektivet."))
        return data

    def chosen(self) -> dict[Term, tuple[str, str]]:
        data = self.cleaned_data
        return {term: (data[f"outcome_{pk}"], data[f"note_{pk}"]) for pk, term in self.terms.items()}
