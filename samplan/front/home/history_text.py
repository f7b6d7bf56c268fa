from django.utils.translation import gettext_lazy as _

VERBS = {
    "home.letter_sent_again": _("%(actor)s skickade brevet till %(to)s igen"),
    "home.letter_settled": _("%(actor)s ordnade det som hindrade brevet till %(to)s"),
    "home.letter_unsettled": _("%(actor)s ångrade att brevet till %(to)s var ordnat"),
    "home.handed_over": _("%(actor)s lät %(to)s ta över %(count)s saker efter %(subject)s"),
}
