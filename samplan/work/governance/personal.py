"""Who wrote down what a body decided."""

from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import Decision

PLACES = [
    Place(Decision, _l("Beslut som personen har fört in"), _l("Visar vem som förde in beslutet."), name="by_name",
          user="by_id", at="at", related=("body", "matter")),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)
