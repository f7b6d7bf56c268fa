"""The weekly letter: who has said no, and to whom it has gone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import Digest, DigestChoice

PLACES = [
    Place(
        DigestChoice,
        _l("Val om veckobrevet"),
        _l("Så att den som sagt nej inte får det."),
        user="user_id",
        words=lambda choice: _("Vill inte ha veckobrevet") if choice.off_at else _("Vill ha veckobrevet"),
    ),
    Place(
        Digest,
        _l("Veckobrev"),
        _l("Så att ingen får mer än ett i veckan."),
        user="user_id",
        at="week",
        words=lambda digest: _("%(n)d saker att göra") % {"n": digest.items},
    ),
]
personal_data, erase, correct = offered(PLACES)
