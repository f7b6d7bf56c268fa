from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin

from . import visions
from .forms import text_area
from .models import Edition


class GiveWordsForm(forms.Form):
    organisations = forms.MultipleChoiceField(
        label=_l("Vem äger orden?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Brukarorganisationer och föreningar som står bakom planen."),
        error_messages={"required": _l("Välj minst en organisation.")},
    )
    nodes = forms.MultipleChoiceField(
        label=_l("I vilka målbilder?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Välj minst en målbild.")},
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.possible = {str(o.pk): o for o in visions.possible_owners(edition)}
        self.lines = {str(line.node.pk): line for line in visions.lines(edition)}
        organisations: Any = self.fields["organisations"]
        organisations.choices = [(pk, o.name) for pk, o in self.possible.items()]
        nodes: Any = self.fields["nodes"]
        nodes.choices = [(pk, self._label(line)) for pk, line in self.lines.items()]
        nodes.initial = [pk for pk, line in self.lines.items() if not line.owners]

    def _label(self, line: visions.Line) -> str:
        if not line.owners:
            return str(line.node)
        return _("%(vision)s (ägs nu av %(owners)s)") % {"vision": line.node, "owners": visions.in_words(line.owners)}

    def chosen(self) -> dict[str, Any]:
        return {
            "organisations": [self.possible[pk] for pk in self.cleaned_data["organisations"]],
            "nodes": [self.lines[pk].node for pk in self.cleaned_data["nodes"]],
        }


class VisionWordsForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Lydelse"), widget=text_area(3))
    text = forms.CharField(
        label=_l("Mer om målbilden"),
        widget=text_area(4),
        required=False,
        help_text=_l("Om ni vill förklara orden, eller berätta vad som ligger bakom dem."),
    )


class SuggestWordsForm(VisionWordsForm):
    reason = forms.CharField(
        label=_l("Varför?"),
        widget=text_area(3),
        required=False,
        help_text=_l("De som äger orden läser det när de svarar. Skriv inte om enskilda personer."),
    )


class AnswerSuggestionForm(PlainTextMixin, forms.Form):
    TAKE, DECLINE = "take", "decline"
    CHOICES = ((TAKE, _l("Ja, vi tar den nya lydelsen")), (DECLINE, _l("Nej, vi behåller vår")))
    outcome = forms.ChoiceField(
        label=_l("Ert svar"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj ja eller nej.")},
    )
    answer = forms.CharField(
        label=_l("Varför?"),
        widget=text_area(3),
        required=False,
        help_text=_l("Den som föreslog får läsa det."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == self.DECLINE and not (data.get("answer") or "").strip():
            self.add_error("answer", _("Skriv varför ni behåller er lydelse."))
        return data
