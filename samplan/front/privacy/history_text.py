from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "privacy.corrected": _("%(actor)s rättade uppgifterna om %(subject)s"),
    "privacy.erased": _("%(actor)s tog bort en persons uppgifter"),
    "privacy.address_erased": _("%(actor)s tog bort uppgifterna om en person utan konto"),
    "privacy.retention_approved": _("%(actor)s beslutade att gallra %(subject)s"),
    "privacy.retention_declined": _("%(actor)s beslutade att behålla %(subject)s"),
    "privacy.retention_deleted": _("%(actor)s gallrade %(subject)s"),
    "privacy.time_set": _("%(actor)s ändrade hur länge %(subject)s dagar sparas"),
    "privacy.controller_set": _("%(actor)s ändrade vem som är personuppgiftsansvarig"),
}

FIELDS: dict[str, str | Promise] = {
    "name": _("Namn"),
    "email": _("E-post"),
    "title": _("Titel"),
    "count": _("Antal"),
    "days": _("Dagar"),
    "decision": _("Beslut"),
    "organisation_number": _("Organisationsnummer"),
    "contact": _("Kontakt"),
    "officer": _("Dataskyddsombud"),
    "officer_contact": _("Kontakt till ombudet"),
}
