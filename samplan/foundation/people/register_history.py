"""The registers' part of the history's sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "people.place_added": _("%(actor)s lade till platsen %(place)s i %(subject)s"),
    "people.place_changed": _("%(actor)s ändrade platsen %(place)s i %(subject)s"),
    "people.organisation_added": _("%(actor)s lade till %(subject)s i registret"),
    "people.organisation_changed": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "people.organisation_renamed": _("%(actor)s ändrade namnet till %(subject)s"),
    "people.organisation_ended": _("%(actor)s skrev in att %(subject)s upphörde %(day)s"),
    "people.organisation_resumed": _("%(actor)s tog bort slutdagen för %(subject)s"),
    "people.register_imported": _("%(actor)s läste in registret för %(subject)s från filen %(file)s"),
    "people.alias_added": _("%(actor)s lade till skrivsättet ”%(text)s” för %(subject)s"),
    "people.alias_removed": _("%(actor)s tog bort skrivsättet ”%(text)s” för %(subject)s"),
    "people.alias_changed": _("%(actor)s ändrade skrivsättet ”%(text)s” för %(subject)s"),
    "people.former_name_added": _("%(actor)s skrev in ett tidigare namn för %(subject)s: %(what)s"),
    "people.succession_added": _("%(actor)s skrev in vem som tog över efter %(subject)s: %(what)s"),
    "people.former_name_changed": _("%(actor)s rättade det tidigare namnet ”%(what)s” för %(subject)s"),
    "people.former_name_removed": _("%(actor)s tog bort det tidigare namnet ”%(what)s” för %(subject)s"),
    "people.succession_changed": _("%(actor)s rättade vem som tog över efter %(subject)s: %(what)s"),
    "people.succession_removed": _("%(actor)s tog bort vem som tog över efter %(subject)s: %(what)s"),
    "people.membership_removed": _("%(actor)s tog bort att %(subject)s är med i %(group)s"),
    "people.membership_changed": _("%(actor)s ändrade medlemskapet i %(group)s för %(subject)s"),
    "people.unit_added": _("%(actor)s lade till %(unit)s i %(subject)s"),
    "people.unit_changed": _("%(actor)s ändrade %(unit)s i %(subject)s"),
    "people.unit_ended": _("%(actor)s skrev in att %(unit)s i %(subject)s upphörde %(day)s"),
    "people.unit_resumed": _("%(actor)s tog bort slutdagen för %(unit)s i %(subject)s"),
    "people.membership_added": _("%(actor)s skrev in att %(subject)s är med i %(group)s"),
    "people.membership_ended": _("%(actor)s skrev in att %(subject)s lämnade %(group)s %(day)s"),
    "people.person_added": _("%(actor)s lade till %(subject)s i personregistret"),
    "people.person_changed": _("%(actor)s ändrade uppgifterna om %(subject)s"),
    "people.person_left": _("%(actor)s skrev in att %(subject)s slutade %(day)s"),
    "people.person_back": _("%(actor)s tog bort att %(subject)s har slutat"),
    "people.position_added": _("%(actor)s skrev in att %(subject)s arbetar i %(place)s"),
    "people.position_changed": _("%(actor)s ändrade arbetet i %(place)s för %(subject)s"),
    "people.position_removed": _("%(actor)s tog bort arbetet i %(place)s för %(subject)s"),
}
