"""Sentences for the history: %(actor)s did something to %(subject)s; %(note)s is what the event says besides."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Milestone

VERBS: dict[str, Any] = {
    "delivery.guide_added": _("%(actor)s lade till vägledningen ”%(subject)s”"),
    "delivery.guide_changed": _("%(actor)s ändrade vägledningen ”%(subject)s”"),
    "delivery.guide_ended": _("%(actor)s avslutade vägledningen ”%(subject)s”"),
    "delivery.guide_taken_up": _("%(actor)s tog upp vägledningen ”%(subject)s” igen"),
    "delivery.guide_begun": _("%(actor)s skrev in att %(organisation)s följer vägledningen ”%(note)s” i ”%(subject)s”"),
    "delivery.guide_ticked": _("%(actor)s bockade av i vägledningen ”%(note)s” för %(organisation)s i ”%(subject)s”"),
    "delivery.guide_stopped": _("%(actor)s skrev in att %(organisation)s slutar följa ”%(note)s” i ”%(subject)s”"),
    "delivery.guide_passed_on": _("%(actor)s lät %(to)s följa ”%(note)s” efter %(from)s i ”%(subject)s”"),
    "delivery.criteria_set": _("%(actor)s ändrade kriterierna för ”%(subject)s”"),
    "delivery.site_added": _("%(actor)s lade till platsen %(note)s i ”%(subject)s”"),
    "delivery.site_changed": _("%(actor)s ändrade platsen %(note)s i ”%(subject)s”"),
    "delivery.site_removed": _("%(actor)s tog bort platsen %(note)s ur ”%(subject)s”"),
    "delivery.site_looked_at": _("%(actor)s bedömde platsen %(note)s i ”%(subject)s”"),
    "delivery.site_passed_on": _("%(actor)s lät %(to)s ha platsen %(note)s efter %(from)s i ”%(subject)s”"),
    "delivery.milestone_added": _("%(actor)s lade till ”%(note)s” bland milstolparna i ”%(subject)s”"),
    "delivery.milestone_changed": _("%(actor)s ändrade ”%(note)s” bland milstolparna i ”%(subject)s”"),
    "delivery.milestone_moved": _("%(actor)s flyttade ”%(note)s” i ”%(subject)s” till en annan dag"),
    "delivery.milestone_done": _("%(actor)s skrev att ”%(note)s” i ”%(subject)s” är klar"),
    "delivery.gate_passed": _("%(actor)s skrev in beslutet vid ”%(note)s” i ”%(subject)s”"),
    "delivery.milestone_taken_back": _("%(actor)s tog tillbaka att ”%(note)s” i ”%(subject)s” är klar"),
    "delivery.milestone_removed": _("%(actor)s tog bort ”%(note)s” bland milstolparna i ”%(subject)s”"),
    "delivery.evaluation_asked": _("%(actor)s frågade om ”%(subject)s”: ”%(note)s”"),
    "delivery.evaluation_changed": _("%(actor)s ändrade frågan om ”%(subject)s”: ”%(note)s”"),
    "delivery.evaluation_removed": _("%(actor)s tog bort frågan om ”%(subject)s”: ”%(note)s”"),
    "delivery.evaluation_answered": _("%(actor)s svarade på frågan om ”%(subject)s”: ”%(note)s”"),
    "delivery.evaluation_answer_changed": _("%(actor)s ändrade svaret på frågan om ”%(subject)s”: ”%(note)s”"),
    "delivery.evaluation_passed_on": _("%(actor)s skrev in att %(to)s svarar på frågan ”%(note)s” efter %(from)s"),
    "delivery.message_added": _("%(actor)s lade till ”%(note)s” i kommunikationsplanen för ”%(subject)s”"),
    "delivery.message_changed": _("%(actor)s ändrade ”%(note)s” i kommunikationsplanen för ”%(subject)s”"),
    "delivery.message_told": _(
        "%(actor)s skrev att ”%(note)s” är berättat, enligt kommunikationsplanen för ”%(subject)s”"
    ),
    "delivery.message_dropped": _("%(actor)s strök ”%(note)s” i kommunikationsplanen för ”%(subject)s”"),
    "delivery.message_taken_back": _(
        "%(actor)s tog tillbaka vad som blev av ”%(note)s” i kommunikationsplanen för ”%(subject)s”"
    ),
    "delivery.message_removed": _("%(actor)s tog bort ”%(note)s” ur kommunikationsplanen för ”%(subject)s”"),
    "delivery.message_passed_on": _("%(actor)s skrev in att %(to)s berättar ”%(note)s” efter %(from)s"),
    "delivery.final_report_written": _("%(actor)s skrev på slutrapporten för ”%(subject)s”"),
    "delivery.final_report_handed_in": _("%(actor)s lämnade in slutrapporten för ”%(subject)s”"),
    "delivery.final_report_taken_back": _("%(actor)s tog tillbaka slutrapporten för ”%(subject)s”"),
    "delivery.final_report_given_back": _("%(actor)s bad om en ändring i slutrapporten för ”%(subject)s”"),
    "delivery.final_report_approved": _("%(actor)s skrev in att slutrapporten för ”%(subject)s” är godkänd"),
}
FIELDS: dict[str, Any] = {
    "steps": _("Steg och checklista"),
    "lines": _("Avbockat"),
    "criteria": _("Kriterier"),
    "pilot": _("Pilot"),
    "started_on": _("Började"),
    "ended_on": _("Slutade"),
    "milestone_kind": _("Sort"),
    "title": _("Namn"),
    "text": _("Text"),
    "due": _("Ska vara klar"),
    "reason": _("Varför"),
    "done_on": _("Klar"),
    "gate_outcome": _("Beslut"),
    "decided_by": _("Beslutat av"),
    "note": _("Kommentar"),
    "answer": _("Svar"),
    "audience": _("Vem ska få veta"),
    "channel": _("Hur"),
    "tell_on": _("Ska berättas"),
    "told_on": _("Berättat"),
    "dropped_why": _("Varför det ströks"),
    "answer_due": _("Ska besvaras"),
    "organisation": _("Organisation"),
    "who": _("Vilken verksamhet eller person"),
    "what": _("Vad som gjordes"),
    "result": _("Resultat"),
    "lesson": _("Lärdom"),
    "payer": _("Vem som betalar nu"),
    "returned_note": _("Vad som behöver ändras"),
    "approved_on": _("Godkändes"),
    "approved_by": _("Godkändes av"),
    "decision": _("Beslutets nummer"),
}
VALUES: dict[str, Any] = {
    "milestone_kind": dict(Milestone.Kind.choices),
    "gate_outcome": dict(Milestone.Outcome.choices),
}
