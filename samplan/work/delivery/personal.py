"""Who planned, asked, answered and decided how an activity is carried through."""

from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import CriterionTick, EvaluationQuestion, FinalReport, GuideDone, Message, Milestone, MilestoneMove

PLACES = [
    Place(Milestone, _l("Milstolpar"), _l("Visar vem som skrev in dem."), name="by_name", user="by_id", related=("activity",)),
    Place(MilestoneMove, _l("Flyttade milstolpar"), _l("Visar vem som flyttade dem."), name="by_name", user="by_id", at="at",
          related=("milestone",)),
    Place(EvaluationQuestion, _l("Frågor till utvärderingen av en aktivitet"), _l("Visar vem som frågade."),
          name="asked_by_name", user="asked_by_id", at="asked_at", related=("activity",)),
    Place(EvaluationQuestion, _l("Svar till utvärderingen av en aktivitet"), _l("Visar vem som svarade."),
          name="answered_by_name", user="answered_by_id", at="answered_on", related=("activity",)),
    Place(EvaluationQuestion, _l("Frågor som personen ska svara på"), _l("Visar vem man kan fråga."), name="who", related=("activity",)),
    Place(FinalReport, _l("Slutrapporter"), _l("Visar vem som lämnade in dem."), name="handed_in_by_name",
          user="handed_in_by_id", at="handed_in_at", related=("activity",)),
    Place(FinalReport, _l("Godkända slutrapporter"), _l("Visar vem som godkände dem."), name="approved_by", at="approved_on",
          is_frozen=True, related=("activity",)),
    Place(Message, _l("Rader i kommunikationsplaner"), _l("Visar vem som skrev in dem."), name="by_name", user="by_id",
          at="on", related=("activity",)),
    Place(Message, _l("Budskap som personen ska föra fram"), _l("Visar vem man kan fråga."), name="who", at="on", related=("activity",)),
    Place(Milestone, _l("Beslut om att gå vidare"), _l("Visar vem som beslutade."), name="decided_by", is_frozen=True,
          related=("activity",)),
    Place(GuideDone, _l("Steg i en vägledning som personen bockade av"), _l("Visar vem som gjorde det."), name="by_name",
          user="by_id", at="on", related=("use", "check_line")),
    Place(CriterionTick, _l("Bedömningar av hur en plats uppfyller ett programs kriterier"), _l("Visar vem som bedömde."),
          name="by_name", user="by_id", at="at", related=("site", "criterion")),
]  # fmt: skip
personal_data, erase, correct = offered(PLACES)
