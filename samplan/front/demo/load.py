"""Loads the three counties of the demonstration, once."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from samplan.foundation.people.actions.persons import person_of
from samplan.foundation.people.models import Alias, County, Organisation, Role, Unit, User
from samplan.foundation.people.register import load_register
from samplan.work.plans.actions import NewMeasure, NewNode, NewQuestion, NewTier, create_edition, give_words
from samplan.work.plans.models import Edition, EditionState, FollowUpQuestion
from samplan.work.plans.visions import visions_of

from .asking_and_telling import ask_and_tell
from .carrying_through import carry_through
from .cast import Somebody, ascii_name, contact, manager, somebody
from .contacts import name_contacts
from .courses import load_activities
from .deciding import decide
from .looking_back import look_back
from .parties import take_part
from .reading import NodeText, PlanText, read_plan
from .saved_views import keep_views
from .theory import think
from .together import tie_together
from .words import sort_into_words

# County: user organisation that is co-owner, units with an own name in documents, and other spellings.
EXTRA = {
    "17": {
        "associations": [("NSPHiV", "Nationell samverkan för psykisk hälsa i Värmland")],
        "units": [("Styrgrupp FC", "group"), ("RKPH", "group"), ("Nya Perspektiv", "group")],
    },
    "20": {
        "associations": [("NSPH Dalarna", "NSPH Dalarna")],
        "units": [("Division psykiatri", "operation"), ("RSS Dalarna", "group"), ("LPO Barn och unga", "group")],
    },
    "03": {"associations": [], "units": [("Tjänsteledning HSVO", "group"), ("Inflytandegruppen", "group")]},
}
COORDINATORS = {"17": 500, "20": 511, "03": 523}


class DemoCounty(NamedTuple):
    text: PlanText
    county: County
    edition: Edition
    organisations: list[Organisation]  # those that are asked, in order
    associations: list[Organisation]
    keys: dict[str, tuple[str, bool]]  # follow-up question's key -> (phrase key, is open)
    coordinator: User


@transaction.atomic
def load_county(name: str) -> DemoCounty:
    text = read_plan(name)
    county = County.objects.get(code=text.county)
    organisations, associations = _organisations(county, text)
    coordinator = _user(somebody(COORDINATORS[text.county], "regional samordnare", county.name))
    _role(coordinator, Role.Kind.COORDINATOR, county=county)
    _role(
        _user(somebody(COORDINATORS[text.county] + 7, "ledamot i regionfullmäktige", county.name)),
        Role.Kind.READER,
        county=county,
    )
    for number, organisation in enumerate([*organisations, *associations]):
        _people_of(organisation, number + 40 * int(text.county))
    edition, keys = _plan(text, county, coordinator, organisations, associations)
    name_contacts(edition, organisations, coordinator)
    decide(edition, organisations, text.adopted, coordinator)
    sort_into_words(edition, coordinator)
    tie_together(edition, organisations, coordinator)
    carry_through(edition, organisations, coordinator)
    take_part(edition, organisations, coordinator)
    ask_and_tell(edition, coordinator)
    keep_views(county, coordinator)
    return DemoCounty(text, county, edition, organisations, associations, keys, coordinator)


def ensure_register() -> None:
    if not County.objects.exists():
        load_register()


def load_people_above_counties() -> None:
    """Who runs the installation, and a reader at national level."""
    administrator = _user(somebody(901, "systemförvaltare", "driften"))
    administrator.is_administrator = True
    administrator.save(update_fields=["is_administrator"])
    _role(_user(somebody(913, "handläggare", "nationell nivå")), Role.Kind.NATIONAL_READER)


def _organisations(county: County, text: PlanText) -> tuple[list[Organisation], list[Organisation]]:
    own = Organisation.objects.filter(county=county)
    asked = list(own.filter(kind=Organisation.Kind.REGION))
    municipalities = own.filter(kind=Organisation.Kind.MUNICIPALITY)
    asked += list(municipalities.filter(code=text.only) if text.only else municipalities)
    extra = EXTRA[text.county]
    associations = [
        Organisation.objects.create(
            county=county, kind=Organisation.Kind.USER_ORGANISATION, name=full, short_name=short
        )
        for short, full in extra["associations"]
    ]
    for unit, kind in extra["units"]:
        Unit.objects.create(organisation=asked[0], name=unit, kind=kind)
    for organisation in asked[1:]:
        Unit.objects.create(organisation=organisation, name="Socialnämnden", kind=Unit.Kind.BOARD)
    Alias.objects.create(organisation=asked[0], text=f"Regionen {county.name}")
    return asked, associations


def _user(who: Somebody) -> User:
    return User.objects.create_user(who.email, who.name, None, title=who.title)


def _role(user: User, kind: str, **where: object) -> None:
    Role.objects.create(user=user, kind=kind, valid_from=date(2023, 9, 1), **where)
    person_of(user)


def _people_of(organisation: Organisation, number: int) -> None:
    """One contact person and one manager each; in one municipality the contact person's place is vacant."""
    if not is_vacant(organisation):
        _role(_user(contact(number, organisation.short_name)), Role.Kind.CONTACT, organisation=organisation)
    _role(_user(manager(number, organisation.short_name)), Role.Kind.MANAGER, organisation=organisation)


def is_vacant(organisation: Organisation) -> bool:
    return organisation.code in {"1730", "2039"}


def registrar(organisation: Organisation) -> str:
    return f"registrator@{ascii_name(organisation.short_name).replace('.', '-')}.example"


def _plan(
    text: PlanText,
    county: County,
    coordinator: User,
    organisations: list[Organisation],
    associations: list[Organisation],
) -> tuple[Edition, dict[str, tuple[str, bool]]]:
    names = {tier[0]: tier[1] for tier in text.tiers}
    parties = [(o, "party") for o in organisations] + [(o, "co_owner") for o in associations]
    created = create_edition(
        county=county,
        title=text.title,
        valid_from=text.valid[0],
        valid_to=text.valid[1],
        lead=text.lead,
        owner_name=text.owner,
        tiers=[NewTier(t[1], t[2], is_target_vision="vision" in t[3:]) for t in text.tiers],
        nodes=[NewNode(n.ref, names[n.tier], n.parent, n.number, n.title, n.text) for n in text.nodes],
        questions=[_question(n, q) for n in text.nodes for q in n.questions],
        measures=[NewMeasure(n.ref, m) for n in text.nodes for m in n.measures],
        parties=parties,
        by=coordinator,
    )
    edition = created.edition
    think(edition)
    give_words(edition=edition, nodes=list(visions_of(edition)), organisations=associations, by=coordinator)
    _adopted(edition, text, coordinator)
    look_back(edition, coordinator)
    by_number = {n.number: created.nodes_by_ref[n.ref].pk for n in text.nodes if n.number}
    load_activities(text, edition, {n.ref: created.nodes_by_ref[n.ref].pk for n in text.nodes}, by_number, coordinator)
    asked = {q[1]: (q[0], "öppen" in q[2:]) for n in text.nodes for q in n.questions}
    return edition, {str(q.key): asked[q.text] for q in FollowUpQuestion.objects.filter(edition=edition)}


def _question(node: NodeText, question: list[str]) -> NewQuestion:
    audience = FollowUpQuestion.Audience
    who = audience.ASSOCIATIONS if "föreningar" in question[2:] else audience.ORGANISATIONS
    return NewQuestion(node.ref, question[1], audience=who, is_open="öppen" in question[2:])


def _adopted(edition: Edition, text: PlanText, coordinator: User) -> None:
    edition.states.all().delete()
    moment = timezone.make_aware(timezone.datetime.combine(text.adopted, timezone.datetime.min.time()))
    for days, state, reason in ((150, "working", ""), (60, "referral", ""), (0, "adopted", f"Beslut av {text.owner}.")):
        row = EditionState.objects.create(
            edition=edition,
            state=state,
            on=text.adopted - timedelta(days),
            by_name=str(coordinator),
            by_id=coordinator.pk,
            reason=reason,
        )
        EditionState.objects.filter(pk=row.pk).update(at=moment - timedelta(days))
