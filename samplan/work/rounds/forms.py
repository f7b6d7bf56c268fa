from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.questionnaires.models import Section


class HelperForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    email = forms.EmailField(label=_("E-post"))
    sections = forms.MultipleChoiceField(label=_("Vilka avsnitt?"), required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("Några ord till din kollega"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(s.pk, str(s)) for s in sections]  # type: ignore[attr-defined]
        self.fields["sections"].help_text = _("Väljer du inget kan kollegan skriva i alla.")


class HandOverForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    title = forms.CharField(label=_("Titel"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-post"))


class SubmitForm(PlainTextMixin, forms.Form):
    manager_name = forms.CharField(label=_("Namn"), max_length=120)
    manager_title = forms.CharField(label=_("Titel"), max_length=120, required=False)
    manager_email = forms.EmailField(label=_("E-post"))
    note = forms.CharField(
        label=_("Några ord till den som godkänner"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(PlainTextMixin, forms.Form):
    note = forms.CharField(
        label=_("Vad behöver ändras?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv vad som behöver ändras.")},
    )
