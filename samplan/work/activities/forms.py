from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.choosing import RowsField
from samplan.foundation.core.dates import long_day
from samplan.foundation.core.plain_text import PlainTextMixin
from samplan.foundation.people.models import County, Organisation
from samplan.work.plans.forms import DateInput, text_area
from samplan.work.plans.models import Edition, EditionState, Node
from samplan.work.plans.queries import current_editions, with_state

from . import forecasts, programmes, states
from .ages import LAST
from .carrying import nodes_of_the_past
from .models import Activity, ActivityState
from .sorting_forms import sorting_fields

INDENT = "\u2003"
BULLETS = " -•*\t"  # around a name on a line of its own
TAGS = (
    "program",
    "malgrupp",
    "metod",
    "plats",
    "perspektiv",
)  # not every activity has one: a single choice is a choice too


class FindForm(forms.Form):
    """What the list can be narrowed to; a select with nothing to choose between is left out."""

    ord = forms.CharField(label=_l("Sök"), required=False)
    lage = forms.ChoiceField(label=_l("Läge"), required=False)
    omrade = forms.ChoiceField(label=_l("Område"), required=False)
    aktor = forms.ChoiceField(label=_l("Aktör"), required=False)
    sort = forms.ChoiceField(label=_l("Sort"), required=False)
    program = forms.ChoiceField(label=_l("Program"), required=False)
    malgrupp = forms.ChoiceField(label=_l("Målgrupp"), required=False)
    metod = forms.ChoiceField(label=_l("Metod"), required=False)
    plats = forms.ChoiceField(label=_l("Plats"), required=False)
    perspektiv = forms.ChoiceField(label=_l("Perspektiv"), required=False)

    def __init__(self, *args: Any, options: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ord"].widget.attrs = {"type": "search", "placeholder": _("Ord i namn eller text")}
        for name, choices in options.items():
            if len(choices) > 1 or name in self.initial or (choices and name in TAGS):
                short = [(key, words if len(words) < 60 else f"{words[:58]} …") for key, words in choices]
                self.fields[name].choices = [("", _("Alla")), *short]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def selects(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "ord"]


class PlacesField(RowsField):
    """Parts of the plans in force, in reading order; the tree shows as indents."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, node: Node) -> str:
        # Read in order, a parent is always known before what stands under it.
        self.depth[node.pk] = self.depth.get(node.parent_id, -1) + 1
        return f"{INDENT * self.depth[node.pk]}{node} ({node.tier.name.lower()})"

    @property
    def depth(self) -> dict[int | None, int]:
        return self.__dict__.setdefault("_depth", {})


def _places(county: County, activity: Activity | None) -> Any:
    wanted = Q(edition__in=current_editions(county))
    if activity is not None:
        wanted |= Q(activities=activity) & ~Q(pk__in=nodes_of_the_past(activity))
    nodes = Node.objects.filter(wanted).select_related("tier").defer("text", "folded").distinct()
    return nodes.order_by("-edition", "position")


class ActivityForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vad görs?"), widget=text_area(2))
    kind = forms.ChoiceField(label=_l("Sort"), choices=Activity.Kind.choices)
    meaning = forms.CharField(
        label=_l("Vad den betyder för den som bor här"),
        widget=text_area(2),
        required=False,
        help_text=_l("En mening som börjar med du, utan fackord."),
    )
    text = forms.CharField(label=_l("Beskrivning"), widget=text_area(5), required=False)
    actors = forms.CharField(
        label=_l("Vilka som gör den"),
        widget=text_area(3),
        required=False,
        help_text=_l(
            "En på varje rad. Kommuner, region och föreningar i länet känns igen. "
            "Vad var och en ansvarar för skrivs på sidan Vilka som är med."
        ),
    )
    contact = forms.CharField(
        label=_l("Kontakt"),
        max_length=200,
        required=False,
        help_text=_l("Hur man når den i arbetet: telefon, e-post eller webbadress. Inget privat."),
    )
    follow_up_method = forms.CharField(
        label=_l("Hur ni ska veta vad den leder till"),
        widget=text_area(3),
        required=False,
        help_text=_l("Till exempel en enkät till dem som deltar, varje halvår."),
    )
    place = forms.CharField(label=_l("Plats"), max_length=120, required=False)
    starts_on = forms.DateField(label=_l("Börjar"), widget=DateInput, required=False)
    ends_on = forms.DateField(label=_l("Slutar"), widget=DateInput, required=False)
    ordinary_on = forms.DateField(
        label=_l("Går över i ordinarie drift"),
        widget=DateInput,
        required=False,
        help_text=_l("Om det är tänkt så, och när."),
    )
    moved_why = forms.CharField(
        label=_l("Varför flyttas tiden?"),
        widget=text_area(2),
        required=False,
        help_text=_l("Om du ändrar en dag som redan är satt. Den gamla dagen finns kvar bredvid."),
    )
    nodes = PlacesField(label=_l("Var i planen den hör hemma"), queryset=Node.objects.none(), required=False)
    age_from = forms.IntegerField(
        label=_l("Från ålder, om den skiljer sig från målgruppens"),
        min_value=0,
        max_value=LAST,
        required=False,
        help_text=_l("Hela år."),
    )
    age_to = forms.IntegerField(
        label=_l("Till och med ålder"),
        min_value=0,
        max_value=LAST,
        required=False,
        help_text=_l("Lämna tomt om det inte finns någon övre gräns."),
    )

    def __init__(self, *args: Any, county: County, activity: Activity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nodes"].queryset = _places(county, activity)  # type: ignore[attr-defined]
        self.activity = activity
        if activity is None or not any(forecasts.days_of(activity).values()):
            del self.fields["moved_why"]  # no day is set: none can be moved
        self.fields |= sorting_fields(county, activity)
        self._set_ages_below_groups()

    def _set_ages_below_groups(self) -> None:
        names = [name for name in self.fields if name not in ("age_from", "age_to")]
        place = names.index("groups") + 1 if "groups" in names else len(names)
        self.order_fields([*names[:place], "age_from", "age_to", *names[place:]])

    def clean_actors(self) -> list[str]:
        """Each spelling once."""
        lines = [line.strip(BULLETS) for line in self.cleaned_data["actors"].splitlines()]
        spellings = list(dict.fromkeys(line for line in lines if line))
        if any(len(spelling) > 300 for spelling in spellings):
            raise forms.ValidationError(_("En rad är för lång. Skriv en aktör på varje rad."))
        return spellings

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Den kan inte sluta innan den börjar."))
        youngest, oldest = data.get("age_from"), data.get("age_to")
        if oldest is not None and youngest is None and "age_from" not in self.errors:
            self.add_error("age_from", _("Skriv från vilken ålder. 0 betyder från födseln."))
        elif oldest is not None and youngest is not None and oldest < youngest:
            self.add_error("age_to", _("Den övre åldern är lägre än den undre."))
        if self.activity is not None and "moved_why" in self.fields and not self.errors:
            moved = forecasts.moved(forecasts.days_of(self.activity), {name: data.get(name) for name in forecasts.DAYS})
            if moved and not data.get("moved_why"):
                self.add_error("moved_why", _("Skriv varför. Den som läser senare undrar vad som hände."))
        other = self.activity is not None and data.get("kind") != Activity.Kind.PROGRAMME
        if other and self.activity.sub_activities.exists():
            self.add_error("kind", _("Den har delprojekt och är därför ett program. Ta ut delprojekten först."))
        return data


class NewActivityForm(ActivityForm):
    state = forms.ChoiceField(label=_l("Läge"), choices=ActivityState.State.choices, initial=ActivityState.State.IDEA)
    owner = forms.ModelChoiceField(
        label=_l("Ägare"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_l("Ingen har tagit på sig den"),
    )
    programme = forms.ModelChoiceField(
        label=_l("Del av programmet"), queryset=Activity.objects.none(), required=False, empty_label=_l("Inget program")
    )
    field_order = ["title", "kind", "programme", "state", "owner", "meaning", "text", "actors", "place"]

    def __init__(self, *args: Any, county: County, owners: Any, must_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, county=county, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        chosen: Any = self.fields["state"]
        chosen.choices = [(value, label) for value, label in ActivityState.State.choices if value not in states.BECAME]
        programmes_here = programmes.programmes_of(county)
        if programmes_here.exists():
            self.fields["programme"].queryset = programmes_here  # type: ignore[attr-defined]
        else:
            del self.fields["programme"]
        if must_own:
            self.fields["owner"].required = True
            self.fields["owner"].empty_label = None  # type: ignore[attr-defined]


class StateForm(PlainTextMixin, forms.Form):
    to = forms.ChoiceField(label=_l("Nytt läge"), widget=forms.RadioSelect)
    on = forms.DateField(label=_l("Sedan"), widget=DateInput)
    reason = forms.CharField(
        label=_l("Varför"),
        widget=text_area(3),
        required=False,
        help_text=_l("Behövs när den pausas, förs över, avslutas eller avslås."),
    )
    resume_on = forms.DateField(
        label=_l("När ska den återupptas?"),
        widget=DateInput,
        required=False,
        help_text=_l("Om den pausas. Då påminner vi den som äger den."),
    )
    lesson = forms.CharField(
        label=_l("Vad lärde ni er?"),
        widget=text_area(3),
        required=False,
        help_text=_l("Om den avslutas: det som andra har nytta av."),
    )
    payer = forms.CharField(
        label=_l("Vem betalar nu?"),
        max_length=200,
        required=False,
        help_text=_l("Om den går över i ordinarie drift: den verksamhet eller organisation som tar kostnaden."),
    )
    goes_on = forms.CharField(
        label=_l("Vad lever vidare?"),
        widget=text_area(2),
        required=False,
        help_text=_l("Om den går över i ordinarie drift: det som nu görs varje dag."),
    )
    left_behind = forms.CharField(
        label=_l("Vad följde inte med?"),
        widget=text_area(2),
        required=False,
        help_text=_l("Det som projektet gjorde och som ingen gör nu."),
    )
    ASKED_OF = {
        "resume_on": states.State.PAUSED,
        "lesson": states.State.ENDED,
        "payer": states.State.ORDINARY,
        "goes_on": states.State.ORDINARY,
        "left_behind": states.State.ORDINARY,
    }

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, state in self.ASKED_OF.items():
            if state not in states.MOVES[now]:
                del self.fields[name]
        moves = [(move, ActivityState.State(move).label) for move in states.MOVES[now]]
        self.fields["to"].choices = moves  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("to") in states.WITH_REASON and not data.get("reason"):
            self.add_error("reason", _("Skriv varför. Den som läser senare undrar det."))
        if data.get("to") in states.WITH_PAYER and "payer" not in self.errors and not data.get("payer"):
            self.add_error("payer", _("Skriv vem som betalar nu."))
        resume, on = data.get("resume_on"), data.get("on")
        if data.get("to") == states.State.PAUSED and resume and on and resume <= on:
            self.add_error("resume_on", _("Den kan inte återupptas innan den pausas. Välj en senare dag."))
        return data


class OwnerForm(PlainTextMixin, forms.Form):
    owner = forms.ModelChoiceField(
        label=_l("Vilken organisation?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_l("Ingen har tagit på sig den"),
    )
    owner_person = forms.CharField(
        label=_l("Ansvarig person"),
        max_length=120,
        required=False,
        help_text=_l("Namn eller befattning på den som svarar på frågor."),
    )

    def __init__(self, *args: Any, organisations: Any, must_choose: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = organisations  # type: ignore[attr-defined]
        if must_choose:
            self.fields["owner"].required = True
            self.fields["owner"].empty_label = None  # type: ignore[attr-defined]


class NextEditionForm(PlainTextMixin, forms.Form):
    title = forms.CharField(label=_l("Vad heter nästa utgåva?"), max_length=200)
    reason = forms.CharField(
        label=_l("Varför görs en ny utgåva?"),
        widget=text_area(2),
        max_length=500,
        help_text=_l("Till exempel att planen går ut, en utvärdering, en ny lag eller ett fel som ska rättas."),
    )
    valid_from = forms.DateField(label=_l("Gäller från"), widget=DateInput, required=False)
    valid_to = forms.DateField(label=_l("Gäller till"), widget=DateInput, required=False)
    replaces = forms.BooleanField(label=_l("Den ersätter den nuvarande utgåvan innan den har gått ut"), required=False)
    carry_over = forms.BooleanField(
        label=_l("Ta med de aktiviteter som inte är avslutade"),
        required=False,
        initial=True,
        help_text=_l("I nästa steg väljer du för var och en."),
    )

    def __init__(self, *args: Any, earlier: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = earlier

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Planen kan inte sluta gälla innan den börjar."))
        elif first and not data.get("replaces") and (other := self._same_time(first, last)):
            words = _("%(title)s gäller %(until)s. Låt den nya börja senare, eller kryssa i att den ersätter i förtid.")
            ends = _("till %(day)s") % {"day": long_day(other.valid_to)} if other.valid_to else _("tills vidare")
            self.add_error("valid_from", words % {"title": other.title, "until": ends})
        return data

    def _same_time(self, first: date, last: date | None) -> Edition | None:
        """An adopted edition of the plan that holds on some of the same days."""
        others = with_state(Edition.objects.filter(plan=self.earlier.plan_id)).filter(state=EditionState.State.ADOPTED)  # type: ignore[misc]
        if last:
            others = others.filter(Q(valid_from=None) | Q(valid_from__lte=last))
        return others.filter(Q(valid_to=None) | Q(valid_to__gte=first)).order_by("-number").first()
