import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.dates import today
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import County, Organisation
from samplan.foundation.people.queries import ActorRegister
from samplan.work.plans.forms import DateInput, text_area

from .forms import BULLETS
from .models import Actor
from .parties import WHOLE

Role = Actor.Role
THEIRS = {
    Role.PERFORMER: (_l("Vad ansvarar de för?"), _l("Till exempel: bemannar mottagningen två dagar i veckan.")),
    Role.FUNDER: (_l("Vilka pengar?"), _l("Till exempel Stimulansmedel 2026 eller egna medel.")),
    Role.EVALUATOR: (_l("Vad utvärderar de?"), ""),
    Role.FOLLOWER: (_l("Vad följer de upp?"), ""),
}


class PartyForm(PlainTextMixin, forms.Form):
    """Somebody in a role. The days of who pays are the days of the money."""

    organisation = forms.ModelChoiceField(
        label=_l("Vilken organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_l("Den finns inte i listan"),
    )
    text = forms.CharField(
        label=_l("Namn"),
        max_length=300,
        required=False,
        help_text=_l("Om den inte finns i listan, eller om det är en viss verksamhet i den."),
    )
    responsibility = forms.CharField(widget=text_area(3), required=False)
    share = forms.IntegerField(
        label=_l("Andel i procent"),
        min_value=1,
        max_value=WHOLE,
        required=False,
        help_text=_l("Hur stor del av kostnaden. Lämna tomt om det inte är bestämt."),
    )
    joined_on = forms.DateField(label=_l("Med från"), widget=DateInput, required=False)
    left_on = forms.DateField(label=_l("Till och med"), widget=DateInput, required=False)
    left_why = forms.CharField(label=_l("Varför slutade de?"), widget=text_area(2), required=False)

    def __init__(
        self, *args: Any, county: County, role: str, organisations: Any, row: Actor | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.role = county, role
        self.use_required_attribute = False
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        label, example = THEIRS[Role(role)]
        self.fields["responsibility"].label, self.fields["responsibility"].help_text = label, example
        self._leave_out(row)

    def _leave_out(self, row: Actor | None) -> None:
        """Only who pays has a share. Somebody leaves on a page of its own; here the day they left is put right."""
        if self.role == Role.FUNDER:
            self.fields["joined_on"].label = _("Pengarna räcker från")
            self.fields["left_on"].label = _("Till och med")
        else:
            del self.fields["share"]
            if row is None or row.left_on is None:
                del self.fields["left_on"]
        if row is None or row.left_on is None:
            del self.fields["left_why"]
        elif self.role == Role.FUNDER:
            self.fields["left_why"].label = _("Varför tog pengarna slut?")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("organisation")
        text = " ".join((data.get("text") or "").split()).strip(BULLETS)
        if not chosen and not text and not self.errors:
            self.add_error("organisation", _("Välj en organisation eller skriv ett namn."))
        if text and not chosen:
            data["organisation"] = ActorRegister(self.county).find(text)
        data["text"] = text or (chosen.name if chosen else "")
        first, last = data.get("joined_on"), data.get("left_on")
        if first and last and last < first:
            self.add_error("left_on", _("Den sista dagen kan inte ligga före den första."))
        return data


class LeaveForm(PlainTextMixin, forms.Form):
    on = forms.DateField(label=_l("Sista dagen"), widget=DateInput, initial=today)
    why = forms.CharField(
        label=_l("Varför?"),
        widget=text_area(3),
        error_messages={"required": _l("Skriv varför. Den som läser senare undrar det.")},
    )


_SHARE = re.compile(r"^(?P<who>.*\S)\s+(?P<percent>\d{1,3})\s*(?:%|procent)?$")


class PostForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vilken tjänst?"), max_length=160, help_text=_l("Till exempel Samordnare."))
    percent = forms.IntegerField(
        label=_l("Hur stor? I procent av heltid"),
        min_value=1,
        max_value=1000,
        initial=100,
        help_text=_l("Två heltider är 200."),
    )
    shares = forms.CharField(
        label=_l("Vilka betalar, och hur stor del?"),
        widget=text_area(4),
        required=False,
        help_text=_l("En på varje rad, med procenten sist: Region 60 %."),
    )
    starts_on = forms.DateField(label=_l("Från"), widget=DateInput, required=False)
    ends_on = forms.DateField(label=_l("Till och med"), widget=DateInput, required=False)

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county
        self.use_required_attribute = False

    def clean_shares(self) -> list[tuple[str, Organisation | None, int]]:
        register = ActorRegister(self.county)
        out: dict[str, tuple[str, Organisation | None, int]] = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["shares"].splitlines())):
            found = _SHARE.match(line)
            if found is None:
                raise forms.ValidationError(_("Skriv procenten sist på raden ”%(line)s”.") % {"line": line})
            who, percent = found["who"].rstrip(" ,:–-"), int(found["percent"])
            if not 1 <= percent <= WHOLE:
                raise forms.ValidationError(
                    _("Andelen på raden ”%(line)s” ska vara mellan 1 och 100.") % {"line": line}
                )
            if not who or len(who) > 300:
                raise forms.ValidationError(_("Skriv vem som betalar på raden ”%(line)s”.") % {"line": line[:60]})
            if who in out:
                raise forms.ValidationError(_("%(who)s står på två rader.") % {"who": who})
            out[who] = (who, register.find(who), percent)
        together = sum(percent for _who, _known, percent in out.values())
        if together > WHOLE:
            raise forms.ValidationError(
                _("Andelarna är tillsammans %(n)d procent. Högst 100 går ihop.") % {"n": together}
            )
        return list(out.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Den sista dagen kan inte ligga före den första."))
        return data
