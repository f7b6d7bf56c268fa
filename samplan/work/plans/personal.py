"""Who decided about a plan, and who answers for its parts."""

from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import ContactRole, Dispatch, EditionState, EditStep, Lineage, OwnTemplate, Publication, Reply, Suggestion

PLACES = [
    Place(EditionState, _l("Planer som personen har ändrat läge på"), _l("Visar vem som beslutade och när."), name="by_name",
          user="by_id", at="at", related=("edition",),
          words=lambda row: f"{row.edition}: {row.get_state_display()}"),
    Place(Publication, _l("Publicerade planer"), _l("Visar vem som publicerade."), name="published_by_name",
          at="published_at", related=("edition",)),
    Place(Publication, _l("Avpublicerade planer"), _l("Visar vem som tog tillbaka."), name="withdrawn_by_name",
          at="withdrawn_at", related=("edition",)),
    Place(EditStep, _l("Ändringar i ett utkast"), _l("Visar vem som kan ångra vad."), name="by_name", user="by_id", at="at",
          related=("edition",)),
    Place(Lineage, _l("Delar som personen delade eller sammanförde"), _l("Visar vem som gjorde det."), name="by_name",
          user="by_id", at="at", related=("edition",)),
    Place(Suggestion, _l("Förslag till målbilder"), _l("Visar vem som föreslog."), name="by_name", user="by_id", at="at",
          related=("node__tier",)),
    Place(Suggestion, _l("Svar på förslag till målbilder"), _l("Visar vem som svarade."), name="answered_by_name",
          user="answered_by_id", at="answered_at", related=("node__tier",)),
    Place(OwnTemplate, _l("Wordmallar som personen har lagt in"), _l("Visar vem som lade in mallen."), name="by_name",
          user="by_id", at="at", related=("county", "file")),
    Place(Reply, _l("Svar på remissynpunkter"), _l("Visar vem som skrev svaret."), name="by_name", user="by_id", at="at",
          related=("answer__question",)),
    Place(Dispatch, _l("Utkast som personen skickade"), _l("Visar vem som skickade vad och när."), name="by_name",
          user="by_id", at="at", related=("edition",)),
    Place(ContactRole, _l("Kontaktperson för delar av planen"), _l("Visar vem som svarar för området."),
          user="user_id", at="valid_from", related=("edition", "node__tier", "organisation")),
    Place(ContactRole, _l("Utsedda kontaktpersoner"), _l("Visar vem som utsåg."), user="given_by_id", at="valid_from",
          related=("edition", "node__tier", "organisation")),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)
