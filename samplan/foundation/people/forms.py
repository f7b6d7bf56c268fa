from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin

from .models import Role


class RoleForm(PlainTextMixin, forms.Form):
    """Who is to be contact person or manager of an organisation."""

    kind = forms.ChoiceField(
        label=_("Uppdrag"),
        choices=[
            (Role.Kind.CONTACT, _("Kontaktperson")),
            (Role.Kind.MANAGER, _("Ansvarig chef")),
            (Role.Kind.EDITOR, _("Redaktör")),
        ],
        widget=forms.RadioSelect,
        initial=Role.Kind.CONTACT,
    )
    name = forms.CharField(label=_("Namn"), max_length=120)
    email = forms.EmailField(
        label=_("E-post i tjänsten"),
        help_text=_("Hit går frågor och påminnelser."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing
