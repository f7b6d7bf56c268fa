"""Forms of a referral: what is asked and until when, and what we answer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.core.plain_text import PlainTextMixin

from .forms import DateInput, text_area
from .models import Edition, Referral, Reply

WEEKS = 6


class ReferralForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Namn"), max_length=200, help_text=_l("Står i mejlen och på svarssidan."))
    depth = forms.ChoiceField(
        label=_l("Vad ska de kunna lämna synpunkter på?"),
        choices=Referral.Depth.choices,
        widget=forms.RadioSelect,
        help_text=_l(
            "Varje del får en fråga om vad de vill ändra eller lägga till. Sist frågas om de ställer sig bakom."
        ),
    )
    closes_on = forms.DateField(label=_l("Sista dag att svara"), widget=DateInput())
    letter = forms.CharField(
        label=_l("Er hälsning i mejlet"),
        required=False,
        max_length=4000,
        help_text=_l("En eller två meningar. Länk, sista dag och avsändare står redan i mejlet."),
        widget=text_area(4),
    )

    @staticmethod
    def begin(edition: Edition) -> dict[str, Any]:
        with house_language():
            title = (_("Remiss: %(plan)s") % {"plan": edition.title})[:200]
        return {
            "title": title,
            "depth": Referral.Depth.AREA,
            "closes_on": today() + timedelta(weeks=WEEKS),
            "letter": "",
        }

    @staticmethod
    def now(referral: Referral) -> dict[str, Any]:
        round = referral.round
        return {"title": round.title, "depth": referral.depth, "closes_on": round.closes_on, "letter": round.letter}

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < today():
            raise forms.ValidationError(_("Sista dagen har redan varit. Välj en senare dag."))
        return day


class ReplyForm(PlainTextMixin, forms.Form):
    outcome = forms.ChoiceField(
        label=_l("Vad blir det av synpunkten?"), choices=Reply.Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_l("Vårt svar"),
        max_length=10_000,
        widget=text_area(4),
        help_text=_l("De som lämnade synpunkten får läsa det när alla är besvarade."),
        error_messages={"required": _l("Skriv några ord om varför.")},
    )

    @staticmethod
    def now(reply: Reply | None) -> dict[str, Any]:
        return {"outcome": reply.outcome, "text": reply.text} if reply else {"outcome": "", "text": ""}
