"""What is to be known of a few activities, and who is told of them. Invented, but for one question that a document says was set."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import dated
from samplan.foundation.people.models import Organisation, User
from samplan.work.activities.actions import NewActivity, create_activity
from samplan.work.activities.actions.programmes import set_sub_activities
from samplan.work.activities.models import Activity
from samplan.work.delivery.actions import evaluating, telling
from samplan.work.delivery.models import EvaluationQuestion
from samplan.work.plans.models import Edition

MARK = "Påhittat i demonstrationen."
TEAM = "Mobilt team för unga vuxna (påhittat projekt)"
PROGRAMME = "Unga vuxna i hela länet (påhittat program)"
# Asked on, due, what, answered on, answer. Days are counted from today.
QUESTIONS = (
    (
        -300,
        -30,
        "Hinner teamet träffa den som söker inom två veckor?",
        -34,
        "Ja, för det mesta. Av 48 som sökte första halvåret fick 41 en första träff inom två veckor. De sju som väntade "
        f"längre bor i de två kommuner där teamet saknade lokal.\n\n{MARK}",
    ),
    (-300, 9, "Vad säger de unga själva: blev det lättare att få stöd?", None, ""),
    (-300, 200, "Vad kostar teamet per ung person, och vad hade det kostat annars?", None, ""),
)
# When, to whom, what, how, by whom in words, told on, why not.
OF_THE_TEAM = (
    (-250, "Chefer i skola och socialtjänst", "Teamet startar i januari. Så här når ni det.", "Chefsbrev", "", -248, ""),
    (-90, "Unga 16–25 år", "Du kan skriva till oss utan remiss.", "Skärmar i gymnasieskolor", "kommunikatören", -88, ""),
    (-60, "Allmänheten", "Öppet hus i teamets lokal", "Lokalpress", "", None, "Lokalen var inte klar. Tas upp i nästa års plan."),
    (-4, "Vårdcentraler", "Så gör ni när ni vill att teamet hör av sig.", "Möte för vårdcentralschefer", "", None, ""),
    (75, "Unga och deras familjer", "Det här säger de som har fått stöd.", "1177 och sociala medier", "kommunikatören", None, ""),
)  # fmt: skip
OF_THE_PROGRAMME = (
    (-120, "Nämnder i kommunerna och regionen", "Därför gör vi det här tillsammans.", "Gemensamt brev", "", -120, ""),
    (5, "Brukarrörelsen", "Så kan ni vara med och bestämma nästa steg.", "Dialogmöte", "samordnaren", None, ""),
    (160, "Alla som arbetar med unga vuxna i länet", "Det har vi lärt oss hittills.", "Länskonferens", "", None, ""),
)


def ask_and_tell(edition: Edition, by: User) -> None:
    county = edition.plan.county.code
    if county == "03":
        _team_maria(edition, by)
    if county == "17":
        team = Activity.objects.get(edition=edition, title=TEAM)
        heard = team.changed_at
        _questions(team, by)
        programme = _programme(edition, team, by)
        for activity, lines in ((team, OF_THE_TEAM), (programme, OF_THE_PROGRAMME)):
            for line in lines:
                _line(activity, line, by)
        Activity.objects.filter(pk=team.pk).update(changed_at=heard)  # as old as before


def _team_maria(edition: Edition, by: User) -> None:
    """That the evaluation asks this is in the document; by what day, and who answers, is not."""
    activity: Any = Activity.objects.get(edition=edition, title="Team Maria")
    heard = activity.changed_at
    text = "Hjälpte det att dela upp teamet? (Frågan står i underlaget. Dagen, vem som frågade och vem som svarar är påhittat.)"
    with dated(_moment(-100)):
        evaluating.ask_question(activity=activity, text=text, due=_day(10), organisation=activity.owner, who="", by=by)
    activity.evaluation_questions.update(asked_at=_moment(-100))
    Activity.objects.filter(pk=activity.pk).update(changed_at=heard)


def _questions(team: Any, by: User) -> None:
    for asked, due, text, answered, answer in QUESTIONS:
        with dated(_moment(asked)):
            facts: dict[str, Any] = {"text": text, "due": _day(due), "organisation": team.owner, "who": ""}
            row = evaluating.ask_question(activity=team, by=by, **facts)
        changed: dict[str, Any] = {"asked_at": _moment(asked)}
        if answered is not None:
            with dated(_moment(answered)):
                seen = evaluating.mark_of_answer(row)
                evaluating.answer_question(question=row, answer=answer, seen=seen, by=by)
            changed["answered_on"] = _day(answered)
        EvaluationQuestion.objects.filter(pk=row.pk).update(**changed)


def _programme(edition: Edition, team: Activity, by: User) -> Activity:
    region = Organisation.objects.get(county=edition.plan.county, kind=Organisation.Kind.REGION)
    node = edition.nodes.filter(number="3.2").first()
    new = NewActivity(
        PROGRAMME, "programme", [node.pk] if node else [], [(region.name, region)], text=MARK, owner=region,
        starts_on=_day(-360), state="ongoing",
    )  # fmt: skip
    with dated(_moment(-360)):
        made = create_activity(county=edition.plan.county, edition=edition, activity=new, by=by)
        set_sub_activities(programme=made, chosen=[team.pk], shown=[team.pk], by=by)
    made.states.update(on=_day(-360))
    return made


def _line(activity: Activity, line: tuple[int, str, str, str, str, int | None, str], by: User) -> None:
    on, audience, text, channel, who, told, why_not = line
    facts: dict[str, Any] = {"audience": audience, "text": text, "channel": channel, "who": who}
    with dated(_moment(-330)):
        row = telling.add_message(activity=activity, on=_day(on), organisation=None, by=by, **facts)
    if told is not None:
        with dated(_moment(told)):
            telling.mark_told(message=row, on=_day(told), by=by)
    elif why_not:
        with dated(_moment(on)):
            telling.drop_message(message=row, why=f"{why_not} {MARK}", by=by)


def _day(days: int) -> date:
    return today() + timedelta(days=days)


def _moment(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(_day(days), time(10, 30)))
