"""Who wrote the county's own analysis."""

from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import OwnAnalysis

PLACES = [
    Place(OwnAnalysis, _l("Skrivna analyser"), _l("Visar vem som skrev."), name="written_by_name",
          user="written_by_id", at="written_at", related=("question",)),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)
