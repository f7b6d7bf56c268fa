"""Sentences for the history: %(actor)s did something to %(subject)s; %(note)s is what the event says besides."""

from django.utils.translation import gettext_lazy as _

from .models import EditionState, FollowUpQuestion, Party

VERBS = {
    "plans.edition_created": _("%(actor)s lade upp %(subject)s"),
    "plans.edition_started": _("%(actor)s började på %(subject)s med %(note)s som förlaga"),
    "plans.edition_changed": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "plans.referred": _("%(actor)s skickade %(subject)s på remiss"),
    "plans.taken_back": _("%(actor)s tog tillbaka %(subject)s från remissen"),
    "plans.adopted": _("%(actor)s skrev in att %(subject)s är antagen"),
    "plans.superseded": _("%(actor)s skrev in att %(subject)s inte längre gäller"),
    "plans.published": _("%(actor)s publicerade %(subject)s"),
    "plans.withdrawn": _("%(actor)s avpublicerade %(subject)s"),
    "plans.parties_changed": _("%(actor)s ändrade vilka som står bakom %(subject)s"),
    "plans.node_added": _("%(actor)s lade till ”%(subject)s”"),
    "plans.node_changed": _("%(actor)s ändrade ”%(subject)s”"),
    "plans.node_moved_up": _("%(actor)s flyttade upp ”%(subject)s”"),
    "plans.node_moved_down": _("%(actor)s flyttade ned ”%(subject)s”"),
    "plans.node_removed": _("%(actor)s tog bort ”%(note)s”"),
    "plans.question_added": _("%(actor)s lade till frågan ”%(note)s”"),
    "plans.question_changed": _("%(actor)s ändrade frågan ”%(note)s”"),
    "plans.measure_added": _("%(actor)s lade till måttet ”%(note)s”"),
    "plans.measure_changed": _("%(actor)s ändrade måttet ”%(note)s”"),
    "plans.measure_removed": _("%(actor)s tog bort måttet ”%(note)s”"),
    "plans.contact_set": _("%(actor)s utsåg %(contact)s till kontaktperson för ”%(area)s” i %(organisation)s"),
    "plans.contact_vacant": _("%(actor)s lämnade platsen som kontaktperson för ”%(area)s” i %(organisation)s vakant"),
    "plans.contacts_copied": _("%(actor)s hämtade %(count)s kontaktpersoner från ”%(note)s”"),
    "plans.party_passed_on": _("%(actor)s lät %(to)s ta över efter %(from)s i ”%(subject)s”"),
    "plans.question_removed": _("%(actor)s tog bort frågan ”%(note)s”"),
}
FIELDS = {
    "state": _("Läge"),
    "decided_by": _("Antagen av"),
    "on": _("Dag"),
    "title": _("Namn"),
    "number": _("Nummer"),
    "text": _("Text"),
    "parent": _("Plats i planen"),
    "wordings": _("Andra formuleringar"),
    "parties": _("Parter"),
    "nodes": _("Delar"),
    "questions": _("Uppföljningsfrågor"),
    "measures": _("Mått i befolkningen"),
    "valid_from": _("Gäller från"),
    "valid_to": _("Gäller till"),
    "lead": _("Ingress"),
    "owner_name": _("Ägare"),
    "help": _("Förklaring"),
    "audience": _("Vem frågan går till"),
    "is_open": _("Svaras med text"),
}
VALUES = {
    "state": dict(EditionState.State.choices),
    "audience": dict(FollowUpQuestion.Audience.choices),
    "role": dict(Party.Role.choices),
    "parties": dict(Party.Role.choices),
}
