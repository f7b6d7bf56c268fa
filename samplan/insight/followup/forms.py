from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.inviting_forms import DateInput

from .actions import Asked


class NewRoundForm(PlainTextMixin, forms.Form):
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Plan"), empty_label=None)
    title = forms.CharField(label=_("Namn"), max_length=200, help_text=_("Står i mejlen och på svarssidan."))
    year = forms.IntegerField(label=_("År som följs upp"), min_value=2000, max_value=2100)
    opens_on = forms.DateField(label=_("Första dag att svara"), widget=DateInput())
    closes_on = forms.DateField(label=_("Sista dag att svara"), widget=DateInput())

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        field.queryset = Edition.objects.filter(pk__in=[e.pk for e in editions])

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})


def _in_order(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    opens, closes = data.get("opens_on"), data.get("closes_on")
    if opens and closes and closes < opens:
        form.add_error("closes_on", _("Sista dagen ligger före den första. Välj en senare dag."))
    return data


class TimesForm(PlainTextMixin, forms.Form):
    opens_on = forms.DateField(label=_("Första dag att svara"), widget=DateInput())
    closes_on = forms.DateField(label=_("Sista dag att svara"), widget=DateInput())
    reminders = forms.CharField(
        label=_("Automatiska påminnelser"),
        required=False,
        help_text=_("En dag per rad, till exempel 2026-12-04. De går bara till dem som inte lämnat in."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    letter = forms.CharField(
        label=_("Er hälsning i mejlet"),
        required=False,
        help_text=_("En eller två meningar. Länk, sista dag och avsändare står redan i mejlet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_reminders(self) -> list[date]:
        days = []
        for line in self.cleaned_data["reminders"].split():
            try:
                days.append(date.fromisoformat(line))
            except ValueError:
                raise forms.ValidationError(_("«%s» är ingen dag. Skriv som 2026-12-04.") % line) from None
        return days

    def clean(self) -> dict[str, Any]:
        data = _in_order(self, super().clean() or {})
        opens, closes = data.get("opens_on"), data.get("closes_on")
        outside = [d for d in data.get("reminders", []) if opens and closes and not opens <= d <= closes]
        if outside:
            self.add_error("reminders", _("%(day)s ligger utanför svarstiden.") % {"day": outside[0].isoformat()})
        return data


KINDS = [(Question.Kind.SCALE, _("Ja, delvis eller nej, med text")), (Question.Kind.TEXT, _("Bara text"))]


class QuestionsForm(PlainTextMixin, forms.Form):
    """Every question of the plan: whether it is asked this year, and in what words. Used to put two people's work together."""

    def __init__(self, *args: Any, sources: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, one in enumerate(sources, 1):
            key = one.source.pk
            self.fields[f"with-{key}"] = forms.BooleanField(label=_("Fråga %s ställs") % number, required=False)
            self.fields[f"text-{key}"] = forms.CharField(
                label=_("Fråga %s") % number, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"help-{key}"] = forms.CharField(label=_("Fråga %s, förklaring") % number, required=False)
            self.fields[f"kind-{key}"] = forms.ChoiceField(
                label=_("Fråga %s svaras med") % number, choices=KINDS, required=False
            )


class ReminderForm(PlainTextMixin, forms.Form):
    subject = forms.CharField(label=_("Ämne"), max_length=180)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("{hälsning}, {läge}, {sista dag}, {dagar} och {länk} byts ut för varje organisation."),
    )


class ExtendForm(forms.Form):
    closes_on = forms.DateField(label=_("Ny sista dag"), widget=DateInput())

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < today():
            raise forms.ValidationError(_("Välj en dag som inte har varit."))
        return day


class ReopenForm(PlainTextMixin, forms.Form):
    closes_on = forms.DateField(label=_("Sista dag"), widget=DateInput(), initial=lambda: today() + timedelta(days=7))
    reason = forms.CharField(label=_("Varför öppnas svaret igen?"), widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(PlainTextMixin, forms.Form):
    name = forms.CharField(label=_("Namn"), max_length=120, required=False)
    title = forms.CharField(label=_("Uppdrag"), max_length=120, required=False)
    email = forms.EmailField(label=_("Mejladress"), required=False, help_text=_("Lämna tomt om platsen är vakant."))
    fallback_email = forms.EmailField(
        label=_("Adress medan platsen är vakant"),
        required=False,
        help_text=_("Till exempel registrator eller förvaltningschef."),
    )
