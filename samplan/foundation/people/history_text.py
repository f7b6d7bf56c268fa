"""What happened, in sentences. %(actor)s is who did it, %(subject)s whom it concerns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "people.contact_named": _("%(actor)s utsåg %(name)s till kontaktperson för %(subject)s"),
    "people.manager_named": _("%(actor)s utsåg %(name)s till ansvarig chef för %(subject)s"),
    "people.editor_named": _("%(actor)s utsåg %(name)s till redaktör för %(subject)s"),
    "people.contact_ended": _("%(actor)s avslutade uppdraget som kontaktperson för %(name)s i %(subject)s"),
    "people.manager_ended": _("%(actor)s avslutade uppdraget som ansvarig chef för %(name)s i %(subject)s"),
    "people.editor_ended": _("%(actor)s avslutade uppdraget som redaktör för %(name)s i %(subject)s"),
    "people.user_added": _("%(actor)s lade till %(subject)s"),
    "people.invited": _("%(actor)s bjöd in %(name)s som %(role)s för %(subject)s"),
    "people.invited_again": _("%(name)s fick en ny inbjudan som %(role)s för %(subject)s"),
    "people.invitation_revoked": _("%(actor)s återtog inbjudan till %(name)s som %(role)s för %(subject)s"),
    "people.invitation_accepted": _("%(actor)s tackade ja till att vara %(role)s för %(subject)s"),
    "people.representative_invited": _("%(actor)s bjöd in en brukarrepresentant för %(subject)s"),
    "people.representative_invited_again": _("En brukarrepresentant fick en ny inbjudan för %(subject)s"),
    "people.representative_invitation_revoked": _(
        "%(actor)s återtog en inbjudan till en brukarrepresentant för %(subject)s"
    ),
    "people.representative_invitation_accepted": _("En brukarrepresentant tackade ja för %(subject)s"),
}
