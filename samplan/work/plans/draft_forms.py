from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.plain_text import PlainTextMixin

from .actions import Words
from .forms import TIER_KINDS, VISION, text_area
from .models import Edition, Node, Tier


class WordsForm(PlainTextMixin, forms.Form):
    """What is written in a part. A number that is made from the place is not written."""

    title = forms.CharField(label=_l("Rubrik eller lydelse"), widget=text_area(2))
    number = forms.CharField(label=_l("Nummer"), max_length=20, required=False)
    text = forms.CharField(label=_l("Text"), widget=text_area(4), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edition.numbers_itself:
            del self.fields["number"]

    def words(self, number: str = "") -> dict[str, str]:
        data = self.cleaned_data
        return {"title": data["title"], "number": data.get("number", number), "text": data["text"]}


class NewPartForm(WordsForm):
    tier = forms.ModelChoiceField(label=_l("Nivå"), queryset=Tier.objects.none(), empty_label=None)
    field_order = ["title", "tier", "number", "text"]

    def __init__(self, *args: Any, edition: Edition, above: Node | None, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        tiers = edition.tiers.all()
        if above is not None:
            tiers = tiers.filter(position__gte=above.tier.position)
        self.fields["tier"].queryset = tiers  # type: ignore[attr-defined]


class SplitForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Rubrik för det som stannar"), widget=text_area(2))
    number = forms.CharField(label=_l("Nummer"), max_length=20, required=False)
    cut = forms.ChoiceField(label=_l("Var ska texten delas?"), widget=forms.RadioSelect)
    new_title = forms.CharField(label=_l("Rubrik för den nya delen"), widget=text_area(2))
    new_number = forms.CharField(label=_l("Nummer för den nya delen"), max_length=20, required=False)
    moved = forms.MultipleChoiceField(
        label=_l("Vad följer med till den nya delen?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, node: Node, hung: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node
        self.fields["cut"].choices = cuts(node.text)  # type: ignore[attr-defined]
        self.fields["moved"].choices = [(one.key, f"{one.kind}: {one.title}") for one in hung]  # type: ignore[attr-defined]
        if not hung:
            del self.fields["moved"]
        if not node.text:
            del self.fields["cut"]
        if node.edition.numbers_itself:
            del self.fields["number"], self.fields["new_number"]

    def parts(self) -> tuple[Words, Words]:
        data, at = self.cleaned_data, int(self.cleaned_data.get("cut", 0))
        text = self.node.text
        stays = Words(data.get("number", self.node.number), data["title"], text[:at].rstrip())
        return stays, Words(data.get("new_number", ""), data["new_title"], text[at:].lstrip())


def cuts(text: str) -> list[tuple[str, str]]:
    """(place, what the new part begins with): before each paragraph; before each sentence when there is only one."""
    places = [at + 1 for at, sign in enumerate(text) if sign == "\n" and text[at + 1 : at + 2].strip()]
    if not places:
        places = [at + 1 for at, sign in enumerate(text) if sign == " " and text[at - 1] in ".?!" and at]
    begins = [(str(at), _("Den nya delen börjar: ”%(words)s”") % {"words": _begin(text[at:])}) for at in places]
    return [*begins, ("0", _("All text går till den nya delen")), (str(len(text)), _("All text stannar"))]


def _begin(text: str, most: int = 80) -> str:
    line = text.strip().split("\n")[0]
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


class NumberingForm(forms.Form):
    HOW = (
        ("kept", _l("Som de är skrivna. Samplan rör dem inte.")),
        ("made", _l("Efter var delarna står. Samplan numrerar om när något flyttas.")),
    )
    how = forms.ChoiceField(label=_l("Hur ska delarna numreras?"), choices=HOW, widget=forms.RadioSelect)


NEW_TIERS = 2  # empty rows for new levels


class TiersForm(PlainTextMixin, forms.Form):
    """A draft's levels, top first: each with its name, sort and order. An emptied name takes the level away."""

    def __init__(self, *args: Any, tiers: list[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [*(str(tier.pk) for tier in tiers), *(f"ny{n}" for n in range(1, NEW_TIERS + 1))]
        for place, key in enumerate(self.keys, start=1):
            tier = tiers[place - 1] if place <= len(tiers) else None
            self.fields[f"name_{key}"] = forms.CharField(
                label=_("Namn"), max_length=80, required=False, initial=tier.name if tier else ""
            )
            kind = (VISION if tier.is_target_vision else tier.standard_type) if tier else ""
            self.fields[f"kind_{key}"] = forms.ChoiceField(
                label=_("Sort"), choices=TIER_KINDS, required=False, initial=kind
            )
            self.fields[f"order_{key}"] = forms.IntegerField(
                label=_("Ordning"), min_value=1, max_value=99, required=False, initial=place
            )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{what}_{key}"] for what in ("name", "kind", "order")] for key in self.keys]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data, names = self.cleaned_data, []
        for key in self.keys:
            name = (data.get(f"name_{key}") or "").strip()
            if name and not data.get(f"kind_{key}"):
                self.add_error(f"kind_{key}", _("Välj vad för sorts nivå det är."))
            if name.lower() in names and name:
                self.add_error(f"name_{key}", _("Två nivåer kan inte heta likadant."))
            names.append(name.lower())
        if not any(names):
            self.add_error(f"name_{self.keys[0]}", _("En plan har minst en nivå."))
        return data

    def levels(self) -> list[tuple[int | None, str, str, bool]]:
        """(id, name, standard type, is target vision), top first."""
        data, found = self.cleaned_data, []
        for place, key in enumerate(self.keys):
            if name := data[f"name_{key}"].strip():
                kind = data[f"kind_{key}"]
                standard = Tier.Type.OUTCOME if kind == VISION else kind
                pk = int(key) if key.isdecimal() else None
                found.append((data[f"order_{key}"] or 99, place, (pk, name, str(standard), kind == VISION)))
        return [level for _order, _place, level in sorted(found, key=lambda item: item[:2])]
