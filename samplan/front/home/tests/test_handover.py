"""Hand-over: everything somebody has in hand is listed and goes to others in one step, and nothing can be missed."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.offers import collect
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.actions.invitations import Invitee, invite
from samplan.foundation.people.models import (
    Invitation,
    MemberRegion,
    Organisation,
    Person,
    Position,
    Role,
    Succession,
    Unit,
    User,
)
from samplan.front.home import handover
from samplan.work.activities.actions import set_owner
from samplan.work.activities.actions.creation import NewActivity, create_activity
from samplan.work.activities.actions.parties import add_post
from samplan.work.activities.models import Activity, Actor, Asking
from samplan.work.delivery.actions.criteria import add_site
from samplan.work.delivery.actions.evaluating import answer_question, ask_question, mark_of_answer
from samplan.work.delivery.actions.guides import add_guide, begin
from samplan.work.delivery.actions.telling import add_message, mark_told
from samplan.work.delivery.models import EvaluationQuestion, Message
from samplan.work.governance.models import Body
from samplan.work.plans.actions import create_edition, set_contact_role
from samplan.work.plans.actions.creation import NewNode, NewTier
from samplan.work.plans.models import ContactRole, Party, Plan, Process, ProcessStep, VisionOwner
from samplan.work.questionnaires.models import Form, Question, Response, Section
from samplan.work.rounds.actions import ask_helper, open_round
from samplan.work.rounds.models import Request, Round

pytestmark = pytest.mark.django_db

# What passes to another, with what "still held" means for it. Every other relation to a user or an organisation has a reason below.
HELD = {
    "people.Role.user": {"valid_to": None},
    "people.Role.organisation": {"valid_to": None},
    "people.Invitation.invited_by": {"accepted_at": None, "revoked_at": None},
    "people.Invitation.organisation": {"accepted_at": None, "revoked_at": None},
    "people.Unit.organisation": {"valid_to": None},
    "people.Position.organisation": {"valid_to": None},
    "people.MemberRegion.group": {"valid_to": None},
    "people.MemberRegion.member": {"valid_to": None},
    "plans.ContactRole.user": {"valid_to": None},
    "plans.ContactRole.organisation": {"valid_to": None},
    "plans.Party.organisation": {"valid_to": None},
    "plans.Plan.organisation": {},
    "plans.ProcessStep.giver": {},
    "plans.ProcessStep.receiver": {},
    "plans.VisionOwner.organisation": {},
    "governance.Body.organisation": {"valid_to": None, "decisions": None},  # one that has decided stays
    "activities.Activity.owner": {},
    "activities.Actor.organisation": {"left_on": None},  # who has left stays where it was
    "activities.PostShare.organisation": {},
    "activities.Asking.organisation": {"outcome": ""},
    "delivery.EvaluationQuestion.organisation": {"answered_on": None},  # what is answered stays who answered it
    "delivery.GuideUse.organisation": {"stopped_on": None},  # one that has stopped stays who followed it
    "delivery.Site.organisation": {"ended_on": None},  # one that has ended stays where it was
    "delivery.Message.organisation": {"told_on": None, "dropped_why": ""},  # what is told stays who told it
    "rounds.Round.owner": {},
    "rounds.Request.organisation": {},
    "questionnaires.Response.organisation": {},
}
REASONS = {
    "people.Role.given_by": "who gave it, then",
    "plans.ContactRole.given_by": "who gave it, then",
    "people.Consent.recorded_by": "who wrote it down, then",
    "people.Consent.user": "a consent is the person's own and can be nobody else's",
    "people.Invitation.accepted_by": "who said yes, then",
    "people.Person.user": "the same human being in the register; told there that they have left",
    "people.Alias.organisation": "how documents write this organisation; old documents still do",
    "people.FormerName.organisation": "what it was called, then",
    "people.Succession.predecessor": "what came after it: written by the hand-over itself",
    "people.Succession.successor": "what it came after",
    "home.DigestChoice.user": "whether somebody wants a weekly letter is that person's own choice",
    "home.Digest.user": "a letter made for that person, then",
    "governance.DiaryNumber.organisation": "the number in that organisation's registry; its successor gives a new one",
    "plans.Dispatch.organisation": "who was given the draft, then",
    "activities.SavedView.user": "how somebody likes to look at a list is that person's own",
    "terms.Vocabulary.organisation": "how that organisation used words, then; its successor begins its own list",
    "people.Place.municipality": "a place lies where it lies; what is done there is the activity's",
}
# Packages' tables of sign-in: they end with the account.
SIGN_IN = {"account", "mfa", "socialaccount", "usersessions", "admin", "authtoken"}

OF_ORGANISATION = ("organisation", "owner", "group", "member", "giver", "receiver")


def relations():
    for model in apps.get_models():
        if model._meta.proxy or model._meta.auto_created or model._meta.app_label in SIGN_IN:
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model in (User, Organisation):
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def rows(name, holder):
    label, model, field = name.split(".")
    return apps.get_model(label, model)._default_manager.filter(**{field: holder}, **HELD[name])


def test_every_relation_to_a_user_or_an_organisation_is_passed_on_or_has_a_reason():
    """A new foreign key fails here until its room's owned_by lists it, or a reason says why it stays."""
    found = set(relations())
    assert found - HELD.keys() - REASONS.keys() == set()
    assert HELD.keys() - found == set()


@pytest.fixture
def world(cast):
    """The contact person and Ekby have one of everything that can be had in hand."""
    edition = create_edition(
        county=cast.norr,
        title="Plan för god hälsa",
        valid_from=None,
        valid_to=None,
        by=cast.coordinator,
        tiers=[NewTier("Insatsområde", "outcome")],
        nodes=[NewNode("1", "Insatsområde", None, "1", "Tidigt stöd")],
        parties=[(cast.ekby, "party")],
    ).edition
    set_contact_role(
        edition=edition, node=edition.nodes.get(), organisation=cast.ekby, user=cast.contact, by=cast.coordinator
    )
    VisionOwner.objects.create(node=edition.nodes.get(), organisation=cast.ekby)
    activity = create_activity(
        county=cast.norr, edition=edition, activity=NewActivity(title="Öppen mottagning"), by=cast.coordinator
    )
    set_owner(activity=activity, owner=cast.ekby, owner_person=cast.contact.name, by=cast.coordinator)
    Actor.objects.create(activity=activity, text="Ekby kommun", organisation=cast.ekby)
    Actor.objects.create(activity=activity, text="Ekby kommun", organisation=cast.ekby, role="funder")
    left = {"joined_on": date(2024, 1, 1), "left_on": date(2025, 1, 1)}
    Actor.objects.create(activity=activity, text="Ekby kommun", organisation=cast.ekby, **left)
    post = add_post(activity=activity, title="Samordnare", shares=[("Ekby kommun", cast.ekby, 50)], by=cast.coordinator)
    assert post.shares.get().organisation == cast.ekby
    free = create_activity(county=cast.norr, edition=edition, activity=NewActivity(title="Fri"), by=cast.coordinator)
    Asking.objects.create(activity=free, organisation=cast.ekby, asked_by_name="Karin Prov")
    _leave_to(cast.ekby, activity, by=cast.coordinator)
    form = Form.objects.create(title="Årsuppföljning")
    section = Section.objects.create(form=form, position=1, number="1", title="Tidigt stöd")
    Question.objects.create(section=section, position=1, number="1.1", kind="text", text="Hur går det?")
    year = today().year
    round = Round.objects.create(
        county=cast.norr,
        title="Uppföljning",
        year=year,
        form=form,
        owner=cast.coordinator,
        opens_on=today(),
        closes_on=date(year + 1, 1, 31),
    )
    for organisation, contact, manager in (
        (cast.ekby, cast.contact, cast.manager),
        (cast.region, cast.editor, cast.editor),
    ):
        Request.objects.create(
            round=round,
            organisation=organisation,
            response=Response.objects.create(form=form, organisation=organisation),
            contact_name=contact.name,
            contact_email=contact.email,
            manager_name=manager.name,
            manager_email=manager.email,
        )
    open_round(round=round, by=cast.coordinator)
    ask_helper(
        request=round.requests.get(organisation=cast.region), name="Sara", email=cast.contact.email, by=cast.editor
    )
    invite(people=[Invitee("ny@ekby.example", "Ny Prov", "contact", cast.ekby)], county=cast.norr, by=cast.coordinator)
    Unit.objects.create(organisation=cast.ekby, kind="board", name="Socialnämnden")
    Body.objects.create(county=cast.norr, organisation=cast.ekby, kind="board", name="Nämnden", is_deciding=True)
    person = Person.objects.filter(user=cast.contact).first() or Person.objects.create(
        user=cast.contact, county=cast.norr, name=cast.contact.name
    )
    Position.objects.filter(person=person).delete()
    Position.objects.create(person=person, organisation=cast.ekby, title="folkhälsostrateg")
    local = Plan.objects.create(county=cast.norr, title="Ekbys lokala plan", organisation=cast.ekby)
    way = Process.objects.create(plan=local, title="Barn till vuxen")
    ProcessStep.objects.create(process=way, position=1, title="Mötas", giver=cast.ekby, receiver=cast.ekby)
    group = Organisation.objects.create(kind="health_region", county=None, name="Norra", short_name="Norra")
    MemberRegion.objects.create(group=group, member=cast.ekby)
    MemberRegion.objects.create(group=cast.ekby, member=cast.association)
    cast.extra.round, cast.extra.edition, cast.extra.activity, cast.extra.person = round, edition, activity, person
    return cast


def _leave_to(organisation, activity, by):
    """Something to answer and to tell, and something answered and told."""
    wanted = {"due": today(), "organisation": organisation, "who": "Öppenvården"}
    ask_question(activity=activity, text="Kommer fler?", by=by, **wanted)
    row = ask_question(activity=activity, text="Kom någon?", by=by, **wanted)
    answer_question(question=row, answer="Ja.", seen=mark_of_answer(row), by=by)
    planned = {"audience": "Unga", "channel": "1177", "on": today(), "organisation": organisation, "who": ""}
    add_message(activity=activity, text="Vi har öppet", by=by, **planned)
    mark_told(message=add_message(activity=activity, text="Vi öppnar", by=by, **planned), on=today(), by=by)
    steps = {"title": "Införa något", "text": "", "source": "", "steps": [("Förbered", ["Utse ansvarig"])]}
    guide = add_guide(county=activity.county, by=by, **steps)
    begin(guide=guide, activity=activity, organisations=[organisation], by=by)
    add_site(activity=activity, organisation=organisation, name="Norra mottagningen", by=by)


def successor(cast):
    return Organisation.objects.create(
        county=cast.norr, kind="municipality", code="9109", name="Nya Ekby kommun", short_name="Nya Ekby"
    )


def address(cast, **who):
    ((what, holder),) = who.items()
    return f"{reverse('home:hand_over', args=[cast.norr.slug])}?{what}={holder.pk}"


def post(client, url, **data):
    seen = client.get(url).context["seen"]
    return client.post(url, {"seen": seen, **data})


def colleague(cast):
    """Somebody in Ekby who can take over what is held for it."""
    user = User.objects.create_user(email="bo@example.org", name="Bo Prov")
    Role.objects.create(user=user, kind="editor", organisation=cast.ekby, valid_from=date(2020, 1, 1))
    Role.objects.create(user=user, kind="contact", organisation=cast.region, valid_from=date(2020, 1, 1))
    return user


def test_an_ended_organisation_leaves_nothing_behind(client, world):
    """The planted bug: without `_parts_of` in activities' owned_by, or `_questions` in delivery's, the row stays at Ekby and this fails."""
    of_organisation = [n for n in HELD if n.split(".")[-1] in OF_ORGANISATION]
    of_organisation.remove("rounds.Round.owner")
    assert [n for n in of_organisation if not rows(n, world.ekby).exists()] == []
    new = successor(world)
    client.force_login(world.coordinator)
    answer = post(client, address(world, organisation=world.ekby), to=new.pk)
    assert answer.status_code == 302
    left = [n for n in of_organisation if rows(n, world.ekby).exists()]
    assert left == []
    assert [n for n in of_organisation if not rows(n, new).exists()] == []
    assert Succession.objects.get(predecessor_unit__name="Socialnämnden").successor == new
    assert Role.objects.get(user=world.contact, valid_to=None).organisation == new
    assert collect("owned_by", world.ekby) == []
    assert EvaluationQuestion.objects.get(organisation=world.ekby).answer == "Ja."
    assert Message.objects.get(organisation=world.ekby).told_on == today()
    assert Actor.objects.get(organisation=world.ekby).left_on == date(2025, 1, 1)


def test_a_leaver_leaves_nothing_behind_and_is_out(client, world):
    bo = colleague(world)
    leaver = client.__class__()
    leaver.force_login(world.contact)
    assert leaver.get(reverse("home:start", args=[world.norr.slug])).status_code == 200
    client.force_login(world.coordinator)
    page = client.get(address(world, user=world.contact)).content.decode()
    for words in ("Kontaktperson, Ekby kommun", "Öppen mottagning", "Uppföljning, Ekby", "1 Tidigt stöd, Ekby kommun"):
        assert words in page
    assert post(client, address(world, user=world.contact), to=bo.pk, left="on").status_code == 302
    world.contact.refresh_from_db()
    assert not world.contact.is_active
    assert leaver.get(reverse("home:start", args=[world.norr.slug])).status_code == 302
    assert collect("owned_by", world.contact) == []
    request = world.extra.round.requests.get(organisation=world.ekby)
    assert request.contact_email == bo.email
    helped = world.extra.round.requests.get(organisation=world.region)
    assert [h.email for h in helped.helpers.filter(ended_at=None)] == [bo.email]
    assert Activity.objects.get(title="Öppen mottagning").owner_person == "Bo Prov"
    assert ContactRole.objects.get(valid_to=None).user == bo
    assert bo.roles.filter(kind="contact", organisation=world.ekby, valid_to=None).exists()
    world.extra.person.refresh_from_db()
    assert world.extra.person.left_on is not None
    assert not world.extra.person.positions.filter(valid_to=None).exists()


def test_the_receiver_gets_one_letter_with_the_whole_list_and_history_tells(client, world):
    bo = colleague(world)
    client.force_login(world.coordinator)
    count = client.get(address(world, user=world.contact)).context["count"]
    post(client, address(world, user=world.contact), to=bo.pk)
    mail = Mail.objects.get(kind="home.handed_over")
    assert mail.to == bo.email
    assert f"Du har tagit över {'en' if count == 1 else count} sak" in mail.text
    assert "Öppen mottagning" in mail.text
    told = Event.objects.get(verb="home.handed_over")
    assert (told.subject_name, told.after["to"], told.after["count"]) == ("Sara Prov", "Bo Prov", count)
    assert Event.objects.filter(verb="people.role_passed_on", after__to="Bo Prov").exists()
    world.contact.refresh_from_db()
    assert world.contact.is_active


def test_a_coordinators_rounds_and_invitations_go_to_another_coordinator(client, world):
    other = User.objects.create_user(email="ny@example.org", name="Nora Ny")
    Role.objects.create(user=other, kind="reader", county=world.norr, valid_from=date(2020, 1, 1))
    client.force_login(world.coordinator)
    names = [n for n in HELD if n.split(".")[-1] in ("user", "invited_by") or n == "rounds.Round.owner"]
    post(client, address(world, user=world.coordinator), to=other.pk)
    assert [n for n in names if rows(n, world.coordinator).exists()] == []
    assert Round.objects.get().owner == other
    assert Invitation.objects.get(accepted_at=None).invited_by == other


def test_a_round_goes_to_a_coordinator_only_and_nothing_is_half_done(client, world):
    client.force_login(world.coordinator)
    url = address(world, user=world.coordinator)
    kinds = [group.kind for group, _field in client.get(url).context["groups"]]
    data = {"to": world.reader.pk, f"to-{kinds.index('Uppdrag')}": "nobody"}
    answer = post(client, url, **data)
    assert answer.status_code == 422
    assert "är inte samordnare" in answer.content.decode()
    assert Invitation.objects.get(accepted_at=None).invited_by == world.coordinator
    assert not Mail.objects.filter(kind="home.handed_over").exists()


def test_what_is_held_for_an_organisation_goes_only_to_somebody_in_it(client, world):
    """A draft answer belongs to its organisation: whoever takes it over may read it."""
    client.force_login(world.coordinator)
    url = address(world, user=world.contact)
    kinds = [group.kind for group, _field in client.get(url).context["groups"]]
    answer = post(client, url, **{"to": world.other_contact.pk, f"to-{kinds.index('Uppdrag')}": "nobody"})
    assert answer.status_code == 422
    assert "Nils Prov har inget uppdrag för Ekby kommun" in answer.content.decode()
    assert world.extra.round.requests.get(organisation=world.ekby).contact_email == world.contact.email


def test_a_list_that_changed_meanwhile_is_shown_again(client, world):
    client.force_login(world.coordinator)
    url = address(world, user=world.contact)
    seen = client.get(url).context["seen"]
    Role.objects.create(user=world.contact, kind="editor", organisation=world.ekby, valid_from=today())
    answer = client.post(url, {"seen": seen, "to": world.manager.pk})
    assert answer.status_code == 409
    assert "Listan har ändrats" in answer.content.decode()
    assert world.contact.roles.filter(valid_to=None).count() == 2


def test_another_countys_things_are_neither_shown_nor_touched_and_keep_the_account_open(client, world):
    Role.objects.create(user=world.contact, kind="reader", county=world.soder, valid_from=date(2020, 1, 1))
    client.force_login(world.coordinator)
    url = address(world, user=world.contact)
    assert "Söderskär" not in client.get(url).content.decode()
    assert post(client, url, to=colleague(world).pk, left="on").status_code == 302
    world.contact.refresh_from_db()
    assert world.contact.is_active
    assert world.contact.roles.get(valid_to=None).county == world.soder


def test_a_closed_account_can_be_opened_again(client, world):
    client.force_login(world.coordinator)
    url = address(world, user=world.contact)
    assert post(client, url, to=colleague(world).pk, left="on").status_code == 302
    assert "Öppna kontot igen" in client.get(url).content.decode()
    client.post(reverse("home:open_again", args=[world.norr.slug]), {"user": world.contact.pk})
    world.contact.refresh_from_db()
    assert world.contact.is_active


def test_only_the_countys_coordinators_come_in(client, world):
    pages = [address(world, user=world.contact), reverse("home:ownerless", args=[world.norr.slug])]
    client.force_login(world.manager)
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(world.outsider)
    assert {client.get(page).status_code for page in pages} == {404}
    other = reverse("home:hand_over", args=[world.soder.slug])
    assert client.get(f"{other}?user={world.contact.pk}").status_code == 404
    assert client.get(f"{other}?organisation={world.ekby.pk}").status_code == 404
    assert client.get(f"{other}?organisation=x").status_code == 404


def test_what_nobody_has_in_hand_is_listed_and_counted_on_the_start_page(client, world):
    User.objects.filter(pk=world.contact.pk).update(is_active=False)
    set_owner(activity=world.extra.activity, owner=None, owner_person="", by=world.coordinator)
    world.extra.round.requests.filter(organisation=world.region).update(contact_email="", contact_name="")
    ContactRole.objects.update(valid_to=today())
    set_contact_role(
        edition=world.extra.edition, node=None, organisation=world.ekby, user=world.manager, by=world.coordinator
    )
    client.force_login(world.coordinator)
    page = client.get(reverse("home:ownerless", args=[world.norr.slug])).content.decode()
    for kind, title in {
        "Aktivitet utan ägare": "Öppen mottagning",
        "Begäran utan kontaktperson": "Region Norrlunda, Uppföljning",
        "Område utan kontaktperson": "1 Tidigt stöd: Ekby",
        "Organisation utan någon": "Samverkan för psykisk hälsa Norrlunda",
        "Uppdrag hos någon som har slutat": "Sara Prov, kontaktperson",
    }.items():
        assert kind in page
        assert title in page
    start = client.get(reverse("home:start", args=[world.norr.slug])).content.decode()
    assert "Ingen har hand om" in start
    assert "Område utan kontaktperson" in start
    assert "Begäran utan kontaktperson" not in start  # told among what waits
    client.force_login(world.manager)
    assert "Ingen har hand om" not in client.get(reverse("home:start", args=[world.norr.slug])).content.decode()


def test_the_links_of_what_nobody_has_lead_to_a_page(client, world):
    User.objects.filter(pk=world.contact.pk).update(is_active=False)
    set_owner(activity=world.extra.activity, owner=None, owner_person="", by=world.coordinator)
    world.extra.round.requests.filter(organisation=world.region).update(contact_email="")
    client.force_login(world.coordinator)
    addresses = {item.url for group in handover.ownerless_in(world.norr) for item in group.items}
    assert len(addresses) >= 4
    assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


def test_a_party_that_ends_is_followed_by_its_successor(client, world):
    new = successor(world)
    client.force_login(world.coordinator)
    post(client, address(world, organisation=world.ekby), to=new.pk)
    assert Party.objects.get(plan=world.extra.edition.plan, valid_to=None).organisation == new
