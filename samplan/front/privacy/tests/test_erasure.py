"""An erased person is found nowhere, and every figure is as it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samplan.foundation.core.offers import collect
from samplan.foundation.core.personal import ERASED
from samplan.foundation.history.actions import record
from samplan.foundation.history.guards import ERASED as ERASED_IN_HISTORY
from samplan.foundation.history.models import Event
from samplan.foundation.outbox import personal as letters
from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Consent, Invitation, Person, Role
from samplan.front.privacy.actions import Hindered, correct_person, erase_person, mark_of_person, preview_erasure
from samplan.front.privacy.queries import about, hindrances, mentions
from samplan.insight.analysis.queries import compile_round
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds.models import Helper, Link, LinkUse, Request, RequestState


@pytest.fixture
def world(cast, two_years):
    """Sara has left traces of every kind; Karin is to erase her. A namesake in another county has an account of her own."""
    sara = cast.contact
    _before, now = two_years
    for request in Request.objects.filter(round__in=two_years, organisation=cast.ekby):
        request.contact_name, request.contact_email, request.contact_title = sara.name, sara.email.upper(), sara.title
        request.save()
        RequestState.objects.create(
            request=request, state="approved", at=timezone.now(), by_name=sara.name, by_id=sara.pk
        )
        Helper.objects.create(
            request=request, name=sara.name, email=sara.email, asked_by_name=sara.name, asked_at=timezone.now()
        )
        link = Link.objects.create(
            request=request,
            purpose="answer",
            name=sara.name,
            email=sara.email,
            secret_hash=f"hash{request.pk}",
            expires_at=timezone.now(),
        )
        LinkUse.objects.create(link=link, browser="Sara Provs läsare")
    Answer.objects.update(saved_by_name=sara.name, saved_by_id=sara.pk)
    person = Person.objects.create(user=sara, county=cast.norr, name=sara.name, email=sara.email, phone="054-10 10 10")
    person.positions.create(organisation=cast.ekby, title="folkhälsostrateg")
    Consent.objects.create(user=sara, purpose="name", given_on="2026-01-01", how="sade Sara Prov")
    Invitation.objects.create(
        email=sara.email,
        name=sara.name,
        kind="contact",
        organisation=cast.ekby,
        secret_hash="x",
        expires_at=timezone.now(),
    )
    enqueue(to=sara.email, to_name=sara.name, subject="Hej Sara Prov", text="Hej Sara Prov", kind="rounds.invitation")
    enqueue(
        to=cast.manager.email,
        subject="Hjälp Sara Prov",
        text=f"Skriv till {sara.email}.",
        kind="x",
        reply_to=sara.email,
    )
    record(by=sara, verb="rounds.submitted", subject=now, county="91", after={"manager": sara.name, "to": sara.email})
    record(by=cast.coordinator, verb="people.user_added", subject=sara, county="91")
    record(by=sara, verb="people.signed_in", subject=sara, after={"how": "password", "from": "192.0.2.7"})
    hand_over(sara, to=cast.reader, by=cast.coordinator)
    return sara


def hand_over(user, to, by):
    for _turn in range(3):
        for owned in collect("owned_by", user):
            owned.pass_on(to=to, by=by)


def test_what_is_in_somebodys_hand_is_handed_over_first(cast):
    with pytest.raises(Hindered, match="Lämna över"):
        erase_person(user=cast.contact, by=cast.coordinator, reason="–")
    assert hindrances(cast.contact, cast.coordinator)[0].owned


def dump():
    """Every column of every table, as text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            texts += [
                f"{table}.{name}: {value!s}"
                for row in cursor.fetchall()
                for name, value in zip(names, row, strict=True)
                if isinstance(value, str | dict | list | bytes | memoryview)
            ]
    return texts


def figures(two_years):
    return [
        [
            (
                r.question.pk,
                r.finding if hasattr(r, "finding") else "",
                [(s.choice, s.text, s.organisation.pk) for s in r.said],
            )
            for r in compile_round(round).results
        ]
        for round in two_years
    ]


def held(words):
    return [text for text in dump() if any(word.lower() in text.lower() for word in words)]


def test_name_and_address_are_nowhere_and_every_figure_is_as_before(world, cast, two_years):
    """Found the letters to others that named her, and the browser of a link's use."""
    states = list(RequestState.objects.order_by("pk").values_list("state", "at"))
    before, counts = figures(two_years), {m: m.objects.count() for m in (Answer, Request, RequestState, Event)}
    assert len(held(["Sara Prov", "sara@example.org"])) > 15

    done = erase_person(user=world, by=cast.coordinator, reason="Begäran 2026-11-02")

    assert held(["Sara Prov", "sara@example.org", "054-10 10 10", "192.0.2.7"]) == []
    assert figures(two_years) == before
    assert list(RequestState.objects.order_by("pk").values_list("state", "at")) == states
    assert counts[Answer] == Answer.objects.count()
    assert counts[Request] == Request.objects.count()
    assert Event.objects.count() >= counts[Event]
    assert Answer.objects.filter(saved_by_name=ERASED).count() == counts[Answer]
    assert any(line.startswith("Skrivna svar") for line in done)
    assert mentions("Sara Prov", "sara@example.org") == []


def test_the_dump_sees_what_an_erasure_forgets(world, cast, monkeypatch):
    """Planted: letters to others are left as they were."""
    monkeypatch.setattr(letters, "_swap", lambda user: 0)
    erase_person(user=world, by=cast.coordinator, reason="Begäran")
    assert held(["sara@example.org"])


def test_the_extract_asks_as_often_however_much_is_kept(world, django_assert_max_num_queries):
    """Each list is read whole: no question per row."""
    with CaptureQueriesContext(connection) as few:
        groups = about(world)
    request = Request.objects.filter(organisation__short_name="Ekby").first()
    for n in range(5):
        RequestState.objects.create(request=request, state="writing", at=timezone.now(), by_name="x", by_id=world.pk)
        Link.objects.create(
            request=request, purpose="help", name="x", email=world.email, secret_hash=f"n{n}", expires_at=timezone.now()
        )
        enqueue(to=world.email, subject="Hej", text="Hej", kind="x")
        Role.objects.create(user=world, kind="reader", county=request.round.county, valid_from="2020-01-01")
        record(by=world, verb="rounds.submitted", subject=request, county="91")
    with django_assert_max_num_queries(len(few)):
        assert sum(len(g.rows) for g in about(world)) == sum(len(g.rows) for g in groups) + 25


def test_who_is_erased_is_let_in_nowhere(world, cast, client):
    client.force_login(world)
    erase_person(user=world, by=cast.coordinator, reason="Begäran")
    world.refresh_from_db()
    assert not world.is_active
    assert client.get("/norrlunda/").status_code == 302
    assert not Link.objects.filter(revoked_at=None, request__organisation=cast.ekby).exists()
    assert not Invitation.objects.filter(revoked_at=None).exists()
    assert not Role.objects.filter(user=world, valid_to=None).exists()
    assert not Mail.objects.filter(to="", sent_at=None, given_up_at=None).exists()


def test_a_namesake_keeps_her_name(world, cast):
    other = type(world).objects.create_user(email="sara.prov@annat.example", name="Sara Prov")
    Answer.objects.filter(pk=Answer.objects.first().pk).update(saved_by_id=other.pk)
    erase_person(user=world, by=cast.coordinator, reason="Begäran")
    other.refresh_from_db()
    assert (other.name, other.email) == ("Sara Prov", "sara.prov@annat.example")
    assert Answer.objects.filter(saved_by_id=other.pk, saved_by_name="Sara Prov").exists()


def test_the_preview_says_what_is_done_and_does_nothing(world, cast):
    before = dump()
    told = preview_erasure(user=world, by=cast.coordinator)
    assert dump() == before
    assert erase_person(user=world, by=cast.coordinator, reason="–") == told


def test_nobody_erases_the_last_coordinator_or_themself(cast):
    with pytest.raises(Hindered, match="dig själv"):
        erase_person(user=cast.coordinator, by=cast.coordinator, reason="–")
    with pytest.raises(Hindered, match="enda samordnaren i Norrlunda"):
        erase_person(user=cast.coordinator, by=cast.outsider, reason="–")
    Role.objects.create(user=cast.reader, kind="coordinator", county=cast.norr, valid_from="2020-01-01")
    assert not [h for h in hindrances(cast.coordinator, cast.outsider) if "enda" in h.text]


def test_history_can_still_be_proven(world, cast):
    from django.core.management import call_command

    from samplan.foundation.history.sealing import seal_new

    seal_new()
    erase_person(user=world, by=cast.coordinator, reason="Begäran")
    seal_new()
    call_command("verify")
    assert ERASED == ERASED_IN_HISTORY


def test_a_correction_is_seen_wherever_the_name_is_kept_live(world, cast):
    correct_person(
        user=world,
        name="Sara Prövare",
        email="Sara.Provare@example.org",
        title="strateg",
        by=cast.coordinator,
        reason="Nytt",
        seen=mark_of_person(world),
    )
    world.refresh_from_db()
    assert (world.name, world.email, world.title) == ("Sara Prövare", "sara.provare@example.org", "strateg")
    left = {text.split(":")[0] for text in held(["Sara Prov"]) if "Sara Prövare" not in text}
    assert left <= {
        "history_event.actor_name", "history_event.subject_name", "history_event.after", "history_event.before",
        "outbox_mail.subject", "outbox_mail.text", "outbox_mail.html", "people_consent.how", "rounds_linkuse.browser",
    }, left  # what was said then  # fmt: skip
    assert Event.objects.get(verb="privacy.corrected").after["name"] == "Sara Prövare"


def test_two_accounts_never_share_an_address(world, cast):
    facts = {"name": "Sara", "email": cast.manager.email, "title": "", "seen": mark_of_person(world)}
    with pytest.raises(Hindered, match="annat konto"):
        correct_person(user=world, by=cast.coordinator, reason="–", **facts)


def test_everything_that_is_kept_is_in_the_extract(world, cast):
    """Each text column that holds her name or address belongs to a kind that the extract shows."""
    said = " ".join(row.text for group in about(world) for row in group.rows)
    kinds = {group.kind for group in about(world)}
    assert {"Konto", "Personregistret", "Uppdrag", "Skrivna svar", "Mejl till personen", "Historik"} <= kinds
    assert "054-10 10 10" in said
    assert all(group.why for group in about(world))
