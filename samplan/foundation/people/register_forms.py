"""Forms of the registers: organisations, their parts, and people."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.core.uploads import UploadField

from .actions.registers import REGISTER_KINDS
from .models import County, Organisation, Person, Position, Unit


def own_kinds() -> list[tuple[str, Any]]:
    return [(kind, kind.label) for kind in Organisation.Kind if kind not in REGISTER_KINDS]


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, "required": False, **kwargs})


MOVES = _l("Flyttar från en annan på samma nivå")
MOVES_HELP = _l("Medlemskapet där får sin sista dag dagen före.")


class RegisterForm(PlainTextMixin, forms.Form):
    numbers_may_stand = ("phone",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing


class NewOrganisationForm(RegisterForm):
    kind = forms.ChoiceField(label=_l("Sort"), choices=own_kinds)
    name = forms.CharField(label=_l("Namn"), max_length=120, help_text=_l("Som organisationen själv skriver det."))
    short_name = forms.CharField(
        label=_l("Kort namn"), max_length=60, required=False, help_text=_l("Det som syns i listor, till exempel NSPH.")
    )
    valid_from = DayField(label=_l("Finns från"))


class OrganisationForm(NewOrganisationForm):
    renamed_on = DayField(
        label=_l("Nya namnet gäller från"),
        help_text=_l(
            "Fyll i när organisationen har bytt namn: då sparas det gamla. Lämna tomt om du rättar en felskrivning."
        ),
    )
    field_order = ("kind", "name", "renamed_on", "short_name", "valid_from")

    def clean_renamed_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["renamed_on"])


class UnitForm(RegisterForm):
    kind = forms.ChoiceField(label=_l("Sort"), choices=Unit.Kind.choices)
    name = forms.CharField(label=_l("Namn"), max_length=160)
    renamed_on = DayField(
        label=_l("Nya namnet gäller från"),
        help_text=_l("Fyll i vid namnbyte: då sparas det gamla. Lämna tomt om du rättar en felskrivning."),
    )
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_l("Ligger under"), required=False, empty_label=_l("Direkt under organisationen")
    )
    valid_from = DayField(label=_l("Finns från"))

    def __init__(self, *args: Any, organisation: Organisation, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = organisation.units.exclude(valid_to__lt=today())
        self.fields["parent"].queryset = others.exclude(pk=unit.pk) if unit else others  # type: ignore[attr-defined]
        if unit is None:
            del self.fields["renamed_on"]

    def clean_renamed_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["renamed_on"])


class AliasForm(RegisterForm):
    text = forms.CharField(
        label=_l("Nytt skrivsätt"),
        max_length=200,
        help_text=_l("Så som organisationen skrivs i ett dokument. Samplan känner igen det vid nästa inläsning."),
    )


class EndForm(forms.Form):
    last_day = DayField(label=_l("Sista dagen"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class EndOrganisationForm(EndForm):
    successors = RowsField(
        Organisation.objects.none(),
        label=_l("Vem tog över?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Ingen, en eller flera."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.current().filter(county=organisation.county).exclude(pk=organisation.pk)
        self.fields["successors"].queryset = others  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    group = forms.ModelChoiceField(Organisation.objects.none(), label=_l("Är med i"), empty_label=_l("Välj"))
    valid_from = DayField(label=_l("Från"))
    moves = forms.BooleanField(label=MOVES, help_text=MOVES_HELP, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        groups = Organisation.objects.current().filter(county=None).exclude(pk=organisation.pk)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class PersonForm(RegisterForm):
    name = forms.CharField(label=_l("Namn"), max_length=120)
    email = forms.EmailField(
        label=_l("E-post i tjänsten"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(label=_l("Telefon i tjänsten"), max_length=40, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is not None and person.user_id:
            del self.fields["email"]  # it is also the sign-in


class FindPersonForm(forms.Form):
    ord = forms.CharField(
        label=_l("Namn eller e-post"), required=False, widget=forms.TextInput(attrs={"type": "search"}), max_length=100
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_l("Organisation"), required=False, empty_label=_l("Alla")
    )
    slutade = forms.BooleanField(label=_l("Visa dem som har slutat"), required=False)

    def __init__(self, *args: Any, county: County, chosen: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = county.organisations.choosable(chosen)  # type: ignore[attr-defined]


class PositionForm(RegisterForm):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_l("Organisation"), empty_label=_l("Välj"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_l("Nämnd, förvaltning eller verksamhet"),
        required=False,
        empty_label=_l("Ingen särskild"),
    )
    title = forms.CharField(label=_l("Befattning"), max_length=120, required=False)
    valid_from = DayField(label=_l("Från"))
    valid_to = DayField(label=_l("Till och med"))

    def __init__(self, *args: Any, county: County, position: Position | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = county.organisations.choosable(position.organisation_id if position else None)
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        units = Unit.objects.filter(organisation__in=places).select_related("organisation")
        self.fields["unit"].queryset = units.order_by("organisation__name_key", "name_key")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = _unit_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, place = data.get("unit"), data.get("organisation")
        if unit and place and unit.organisation_id != place.pk:
            self.add_error("unit", _("%(unit)s hör inte till %(place)s.") % {"unit": unit, "place": place})
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Sista dagen kan inte komma före den första."))
        return data


class FileForm(forms.Form):
    file = UploadField(label=_l("Fil"), help_text=_l("Excel (.xlsx), CSV eller en zip med CSV-filer."))


def _unit_label(unit: Unit) -> str:
    return f"{unit.organisation.short_name}: {unit.name}"


def _not_ahead(day: date | None) -> date | None:
    if day and day > today():
        raise forms.ValidationError(_("Dagen har inte varit än. Skriv namnbytet när det har skett."))
    return day
