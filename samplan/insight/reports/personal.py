"""Who wrote a report and who approved it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.offers import Processing
from samplan.foundation.core.personal import Place, offered

from .models import Publication, Report, ReportText, Snapshot

PLACES = [
    Place(Report, _l("Påbörjade rapporter"), _l("Visar vem som började."), name="created_by_name", at="created_at"),
    Place(ReportText, _l("Texter i rapporter"), _l("Visar vem som skrev."), name="saved_by_name",
          at="saved_at", related=("report",)),
    Place(Snapshot, _l("Godkända rapporter"), _l("Visar vem som beslutade och när."), name="approved_by_name",
          user="approved_by_id", at="approved_at", is_frozen=True, related=("report",)),
    Place(Publication, _l("Publicerade rapporter"), _l("Visar vem som publicerade."), name="published_by_name",
          at="published_at", related=("report",)),
    Place(Publication, _l("Avpublicerade rapporter"), _l("Visar vem som tog tillbaka."), name="withdrawn_by_name",
          at="withdrawn_at", related=("report",)),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)


def processing() -> list[Processing]:
    return [
        Processing(
            purpose=_("Skriva, godkänna och bevara rapporter"),
            people=_("Samordnare och andra som skriver eller godkänner"),
            data=_("Namn, vad personen gjorde och när"),
            ground=_("Uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen"),
            recipients=_("De som har uppdrag i länet, och allmänheten när en rapport är publicerad"),
            keeps=_("Godkända rapporter bevaras"),
        )
    ]
