from django.utils.translation import gettext_lazy as _

VERBS = {
    "home.handed_over": _("%(actor)s lät %(to)s ta över %(count)s saker efter %(subject)s"),
}
