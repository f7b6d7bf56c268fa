"""Who does what, and who wrote about it."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.offers import Processing, Retention
from samplan.foundation.core.personal import Place, offered, older

from .models import (
    Activity,
    ActivityDocument,
    ActivityLineage,
    ActivityState,
    AdoptionState,
    Asking,
    Assessment,
    Carrying,
    CycleMark,
    Forecast,
    ImportDraft,
    Nomination,
    Rescoping,
    Update,
    Volume,
)

PLACES = [
    Place(Activity, _l("Aktiviteter som personen håller i"), _l("Visar vem man kan fråga."), name="owner_person", at="changed_at"),
    Place(Activity, _l("Aktiviteter där personen står som kontakt"), _l("Visar vem man kan fråga."), name="contact", at="changed_at"),
    Place(Forecast, _l("Flyttade dagar för aktiviteter"), _l("Visar vem som flyttade dem."), name="by_name", user="by_id", at="at",
          related=("activity",)),
    Place(CycleMark, _l("Hur långt det systematiska arbetet har kommit"), _l("Visar vem som skrev in det."), name="by_name",
          user="by_id", at="at", related=("edition", "node", "activity")),
    Place(Rescoping, _l("Aktiviteter som fått ett nytt innehåll"), _l("Visar vem som skrev in det."), name="by_name",
          user="by_id", at="at", related=("activity",)),
    Place(ActivityLineage, _l("Aktiviteter som slagits samman eller delats"), _l("Visar vem som gjorde det."), name="by_name",
          user="by_id", at="at", related=("source", "target")),
    Place(ActivityDocument, _l("Dokument till aktiviteter"), _l("Visar vem som lade dit dem."), name="by_name",
          user="by_id", at="at", related=("activity",)),
    Place(Nomination, _l("Förslag om att fler borde göra en aktivitet"), _l("Visar vem som föreslog det."), name="by_name",
          user="by_id", at="at", related=("activity",)),
    Place(Volume, _l("Antal för aktiviteter"), _l("Visar vem som skrev in dem."), name="by_name", user="by_id", at="at",
          related=("activity",)),
    Place(ActivityState, _l("Aktiviteter som personen har ändrat läge på"), _l("Visar vem som ändrade och när."), name="by_name",
          user="by_id", at="at", related=("activity",), words=lambda row: f"{row.activity}: {row.get_state_display()}"),
    Place(Update, _l("Texter om aktiviteter"), _l("Visar vem som skrev. Texten är organisationens."),
          name="by_name", user="by_id", at="at", related=("activity",)),
    Place(Carrying, _l("Aktiviteter som personen förde över eller avslutade i en ny utgåva"), _l("Visar vem som bestämde."),
          name="by_name", user="by_id", at="at", related=("activity",)),
    Place(AdoptionState, _l("Aktiviteter i lokala planer som personen har ändrat läge på"), _l("Visar vem som ändrade och när."),
          name="by_name", user="by_id", at="at", related=("adoption__activity", "adoption__plan")),
    Place(Assessment, _l("Bedömningar av aktiviteter"), _l("Visar vem som bedömde."), name="by_name", user="by_id", at="at",
          related=("activity", "term")),
    Place(Asking, _l("Frågor om vem som kan ta på sig en aktivitet"), _l("Visar vem som frågade."), name="asked_by_name",
          user="asked_by_id", at="asked_at", related=("activity", "organisation")),
    Place(Asking, _l("Svar på om organisationen tar på sig en aktivitet"), _l("Visar vem som svarade."),
          name="answered_by_name", user="answered_by_id", at="answered_at", related=("activity", "organisation")),
    Place(ImportDraft, _l("Inlästa dokument"), _l("Visar vem som läste in."), name="created_by_name",
          user="created_by_id", at="created_at", related=("file",)),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)


def _dropped(day: date) -> list[tuple[int, str]]:
    """A reading that became a plan is the plan's source, and is kept with it."""
    return older(ImportDraft, "created_at", day, Q(edition=None))


def _drop(ids: Sequence[int]) -> int:
    return ImportDraft.objects.filter(pk__in=ids, edition=None).delete()[0]


def retention() -> list[Retention]:
    return [
        Retention("activities.imports", _("Inläsningar som inte blev någon plan"), 180, _("sedan dokumentet lästes in"),
                  _("Arbetsmaterial."), _dropped, _drop),
    ]  # fmt: skip


def processing() -> list[Processing]:
    return [
        Processing(
            purpose=_("Visa vad som görs och vem man kan fråga"),
            people=_("Medarbetare som håller i en aktivitet eller har skrivit om den"),
            data=_("Namn, vad personen skrev och när"),
            ground=_("Uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen"),
            recipients=_("De som har uppdrag i länet"),
            keeps=_("Planer och aktiviteter bevaras. Namnet kan tas bort utan att aktiviteten ändras"),
        )
    ]
