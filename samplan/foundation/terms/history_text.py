"""What happened to the words, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "terms.vocabulary_added": _("%(actor)s lade till ordlistan %(subject)s"),
    "terms.vocabulary_changed": _("%(actor)s ändrade ordlistan %(subject)s"),
    "terms.term_removed": _("%(actor)s tog bort ordet ”%(note)s” ur %(subject)s"),
    "terms.mapped": _("%(actor)s skrev in att ordet ”%(subject)s” svarar mot ”%(target)s” i %(list)s"),
    "terms.unmapped": _("%(actor)s skrev in att ordet ”%(subject)s” inte svarar mot ”%(target)s”"),
    "terms.term_added": _("%(actor)s lade till ordet ”%(subject)s” i %(list)s"),
    "terms.term_changed": _("%(actor)s ändrade ordet ”%(subject)s”"),
    "terms.term_ended": _("%(actor)s skrev in att ordet ”%(subject)s” upphör %(day)s"),
    "terms.term_resumed": _("%(actor)s tog bort slutdagen för ordet ”%(subject)s”"),
    "terms.spelling_added": _("%(actor)s lade till skrivsättet ”%(spelling)s” för ordet ”%(subject)s”"),
    "terms.spelling_removed": _("%(actor)s tog bort skrivsättet ”%(spelling)s” för ordet ”%(subject)s”"),
}
