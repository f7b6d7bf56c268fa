from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation
from samplan.work.plans.forms import DateInput, text_area


class QuestionForm(PlainTextMixin, forms.Form):
    text = forms.CharField(
        label=_l("Vad vill ni ta reda på?"),
        widget=text_area(3),
        max_length=2000,
        help_text=_l("En fråga i taget, så att den går att svara på. Till exempel: Får fler stöd inom två veckor?"),
        error_messages={"required": _l("Skriv vad ni vill ta reda på.")},
    )
    due = forms.DateField(
        label=_l("När ska ni veta?"),
        widget=DateInput,
        help_text=_l("Två veckor innan kommer frågan som en uppgift till dem som ska svara."),
        error_messages={"required": _l("Välj en dag.")},
    )
    organisation = forms.ModelChoiceField(
        label=_l("Vem svarar?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Välj organisation"),
        error_messages={"required": _l("Välj vem som svarar.")},
    )
    who = forms.CharField(
        label=_l("Vilken verksamhet eller person?"),
        max_length=160,
        required=False,
        help_text=_l("Till exempel FoU-enheten."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.order_by("name_key")  # type: ignore[attr-defined]


class AnswerForm(PlainTextMixin, forms.Form):
    answer = forms.CharField(
        label=_l("Vad vet ni nu?"),
        widget=text_area(8),
        help_text=_l("Svara med det ni vet, och skriv hur ni vet det. Går frågan inte att svara på: skriv varför."),
        error_messages={"required": _l("Skriv ett svar.")},
    )
