from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.register_forms import DayField

from .models import Spelling, Term, Vocabulary


class WordForm(PlainTextMixin, forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing


class VocabularyForm(WordForm):
    kind = forms.ChoiceField(label=_l("Vad listan gäller"), choices=Vocabulary.Kind.choices)
    name = forms.CharField(label=_l("Namn"), max_length=120)
    description = forms.CharField(
        label=_l("Beskrivning"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("Vad listan är till för, och vem som har bestämt den."),
    )


class TermForm(WordForm):
    text = forms.CharField(label=_l("Ord"), max_length=160, help_text=_l("Så som länet vill skriva det."))
    definition = forms.CharField(
        label=_l("Betydelse"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_l("Källa"), required=False, max_length=300, help_text=_l("Var betydelsen är hämtad.")
    )
    code = forms.CharField(label=_l("Kod"), required=False, max_length=40)
    valid_from = DayField(label=_l("Gäller från"))


class EndTermForm(WordForm):
    last_day = DayField(label=_l("Sista dagen"), required=True)
    replaced_by = forms.ModelChoiceField(
        Term.objects.none(), label=_l("Ersätts av"), required=False, empty_label=_l("Inget annat ord")
    )

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Term.objects.filter(vocabulary=term.vocabulary_id).exclude(pk=term.pk)
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]


class SpellingForm(WordForm):
    text = forms.CharField(label=_l("Nytt skrivsätt"), max_length=160)
    kind = forms.ChoiceField(label=_l("Sort"), choices=Spelling.Kind.choices)
    reason = forms.CharField(
        label=_l("Varför"),
        required=False,
        max_length=300,
        help_text=_l("Visas för den som använder ordet. Till exempel: kan uppfattas som stämplande."),
    )


class FindForm(forms.Form):
    q = forms.CharField(
        label=_l("Nytt eller äldre ord"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class TryForm(WordForm):
    text = forms.CharField(label=_l("Text"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8}))
