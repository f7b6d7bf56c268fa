"""Forms of what was written wrong, and of the levels above the county."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today

from .models import Organisation
from .queries.levels import NATIONAL_KINDS
from .register_forms import MOVES, MOVES_HELP, DayField, OrganisationForm, RegisterForm


class ReasonForm(RegisterForm):
    reason = forms.CharField(label=_l("Varför tas det bort?"), max_length=300, help_text=_l("Syns i historiken."))


class FormerNameForm(RegisterForm):
    name = forms.CharField(label=_l("Tidigare namn"), max_length=160)
    valid_to = DayField(label=_l("Användes till och med"), required=True)

    def clean_valid_to(self) -> date:
        if self.cleaned_data["valid_to"] > today():
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return self.cleaned_data["valid_to"]


class CorrectedNameForm(FormerNameForm):
    reason = forms.CharField(label=_l("Varför ändras det?"), max_length=300, help_text=_l("Syns i historiken."))


class SuccessionForm(RegisterForm):
    successor = forms.ModelChoiceField(Organisation.objects.none(), label=_l("Togs över av"), empty_label=_l("Välj"))
    on = DayField(label=_l("Första dagen"), required=True)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(county=organisation.county).exclude(pk=organisation.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class CorrectedSuccessionForm(SuccessionForm):
    reason = forms.CharField(label=_l("Varför ändras det?"), max_length=300, help_text=_l("Syns i historiken."))

    def __init__(self, *args: Any, is_of_parts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_of_parts:
            del self.fields["successor"]


class LevelForm(OrganisationForm):
    kind = forms.ChoiceField(label=_l("Sort"), choices=[(kind, kind.label) for kind in NATIONAL_KINDS])
    name = forms.CharField(label=_l("Namn"), max_length=120)
    short_name = forms.CharField(
        label=_l("Kort namn"), max_length=60, required=False, help_text=_l("Det som syns i listor, till exempel Södra.")
    )
    code = forms.CharField(label=_l("Kod"), max_length=10, required=False, help_text=_l("Om den har någon."))
    field_order = ("kind", "name", "renamed_on", "short_name", "code", "valid_from")

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["renamed_on" if is_new else "kind"]


class LevelMemberForm(forms.Form):
    member = forms.ModelChoiceField(Organisation.objects.none(), label=_l("Medlem"), empty_label=_l("Välj"))
    valid_from = DayField(label=_l("Från"))
    moves = forms.BooleanField(label=MOVES, help_text=MOVES_HELP, required=False)

    def __init__(self, *args: Any, level: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        kinds = [Organisation.Kind.REGION]
        if level.kind == Organisation.Kind.NATION:
            kinds.append(Organisation.Kind.HEALTH_REGION)
        self.fields["member"].queryset = Organisation.objects.current().filter(kind__in=kinds)  # type: ignore[attr-defined]
