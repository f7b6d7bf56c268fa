from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.people.models import County, Organisation
from samplan.foundation.people.register_forms import DayField, EndForm, RegisterForm

from . import queries
from .models import Body

__all__ = ["BodyAliasForm", "BodyForm", "EndForm", "FindBodyForm"]


class BodyForm(RegisterForm):
    name = forms.CharField(label=_l("Namn"), max_length=160)
    short_name = forms.CharField(
        label=_l("Kort namn"), max_length=60, required=False, help_text=_l("Det som syns i listor.")
    )
    kind = forms.ChoiceField(label=_l("Sort"), choices=Body.Kind.choices)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_l("Hör till"),
        required=False,
        empty_label=_l("Gemensamt för flera"),
        help_text=_l("En nämnd hör till sin organisation. Ett samråd är gemensamt."),
    )
    is_deciding = forms.BooleanField(
        label=_l("Organet beslutar åt sin organisation"),
        required=False,
        help_text=_l("Det som organet beslutar binder organisationen, till exempel när en plan antas."),
    )
    parent = forms.ModelChoiceField(
        Body.objects.none(), label=_l("Ligger under"), required=False, empty_label=_l("Inget annat organ")
    )
    purpose = forms.CharField(label=_l("Uppgift"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    valid_from = DayField(label=_l("Finns från"))

    def __init__(self, *args: Any, county: County, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = county.organisations.choosable(body.organisation_id if body else None)
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        above = queries.choosable(county, body.parent_id if body else None)
        self.fields["parent"].queryset = above.exclude(Q(pk=body.pk) if body else Q(pk=None))  # type: ignore[attr-defined]
        self.fields["parent"].label_from_instance = label_of  # type: ignore[attr-defined]


def label_of(body: Body) -> str:
    """Two boards have the same name in two municipalities: whose it is must be said."""
    return f"{body.name}, {body.organisation.short_name}" if body.organisation else body.name


class BodyAliasForm(RegisterForm):
    text = forms.CharField(
        label=_l("Annat namn"), max_length=160, help_text=_l("Så som organet också skrivs i dokument.")
    )


class FindBodyForm(forms.Form):
    ord = forms.CharField(
        label=_l("Sök organ"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
