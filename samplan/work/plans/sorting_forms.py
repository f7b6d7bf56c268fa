from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.terms.models import Term, Vocabulary

from . import sorting
from .forms import FindForm
from .models import Node, Plan


class ListsField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, vocabulary: Vocabulary) -> str:
        return f"{vocabulary.get_kind_display()}: {vocabulary.name}"


class TermsField(RowsField):
    """Words of several lists, each with the name of its list. One that has ended is told so."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, term: Term) -> str:
        words = f"{term.vocabulary.name}: {term.code} {term.text}".replace(":  ", ": ")
        return _("%(term)s (upphört)") % {"term": words} if term.has_ended else words


class PlanWordsForm(PlainTextMixin, forms.Form):
    vocabularies = ListsField(
        label=_l("Listor som planen arbetar med"), queryset=Vocabulary.objects.none(), required=False
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vocabularies"].queryset = sorting.choosable(plan)  # type: ignore[attr-defined]


class NodeTermsForm(PlainTextMixin, forms.Form):
    terms = TermsField(label=_l("Delen svarar mot"), queryset=Term.objects.none(), required=False)

    def __init__(self, *args: Any, node: Node, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].queryset = sorting.terms_for(node, plan)  # type: ignore[attr-defined]


class OutlineForm(PlainTextMixin, FindForm):
    """Searching the outline, and narrowing it to what answers to a word; without such words the choice is left out."""

    svarar = forms.ChoiceField(label=_l("Svarar mot"), required=False)

    def __init__(self, *args: Any, words: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            short = [(key, text if len(text) < 60 else f"{text[:58]} …") for key, text in words]
            self.fields["svarar"].choices = [("", _("Alla")), *short]  # type: ignore[attr-defined]
        else:
            del self.fields["svarar"]
