from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import County, Organisation

from . import publishing, queries, starters
from .actions import NewTier
from .models import Edition, EditionState, FollowUpQuestion, Node, Party, Tier


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FindForm(forms.Form):
    ord = forms.CharField(label=_l("Sök i planen"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


class EditionForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Planens namn"), max_length=200)
    owner_name = forms.CharField(
        label=_l("Ägare"), max_length=200, required=False, help_text=_l("Det organ som håller i planen.")
    )
    valid_from = forms.DateField(label=_l("Gäller från"), widget=DateInput, required=False)
    valid_to = forms.DateField(
        label=_l("Gäller till"),
        widget=DateInput,
        required=False,
        help_text=_l("Samplan påminner ett halvår innan."),
    )
    lead = forms.CharField(
        label=_l("Ingress"),
        widget=text_area(4),
        required=False,
        help_text=_l("Två meningar: vad planen ska leda till för dem som bor här."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Planen kan inte sluta gälla innan den börjar."))
        return data


OWN_TIERS = 5


class NewPlanForm(EditionForm):
    """A new plan: its facts, and how it begins — from a template, as another plan, or with the county's own levels."""

    levels = forms.ChoiceField(label=_l("Hur börjar planen?"), initial="visions", widget=forms.RadioSelect)
    like = forms.ModelChoiceField(
        Edition.objects.none(), label=_l("Vilken plan?"), required=False, empty_label=_l("Välj plan")
    )
    parts_too = forms.BooleanField(
        label=_l("Ta med delarna också, inte bara nivåerna"),
        required=False,
        help_text=_l("Delarna skrivs av. Den andra planen ändras inte, och de två hänger inte ihop efteråt."),
    )
    field_order = ["title", "owner_name", "valid_from", "valid_to", "lead", "levels"]

    def __init__(self, *args: Any, editions: QuerySet[Edition] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(one.key, _described(one)) for one in starters.STARTERS]
        if editions is not None and editions.exists():
            self.fields["like"].queryset = editions
            ways.append(("like", _("Som en annan plan i länet")))
        else:
            del self.fields["like"], self.fields["parts_too"]
        self.fields["levels"].choices = [*ways, ("own", _("Egna namn på nivåerna"))]
        for place in range(1, OWN_TIERS + 1):
            self.fields[f"tier_{place}"] = forms.CharField(
                label=_("Nivå %(n)d") % {"n": place}, max_length=80, required=False
            )
            self.fields[f"type_{place}"] = forms.ChoiceField(
                label=_("Sort"), choices=TIER_KINDS, required=False, initial=""
            )

    @property
    def tier_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"tier_{n}"], self[f"type_{n}"]) for n in range(1, OWN_TIERS + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("levels") == "like" and not data.get("like"):
            self.add_error("like", _("Välj vilken plan den ska likna."))
        if data.get("levels") == "own":
            named = [data.get(f"tier_{n}", "").strip() for n in range(1, OWN_TIERS + 1)]
            used = [name for name in named if name]
            if not used:
                self.add_error("tier_1", _("Skriv vad den översta nivån heter."))
            if len({name.lower() for name in used}) != len(used):
                self.add_error("tier_1", _("Två nivåer kan inte heta likadant."))
            for n in range(1, OWN_TIERS + 1):
                if data.get(f"tier_{n}", "").strip() and not data.get(f"type_{n}"):
                    self.add_error(f"type_{n}", _("Välj vad för sorts nivå det är."))
        return data

    def beginning(self) -> starters.Beginning:
        """What the plan is made with. Call when the form is valid."""
        how = self.cleaned_data["levels"]
        if how == "like":
            return starters.like(self.cleaned_data["like"], with_parts=self.cleaned_data["parts_too"])
        return starters.Beginning(self._own_tiers(), []) if how == "own" else starters.beginning(how)

    def _own_tiers(self) -> list[NewTier]:
        chosen = []
        for n in range(1, OWN_TIERS + 1):
            if name := self.cleaned_data[f"tier_{n}"].strip():
                kind = self.cleaned_data[f"type_{n}"]
                chosen.append(NewTier(name, Tier.Type.OUTCOME if kind == VISION else kind, kind == VISION))
        return chosen


def _described(starter: starters.Starter) -> str:
    """A template's name, when it suits, its levels, and the headings that are there from the start."""
    levels, titles = starters.preview(starter)
    lines = [starter.suits, _("Nivåer: %(levels)s") % {"levels": " › ".join(levels)}]
    if titles:
        lines.append(_("Står där från början: %(titles)s") % {"titles": ", ".join(titles)})
    notes = format_html_join("", '<span class="muted small block">{}</span>', ((line,) for line in lines))
    return format_html('<span class="block">{}</span>{}', starter.name, notes)


VISION = "vision"
TIER_KINDS = [
    ("", _l("Välj sort")),
    (Tier.Type.IMPACT, _l("Långsiktigt mål")),
    (VISION, _l("Målbild som brukarna äger")),
    (Tier.Type.DIRECTION, _l("Inriktning som samlar områden")),
    (Tier.Type.OUTCOME, _l("Mål eller område")),
    (Tier.Type.OUTPUT, _l("Delområde eller resultat")),
    (Tier.Type.QUESTION, _l("Fråga att lösa")),
]


class NodeForm(PlainTextMixin, forms.Form):
    tier = forms.ModelChoiceField(label=_l("Nivå"), queryset=Tier.objects.none(), empty_label=None)
    parent = forms.ModelChoiceField(
        label=_l("Ligger under"),
        queryset=Node.objects.none(),
        required=False,
        empty_label=_l("Överst i planen"),
    )
    number = forms.CharField(
        label=_l("Nummer"), max_length=20, required=False, help_text=_l("Så som planen skriver det, till exempel 3.2.")
    )
    title = forms.CharField(label=_l("Rubrik eller lydelse"), widget=text_area(2))
    text = forms.CharField(label=_l("Text"), widget=text_area(8), required=False)
    reason = forms.CharField(
        label=_l("Varför?"),
        widget=text_area(2),
        required=False,
        max_length=500,
        help_text=_l("Planen är på remiss: skriv gärna vad ändringen beror på. Det syns bland ändringarna."),
    )

    def __init__(
        self, *args: Any, edition: Edition, node: Node | None = None, words_locked: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "text"):
            self.fields[name].disabled = words_locked
        if node is None or getattr(edition, "state", "") != EditionState.State.REFERRAL:
            del self.fields["reason"]
        nodes = edition.nodes.order_by("position")
        if node is None:
            self.fields["tier"].queryset = edition.tiers.all()  # type: ignore[attr-defined]
        else:
            del self.fields["tier"]
            by_id = {n.pk: n for n in nodes}
            nodes = nodes.exclude(pk__in=[node.pk, *queries.descendants(node, by_id)])
        self.fields["parent"].queryset = nodes  # type: ignore[attr-defined]


class QuestionForm(PlainTextMixin, forms.Form):
    text = forms.CharField(label=_l("Frågan"), widget=text_area(2))
    help = forms.CharField(
        label=_l("Förklaring"),
        widget=text_area(3),
        required=False,
        help_text=_l("Hjälper den som svarar att förstå vad som menas."),
    )
    audience = forms.ChoiceField(
        label=_l("Vem frågan går till"),
        choices=FollowUpQuestion.Audience.choices,
        widget=forms.RadioSelect,
        initial=FollowUpQuestion.Audience.ORGANISATIONS,
    )
    is_open = forms.BooleanField(label=_l("Svaras bara med text, utan ja, delvis eller nej"), required=False)


class MeasureForm(PlainTextMixin, forms.Form):
    text = forms.CharField(
        label=_l("Måttet"),
        widget=text_area(2),
        help_text=_l("Till exempel: Andel elever i årskurs 9 som trivs med livet."),
    )


class PartiesForm(forms.Form):
    """One choice of role per organisation in the county (and the national ones that are parties already)."""

    def __init__(self, *args: Any, county: County, standing: dict[Organisation, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        own = county.organisations.exclude(valid_to__lt=day)
        listed = {o.pk: o for o in [*own, *standing]}
        self.organisations = sorted(listed.values(), key=lambda o: (o.kind, o.name_key))
        for organisation in self.organisations:
            self.fields[f"role_{organisation.pk}"] = forms.ChoiceField(
                label=organisation.name,
                choices=[("", _("Står inte bakom planen")), *Party.Role.choices],
                required=False,
                initial=standing.get(organisation, ""),
            )

    def parties(self) -> dict[Organisation, str]:
        return {o: role for o in self.organisations if (role := self.cleaned_data[f"role_{o.pk}"])}


class AdoptForm(PlainTextMixin, forms.Form):
    on = forms.DateField(label=_l("Beslutets dag"), widget=DateInput)
    reason = forms.CharField(
        label=_l("Vem har antagit den, och var"),
        widget=text_area(2),
        help_text=_l("Till exempel: Politisk styrgrupp 11 december 2024, § 12."),
    )
    replaces = forms.BooleanField(label=_l("Den ersätter den utgåva som gäller nu"), required=False, initial=True)

    def __init__(self, *args: Any, earlier: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier is None:
            del self.fields["replaces"]

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("Beslutets dag kan inte ligga framåt i tiden."))
        return self.cleaned_data["on"]


class PublishForm(PlainTextMixin, forms.Form):
    decided_by = forms.CharField(
        label=_l("Vem har antagit planen? Det här läser alla."),
        max_length=300,
        widget=text_area(2),
        help_text=_l("Skriv organ och organisationer, inga namn på personer. Till exempel: Politisk styrgrupp, § 12."),
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names

    def clean_decided_by(self) -> str:
        text = str(self.cleaned_data["decided_by"])
        if found := publishing.named_in(self.names, text):
            raise forms.ValidationError(
                _("Här står ett namn på en person: %(name)s. Skriv organet i stället."), params={"name": found[0]}
            )
        return text


class ReasonForm(PlainTextMixin, forms.Form):
    reason = forms.CharField(label=_l("Varför?"), widget=text_area(3))
