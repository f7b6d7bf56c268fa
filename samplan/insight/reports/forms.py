from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.plain_text import PlainTextMixin

from .models import Report


class ReportForm(PlainTextMixin, forms.ModelForm):
    class Meta:
        model = Report
        fields = ("title", "sender", "diary_number")
        labels = {"title": _("Rapportens namn"), "sender": _("Avsändare"), "diary_number": _("Diarienummer")}
        help_texts = {
            "sender": _("Står överst på varje sida."),
            "diary_number": _("Behövs innan rapporten godkänns, om ni diarieför den."),
        }


class PartForm(PlainTextMixin, forms.Form):
    text = forms.CharField(label=_("Er text"), required=False, widget=forms.Textarea(attrs={"rows": 14}))


class CorrectionForm(PlainTextMixin, forms.Form):
    reason = forms.CharField(label=_("Vad har rättats, och varför?"), widget=forms.Textarea(attrs={"rows": 3}))
