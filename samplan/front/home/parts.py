"""What the page of parts shows: one of each, with made-up words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.merging.words import marks
from samplan.foundation.core.offers import Stop, Todo

COLOURS = (
    ("paper", _("Papper")),
    ("canvas", _("Duk")),
    ("line", _("Hårlinje")),
    ("ink", _("Bläck")),
    ("muted", _("Dämpad")),
    ("teal", _("Petrol")),
    ("teal-tint", _("Petrol ljus")),
    ("thread", _("Röd tråd")),
    ("sun", _("Fokus")),
)
ICONS = (
    "home plan chart money people book search check tick clock alert person vacant dashed-circle hatch ring pause minus arrow-up "
    "arrow-right arrow-down chevron-right chevron-down pencil cross plus mail lock print document download flag calendar external menu"
).split()


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Namn"))
    text = forms.CharField(
        label=_("Vad är på plats och vad saknas?"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Skriv kort.")
    )
    place = forms.ChoiceField(label=_("Plats"), choices=[("a", _("Hela länet")), ("b", _("En kommun"))], required=False)
    answer = forms.ChoiceField(
        label=_("Svar"), choices=[("y", _("Ja")), ("p", _("Delvis")), ("n", _("Nej"))], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label=_("Skicka en kopia till mig"), required=False)


def sample_parts() -> dict[str, Any]:
    day = today()
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "texts": {
            "mine": marks(gettext("Kurser för föräldrar"), gettext("Kurser för föräldrar och personal")),
            "theirs": marks(gettext("Kurser för föräldrar"), gettext("Kurser för unga föräldrar")),
        },
        "form": SampleForm({"name": "", "text": "", "place": "a", "answer": "p"}),
        "todos": [
            Todo(
                day - timedelta(days=8),
                gettext("Svaret har inte kommit in"),
                gettext("Svarstiden har gått ut."),
                "#",
                gettext("Påminn"),
                1,
            ),
            Todo(
                day + timedelta(days=2),
                gettext("Sex organisationer har inte svarat"),
                "",
                "#",
                gettext("Se påminnelsen"),
                6,
            ),
            Todo(
                day + timedelta(days=30),
                gettext("Planen går ut"),
                gettext("Ny utgåva behövs."),
                "#",
                gettext("Öppna planen"),
            ),
        ],
        "stops": [
            Stop(gettext("Tjänar"), gettext("Målbild 4"), "#", above=True),
            Stop(gettext("Följs med"), gettext("Fråga 7"), "#", above=False),
        ],
        "steps": [(gettext("Läs in"), "done"), (gettext("Granska"), "current"), (gettext("Spara"), "ahead")],
        "dots": ["full", "full", "half", "empty"],
        "two_errors": [
            ("id_name", gettext("Namn: skriv ett namn")),
            ("id_text", gettext("Text: ta bort personnumret")),
        ],
    }
