from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.core.uploads import UploadField
from samplan.work.plans.forms import DateInput


class PaperForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vad är det?"), max_length=200, help_text=_l("Till exempel Projektplan."))
    file = UploadField(label=_l("Fil"), required=False)
    url = forms.URLField(
        label=_l("Eller var den finns"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_l("En webbadress, om dokumentet redan ligger någonstans."),
    )
    on = forms.DateField(label=_l("Dokumentets dag"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("Skriv en webbadress som börjar med https://."))
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("file") and data.get("url"):
            self.add_error("url", _("Välj en fil eller skriv en adress, inte båda."))
        elif not data.get("file") and not data.get("url") and not {"file", "url"} & self.errors.keys():
            self.add_error("file", _("Välj en fil, eller skriv var dokumentet finns."))
        return data
