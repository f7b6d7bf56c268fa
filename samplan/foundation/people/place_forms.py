from django import forms
from django.utils.translation import gettext_lazy as _l

from .register_forms import DayField, RegisterForm


class NewPlaceForm(RegisterForm):
    name = forms.CharField(label=_l("Ny plats"), max_length=120, help_text=_l("En ort, en stadsdel eller en ö."))


class PlaceForm(RegisterForm):
    name = forms.CharField(label=_l("Namn"), max_length=120)
    valid_to = DayField(label=_l("Sista dagen"), help_text=_l("Lämna tomt så länge platsen finns."))
