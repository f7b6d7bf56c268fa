from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin

STEPS = (1, 2, 3)
LONGEST = 70  # signs of a part's title in the list to choose from


class ChooseForm(PlainTextMixin, forms.Form):
    """Which part to look from, and how far."""

    nod = forms.ChoiceField(label=_l("Visa vägen till och från"), required=False)
    steg = forms.ChoiceField(label=_l("Antal steg åt varje håll"), choices=[(n, str(n)) for n in STEPS], required=False)

    def __init__(self, *args: Any, parts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        short = [(pk, title if len(title) <= LONGEST else f"{title[: LONGEST - 2]} …") for pk, title in parts]
        self.fields["nod"].choices = [("", _("Välj en del")), *short]  # type: ignore[attr-defined]
