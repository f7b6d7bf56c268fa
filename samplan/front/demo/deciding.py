"""The demonstration's bodies and decisions. The bodies are real; what they decided, on which day and under which number is made up."""

from datetime import date, timedelta

from samplan.foundation.core.dates import today
from samplan.foundation.people.models import Organisation, User
from samplan.work.governance.models import Anchoring, Body, BodyAlias, Decision, DiaryNumber, Matter
from samplan.work.plans.bodies import table_of
from samplan.work.plans.models import BodyRole, Edition

EXAMPLE = "Exempel i demonstrationen."
# County: name, kind, the body above it, short name, purpose, other names.
SHARED: dict[str, list[tuple[str, str, str, str, str, tuple[str, ...]]]] = {
    "17": [
        ("Nya Perspektivs politiska styrgrupp", "steering", "", "Politiska styrgruppen",
         "Region Värmland och länets sexton kommuner styr samverkan tillsammans.", ("Nya Perspektiv",)),
        ("Nya Perspektivs beredningsgrupp", "working", "Politiska styrgruppen", "Beredningsgruppen", "", ()),
        ("Samordningsgrupp regional koordinering psykisk hälsa", "working", "Beredningsgruppen", "RKPH",
         "Håller i handlingsplanen.", ()),
        ("Styrgrupp FC", "steering", "", "", "", ()),
        ("Styrgrupp FL", "steering", "", "", "", ()),
        ("Styrgrupp barn och unga Arvika/Årjäng", "steering", "", "", "", ()),
    ],
    "20": [
        ("Välfärdsrådet", "council", "", "", "Hälso- och sjukvårdsnämndens presidium och socialnämndernas ordförande.", ()),
        ("Länschefsnätverket", "network", "Välfärdsrådet", "",
         "Kommunernas förvaltningschefer och ledningen för hälso- och sjukvården.",
         ("Länsnätverket för förvaltningschefer",)),
        ("Styrgruppen för Länschefsnätverket", "steering", "Länschefsnätverket", "", "Bereder åt nätverket.", ()),
        ("RSS Dalarna", "working", "Länschefsnätverket", "", "Regional samverkans- och stödstruktur.", ()),
        ("LPO Psykisk hälsa", "programme", "", "", "", ()),
        ("LPO Barn och unga", "programme", "", "", "", ()),
    ],
    "03": [
        ("Samråd HSVO Uppsala", "council", "", "Samråd HSVO", "", ()),
        ("Arbetsutskottet för Samråd HSVO", "working", "Samråd HSVO", "Arbetsutskottet", "Sätter dagordningen.", ()),
        ("Tjänsteledning HSVO", "management", "", "", "", ()),
    ],
}  # fmt: skip
# What each board is called: by county where the documents say so, else the board that every region and municipality has.
BOARDS = {
    "03": {
        "region": [("Vårdstyrelsen", "VS"), ("Sjukhusstyrelsen", "SHS")],
        "municipality": [
            ("Arbetsmarknadsnämnden", "AMN"), ("Omsorgsnämnden", "OSN"), ("Socialnämnden", "SCN"),
            ("Utbildningsnämnden", "UBN"), ("Äldrenämnden", "ÄLN"),
        ],
    },
}  # fmt: skip
USUAL = {"region": [("Regionstyrelsen", "RS")], "municipality": [("Kommunstyrelsen", "KS")]}
NOT_YET_EVERY, RETURNED, NUMBER_MISSING_EVERY = 3, 7, 5
OWNS, WORKS, ADVISES = BodyRole.Kind.OWNS, BodyRole.Kind.WORKS, BodyRole.Kind.ADVISES
# County: which body has which of the plan's areas in hand, by its place among them (none: the whole plan). Made up.
HANDS: dict[str, list[tuple[str, str, int | None]]] = {
    "17": [("RKPH", OWNS, None), ("Beredningsgruppen", OWNS, 0), ("Styrgrupp FC", WORKS, 0), ("RKPH", OWNS, 1),
           ("Styrgrupp FC", WORKS, 2), ("Styrgrupp FL", WORKS, 2), ("Styrgrupp FL", OWNS, 3)],
    "20": [("Länschefsnätverket", OWNS, None), ("LPO Barn och unga", OWNS, 0), ("RSS Dalarna", WORKS, 0),
           ("LPO Psykisk hälsa", OWNS, 1), ("RSS Dalarna", WORKS, 1), ("Välfärdsrådet", ADVISES, 1)],
    "03": [("Tjänsteledning HSVO", OWNS, None), ("Samråd HSVO", ADVISES, None), ("Tjänsteledning HSVO", OWNS, 0)],
}  # fmt: skip


def decide(edition: Edition, organisations: list[Organisation], adopted: date, by: User) -> None:
    """Most organisations have adopted, each for itself; one sent it back and some have it before them."""
    county = edition.plan.county
    bodies = _bodies(edition)
    matter = Matter.objects.create(county=county, title=edition.title, opened_on=adopted - timedelta(days=150))
    edition.matter = matter
    edition.save(update_fields=["matter"])
    for turn, organisation in enumerate(organisations):
        if turn % NUMBER_MISSING_EVERY != NUMBER_MISSING_EVERY - 1:
            number = f"EXEMPEL {adopted.year}-{100 + 7 * turn}"
            DiaryNumber.objects.create(matter=matter, organisation=organisation, number=number)
        for number, body in enumerate(organisation.bodies.filter(is_deciding=True)):
            _decided(matter, body, turn + number, adopted, by)
    _taken_up(matter, bodies, adopted)
    _in_hand(edition, bodies)


def _bodies(edition: Edition) -> dict[str, Body]:
    county = edition.plan.county
    made: dict[str, Body] = {}
    for name, kind, above, short, purpose, others in SHARED[county.code]:
        body = Body.objects.create(
            county=county, name=name, kind=kind, parent=made.get(above), short_name=short, purpose=purpose
        )
        made[short or name] = body
        for text in others:
            BodyAlias.objects.create(body=body, text=text)
    boards = BOARDS.get(county.code, USUAL)
    parties = Organisation.objects.filter(plan_parties__plan=edition.plan, kind__in=boards)
    for organisation in parties.order_by("pk"):
        for name, short in boards[organisation.kind]:
            body = Body.objects.create(
                county=county, organisation=organisation, name=name, kind=Body.Kind.BOARD, is_deciding=True
            )
            BodyAlias.objects.create(body=body, text=short)
    return made


def _decided(matter: Matter, body: Body, turn: int, adopted: date, by: User) -> None:
    if turn % NOT_YET_EVERY == NOT_YET_EVERY - 1:
        planned = today() + timedelta(days=14 + 3 * turn)
        Anchoring.objects.create(matter=matter, body=body, kind=Anchoring.Kind.ADOPTED, planned_on=planned)
        return
    outcome = Decision.Outcome.RETURNED if turn == RETURNED else Decision.Outcome.APPROVED
    Decision.objects.create(
        matter=matter, body=body, on=adopted + timedelta(days=2 * turn), outcome=outcome, reference=f"§ {12 + 5 * turn}",
        by_name=str(by), by_id=by.pk,
    )  # fmt: skip


def _taken_up(matter: Matter, bodies: dict[str, Body], adopted: date) -> None:
    first, *rest = bodies.values()
    held = [(first, "endorsed", 20), *((body, "discussed", 60 + 12 * turn) for turn, body in enumerate(rest[:2]))]
    for body, kind, days in held:
        day = adopted - timedelta(days=days)
        Anchoring.objects.create(matter=matter, body=body, kind=kind, planned_on=day, held_on=day, note=EXAMPLE)
    coming = today() + timedelta(days=25)
    Anchoring.objects.create(matter=matter, body=first, kind="presented", planned_on=coming, note=EXAMPLE)


def _in_hand(edition: Edition, bodies: dict[str, Body]) -> None:
    areas = [line.node for line in table_of(edition).lines if line.node]
    since = edition.valid_from or today()
    for name, kind, place in HANDS[edition.plan.county.code]:
        if place is None or place < len(areas):
            node = None if place is None else areas[place]
            BodyRole.objects.create(edition=edition, node=node, body=bodies[name], kind=kind, valid_from=since)
