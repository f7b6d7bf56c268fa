from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.core.uploads import UploadField
from samplan.foundation.people.models import Organisation
from samplan.foundation.people.register_forms import DayField

from .actions.words import OLDEST
from .models import Spelling, Term, TermMapping, Vocabulary


class WordForm(PlainTextMixin, forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing


class VocabularyForm(WordForm):
    kind = forms.ChoiceField(label=_l("Vad listan gäller"), choices=Vocabulary.Kind.choices)
    name = forms.CharField(label=_l("Namn"), max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_l("Vems ord"),
        required=False,
        empty_label=_l("Länets"),
        help_text=_l("En organisation kan ha en egen ordlista bredvid länets. Dess redaktörer skriver i den."),
    )
    description = forms.CharField(
        label=_l("Beskrivning"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("Vad listan är till för, och vem som har bestämt den."),
    )
    valid_from = DayField(label=_l("Gäller från"))
    valid_to = DayField(label=_l("Gäller till och med"))

    def __init__(self, *args: Any, vocabulary: Vocabulary | None = None, owners: Any = None, **kwargs: Any) -> None:
        """`owners` are the organisations that may be chosen; of an existing list neither kind nor owner changes."""
        super().__init__(*args, **kwargs)
        if vocabulary is not None:
            del self.fields["kind"]
        if owners is None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = owners  # type: ignore[attr-defined]


class TermForm(WordForm):
    text = forms.CharField(label=_l("Ord"), max_length=160, help_text=_l("Så som det ska skrivas."))
    definition = forms.CharField(
        label=_l("Betydelse"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_l("Källa"), required=False, max_length=300, help_text=_l("Var betydelsen är hämtad.")
    )
    age_from = forms.IntegerField(label=_l("Från ålder"), required=False, min_value=0, max_value=OLDEST)
    age_to = forms.IntegerField(
        label=_l("Till och med ålder"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_l("Lämna tomt när det inte finns någon övre gräns."),
    )
    parent = forms.ModelChoiceField(
        Term.objects.none(), label=_l("Står under"), required=False, empty_label=_l("Inget, det står överst")
    )
    position = forms.IntegerField(
        label=_l("Plats i listan"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_l("Lägst tal står först. Ord med samma tal står i bokstavsordning."),
    )
    code = forms.CharField(label=_l("Kod"), required=False, max_length=40)
    valid_from = DayField(label=_l("Gäller från"))

    def __init__(self, *args: Any, vocabulary: Vocabulary, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = vocabulary.terms.filter(parent=None)
        self.fields["parent"].queryset = above.exclude(pk=term.pk) if term else above  # type: ignore[attr-defined]
        if vocabulary.kind != Vocabulary.Kind.TARGET_GROUPS:
            del self.fields["age_from"], self.fields["age_to"]

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class MappingForm(WordForm):
    source = forms.ModelChoiceField(Term.objects.none(), label=_l("Ord"))
    kind = forms.ChoiceField(label=_l("Hur de hör ihop"), choices=TermMapping.Kind.choices)
    target = forms.ModelChoiceField(Term.objects.none(), label=_l("Svarar mot"))
    note = forms.CharField(label=_l("Anteckning"), required=False, max_length=300)

    def __init__(self, *args: Any, source: Vocabulary, target: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in (("source", source), ("target", target)):
            self.fields[name].queryset = vocabulary.terms.all()  # type: ignore[attr-defined]
            self.fields[name].label = vocabulary.name


class FileForm(forms.Form):
    file = UploadField(label=_l("Fil"), help_text=_l("Excel (.xlsx) eller CSV."))


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
