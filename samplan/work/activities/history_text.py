"""Sentences for the history: %(actor)s did something to %(subject)s; %(note)s is what the event says besides."""

from django.utils.translation import gettext_lazy as _

from .models import Activity, ActivityState, Carrying

VERBS = {
    "activities.created_many": _("%(actor)s lade in aktiviteterna i %(subject)s"),
    "activities.created": _("%(actor)s lade till aktiviteten ”%(subject)s”"),
    "activities.changed": _("%(actor)s ändrade aktiviteten ”%(subject)s”"),
    "activities.assessed": _("%(actor)s bedömde ”%(subject)s” mot planens perspektiv"),
    "activities.state_changed": _("%(actor)s ändrade läget för ”%(subject)s”"),
    "activities.owner_set": _("%(actor)s skrev in %(note)s som ägare till ”%(subject)s”"),
    "activities.owner_removed": _("%(actor)s tog bort ägaren till ”%(subject)s”"),
    "activities.performer_passed_on": _("%(actor)s skrev in att %(to)s gör ”%(subject)s” efter %(from)s"),
    "activities.reported": _("%(actor)s skrev om ”%(subject)s”"),
    "activities.imported": _("%(actor)s läste in planen ur %(subject)s"),
    "activities.taken_up": _("%(actor)s tog upp ”%(subject)s” i %(note)s"),
    "activities.adoption_changed": _("%(actor)s ändrade hur ”%(subject)s” görs i %(note)s"),
    "activities.adoption_state": _("%(actor)s ändrade läget för ”%(subject)s” i %(note)s"),
    "activities.file_read": _("%(actor)s läste in aktiviteter i %(subject)s ur filen %(note)s"),
    "activities.import_dropped": _("%(actor)s tog bort det inlästa dokumentet %(subject)s"),
    "activities.carried_over": _("%(actor)s tog med %(note)s aktiviteter till %(subject)s"),
    "activities.carrying_chosen": _("%(actor)s valde vad som händer med %(note)s aktiviteter i %(subject)s"),
}
FIELDS = {
    "resume_on": _("Återupptas"),
    "lesson": _("Lärdom"),
    "payer": _("Betalas av"),
    "title": _("Namn"),
    "kind": _("Sort"),
    "meaning": _("Vad den betyder"),
    "text": _("Beskrivning"),
    "place": _("Plats"),
    "terms": _("Målgrupper och metoder"),
    "starts_on": _("Börjar"),
    "ends_on": _("Slutar"),
    "actors": _("Vem som gör den"),
    "nodes": _("Plats i planen"),
    "state": _("Läge"),
    "on": _("Dag"),
    "owner": _("Ägare"),
    "owner_person": _("Ansvarig person"),
    "activities": _("Aktiviteter"),
    "carrying": _("Aktiviteter från förra utgåvan"),
    "places": _("Platser"),
    "changed": _("Ändrade"),
    "new": _("Nya"),
    "edition": _("Plan"),
    "background": _("Bakgrund"),
    "result": _("Resultat"),
    "analysis": _("Analys"),
}
VALUES = {
    "state": dict(ActivityState.State.choices),
    "kind": dict(Activity.Kind.choices),
    "carrying": {**dict(Carrying.Kind.choices), "": _("Inte vald")},
}
