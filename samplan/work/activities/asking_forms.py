from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation
from samplan.work.plans.forms import text_area

from .models import Asking


class AskForm(PlainTextMixin, forms.Form):
    organisations = forms.ModelMultipleChoiceField(
        label=_l("Vem frågar du?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Den första som säger ja får den. Då tas frågan till de andra tillbaka."),
        error_messages={"required": _l("Välj minst en organisation.")},
    )
    unit = forms.CharField(
        label=_l("Vilken verksamhet tänker du på?"),
        max_length=160,
        required=False,
        help_text=_l("Till exempel elevhälsan. Det står med i frågan."),
    )
    message = forms.CharField(label=_l("Vad vill du säga?"), widget=text_area(4), required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["organisations"].queryset = organisations  # type: ignore[attr-defined]


class AnswerForm(PlainTextMixin, forms.Form):
    CHOICES = [(o.value, o.label) for o in Asking.Outcome if o != Asking.Outcome.WITHDRAWN]
    outcome = forms.ChoiceField(
        label=_l("Vad svarar ni?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj ett svar.")},
    )
    owner_person = forms.CharField(
        label=_l("Ansvarig person"),
        max_length=120,
        required=False,
        help_text=_l("Om ni säger ja: namn eller befattning på den som svarar på frågor."),
    )
    answer = forms.CharField(
        label=_l("Med ord"),
        widget=text_area(4),
        required=False,
        help_text=_l("Behövs om ni tackar nej eller vill ändra något: varför, eller vad som blir annorlunda."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        says_more = (Asking.Outcome.CHANGED, Asking.Outcome.DECLINED)
        if data.get("outcome") in says_more and not (data.get("answer") or "").strip():
            no = data["outcome"] == Asking.Outcome.DECLINED
            self.add_error("answer", _("Skriv varför ni tackar nej.") if no else _("Skriv vad som blir annorlunda."))
        return data
