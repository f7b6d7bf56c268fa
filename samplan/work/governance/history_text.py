"""Sentences for the history: %(actor)s did something to %(subject)s."""

from django.utils.translation import gettext_lazy as _

from .models import Anchoring, Body, Decision

VERBS = {
    "governance.body_added": _("%(actor)s lade till %(subject)s bland organen"),
    "governance.body_changed": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "governance.body_ended": _("%(actor)s skrev in att %(subject)s upphör %(day)s"),
    "governance.body_resumed": _("%(actor)s tog bort slutdagen för %(subject)s"),
    "governance.body_passed_on": _("%(actor)s flyttade %(subject)s från %(from)s till %(to)s"),
    "governance.alias_added": _("%(actor)s lade till ”%(text)s” som namn på %(subject)s"),
    "governance.alias_removed": _("%(actor)s tog bort ”%(text)s” som namn på %(subject)s"),
    "governance.matter_opened": _("%(actor)s öppnade ärendet ”%(subject)s”"),
    "governance.number_set": _("%(actor)s skrev in diarienummer %(number)s för %(organisation)s"),
    "governance.number_removed": _("%(actor)s tog bort diarienumret för %(organisation)s"),
    "governance.decided": _("%(actor)s skrev in ett beslut av %(body)s"),
    "governance.decision_withdrawn": _("%(actor)s tog tillbaka ett beslut av %(body)s: %(note)s"),
    "governance.anchoring_planned": _("%(actor)s planerade att ta upp ”%(subject)s” i %(body)s"),
    "governance.anchoring_held": _("%(actor)s skrev in vad som sades i %(body)s"),
    "governance.anchoring_changed": _("%(actor)s ändrade förankringen i %(body)s"),
    "governance.anchoring_removed": _("%(actor)s tog bort förankringen i %(body)s"),
}
FIELDS = {
    "name": _("Namn"),
    "short_name": _("Kort namn"),
    "kind": _("Sort"),
    "organisation": _("Hör till"),
    "is_deciding": _("Beslutar"),
    "parent": _("Ligger under"),
    "purpose": _("Uppgift"),
    "valid_from": _("Från"),
    "valid_to": _("Till"),
    "number": _("Diarienummer"),
    "on": _("Dag"),
    "outcome": _("Beslut"),
    "reference": _("Paragraf"),
    "planned_on": _("Planerat"),
    "held_on": _("Dag"),
    "said": _("Vad som sades"),
}
VALUES = {
    "kind": {**dict(Body.Kind.choices), **dict(Anchoring.Kind.choices)},
    "is_deciding": {"yes": _("Ja"), "no": _("Nej")},
    "outcome": dict(Decision.Outcome.choices),
}
