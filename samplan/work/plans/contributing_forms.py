"""Forms of the theory of change: a contribution, and what the plan starts from."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.plain_text import PlainTextMixin

from .forms import text_area
from .models import Contribution, Edition, Input, Node

INDENT = "\u2003"
LONGEST = 90  # signs of a part's title in a list to choose from
TO, FROM = "till", "fran"


def label_of(node: Node) -> str:
    words = str(node)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 2]} …"


class ContributionForm(PlainTextMixin, forms.Form):
    way = forms.ChoiceField(
        label=_l("Åt vilket håll?"),
        choices=[(TO, _l("Den här delen bidrar till")), (FROM, _l("Den här delen får bidrag av"))],
        widget=forms.RadioSelect,
    )
    other = forms.ModelChoiceField(label=_l("Den andra delen"), queryset=Node.objects.none(), empty_label="")
    evidence = forms.CharField(
        label=_l("Vad talar för det?"),
        widget=text_area(3),
        required=False,
        help_text=_l(
            "Forskning, en utvärdering eller erfarenhet, med källa. Lämna tomt om ni antar det: då står det ”antaget”."
        ),
    )

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Node.objects.filter(edition=node.edition_id).exclude(pk=node.pk).select_related("tier")
        field: Any = self.fields["other"]
        field.queryset = others.defer("text", "folded", "source_lines").order_by("position")
        by_tier: dict[str, list[tuple[int, str]]] = {}
        for other in field.queryset:
            by_tier.setdefault(other.tier.name, []).append((other.pk, label_of(other)))
        field.choices = [("", _("Välj en del")), *by_tier.items()]


class EvidenceForm(PlainTextMixin, forms.Form):
    evidence = ContributionForm.base_fields["evidence"]  # type: ignore[attr-defined]

    @staticmethod
    def now(contribution: Contribution) -> dict[str, Any]:
        return {"evidence": contribution.evidence}


class PartsField(RowsField):
    """Parts of an edition, in reading order; the tree shows as indents."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, node: Any) -> str:
        depth: dict[int | None, int] = self.__dict__.setdefault("_depth", {})
        depth[node.pk] = depth.get(node.parent_id, -1) + 1  # a parent is always read before what stands under it
        return f"{INDENT * depth[node.pk]}{label_of(node)}"


class InputForm(PlainTextMixin, forms.Form):
    kind = forms.ChoiceField(
        label=_l("Vad är det?"), choices=Input.Kind.choices, widget=forms.RadioSelect, initial=Input.Kind.MONEY
    )
    title = forms.CharField(
        label=_l("Namn"), max_length=200, help_text=_l("Till exempel: Stimulansmedel, eller Processledare.")
    )
    kronor = forms.IntegerField(
        label=_l("Kronor om året"),
        min_value=0,
        max_value=10**15,
        required=False,
        help_text=_l("Bara för pengar. Lämna tomt om planen inte säger hur mycket."),
    )
    percent = forms.IntegerField(
        label=_l("Procent av heltid"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_l("Bara för tjänst. 150 är en och en halv tjänst."),
    )
    nodes = PartsField(label=_l("Vad den läggs på"), queryset=Node.objects.none(), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = edition.nodes.defer("text", "folded", "source_lines").order_by("position")
        self.fields["nodes"].queryset = parts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if data.get("kronor") is not None and kind not in (None, Input.Kind.MONEY):
            self.add_error("kronor", _("Kronor hör till pengar. Välj pengar ovan, eller ta bort beloppet."))
        if data.get("percent") is not None and kind not in (None, Input.Kind.POST):
            self.add_error("percent", _("Procent hör till en tjänst. Välj tjänst ovan, eller ta bort siffran."))
        return data

    @staticmethod
    def now(row: Input) -> dict[str, Any]:
        facts = {name: getattr(row, name) for name in ("kind", "title", "kronor", "percent")}
        return {**facts, "nodes": list(row.uses.values_list("node_id", flat=True))}
