from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import Organisation
from samplan.work.plans.forms import DateInput, text_area

TOLD, DROPPED = "told", "dropped"


class MessageForm(PlainTextMixin, forms.Form):
    audience = forms.CharField(
        label=_l("Vem ska få veta?"),
        max_length=160,
        help_text=_l("Till exempel unga och deras föräldrar, eller chefer i skolan."),
        error_messages={"required": _l("Skriv vem som ska få veta.")},
    )
    text = forms.CharField(
        label=_l("Vad ska de få veta?"),
        widget=text_area(3),
        max_length=2000,
        error_messages={"required": _l("Skriv vad de ska få veta.")},
    )
    channel = forms.CharField(
        label=_l("Hur?"),
        max_length=160,
        help_text=_l("Till exempel 1177, föräldramöte eller chefsbrev."),
        error_messages={"required": _l("Skriv hur de ska få veta det.")},
    )
    on = forms.DateField(
        label=_l("Vilken dag?"),
        widget=DateInput,
        help_text=_l("En vecka innan kommer det som en uppgift till dem som ska berätta."),
        error_messages={"required": _l("Välj en dag.")},
    )
    organisation = forms.ModelChoiceField(
        label=_l("Vem berättar?"),
        queryset=Organisation.objects.none(),
        empty_label=_l("Den som äger aktiviteten"),
        required=False,
    )
    who = forms.CharField(
        label=_l("Vilken verksamhet eller person?"),
        max_length=160,
        required=False,
        help_text=_l("Till exempel kommunikationsavdelningen."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations.order_by("name_key")  # type: ignore[attr-defined]


class ToldForm(PlainTextMixin, forms.Form):
    outcome = forms.ChoiceField(
        label=_l("Hur gick det?"),
        choices=[(TOLD, _l("Det är berättat")), (DROPPED, _l("Det ska inte berättas"))],
        widget=forms.RadioSelect,
        initial=TOLD,
        error_messages={"required": _l("Välj hur det gick.")},
    )
    on = forms.DateField(
        label=_l("Vilken dag berättades det?"),
        widget=DateInput,
        error_messages={"required": _l("Välj vilken dag det berättades.")},
    )
    why = forms.CharField(
        label=_l("Varför inte?"),
        widget=text_area(2),
        required=False,
        help_text=_l("Behövs bara om det inte ska berättas. Raden står kvar, struken, med skälet."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == DROPPED:
            self.errors.pop("on", None)  # it never was
            if not (data.get("why") or "").strip() and "why" not in self.errors:
                self.add_error("why", _("Skriv varför det inte berättas."))
        elif "on" in data and data["on"] > today():
            self.add_error("on", _("Dagen ligger framåt i tiden. Skriv in det när det har hänt."))
        return data
