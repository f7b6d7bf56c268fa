from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin


class AnalysisForm(PlainTextMixin, forms.Form):
    text = forms.CharField(label=_("Vår analys"), required=False, widget=forms.Textarea(attrs={"rows": 9}))
