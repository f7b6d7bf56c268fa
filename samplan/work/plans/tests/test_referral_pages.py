"""A referral through its pages: prepared, sent, answered by organisations, each opinion answered, and told."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.tables import read_table
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people.models import Role
from samplan.work.plans import offers, referring
from samplan.work.plans.models import Party, Referral, Reply
from samplan.work.plans.tests.making import make_plan
from samplan.work.plans.tests.referral_making import hand_in, prepare, request_of, send, write
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Link, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast):
    return make_plan(cast).edition


@pytest.fixture
def sent(cast, edition):
    return send(cast, prepare(cast, edition, [cast.ekby, cast.alby, cast.association]))


@pytest.fixture
def look(client, cast):
    """Asks for a page as the coordinator."""
    client.force_login(cast.coordinator)

    def ask(name, *args, query=""):
        shown = client.get(reverse(f"plans:{name}", args=[cast.norr.slug, *args]) + query)
        assert shown.status_code == 200
        return shown

    return ask


def test_from_the_plans_page_to_letters_that_are_sent(client, cast, edition, look):
    """The whole way by links and forms: what, who, preview, sent."""
    Party.objects.create(plan=edition.plan, organisation=cast.ekby, role="party")
    assert reverse("plans:referrals", args=["norrlunda", edition.pk]) in look("edition", edition.pk).content.decode()
    assert (
        reverse("plans:new_referral", args=["norrlunda", edition.pk]) in look("referrals", edition.pk).content.decode()
    )
    data = {"title": "Remiss våren", "depth": "area", "closes_on": today() + timedelta(days=20), "letter": "Hej på er"}
    answer = client.post(reverse("plans:new_referral", args=["norrlunda", edition.pk]), data)
    referral = Referral.objects.get()
    assert answer.url == reverse("plans:referral_audience", args=["norrlunda", referral.pk])
    assert {r.organisation for r in referral.round.requests.all()} == {cast.ekby, cast.association}  # a party, users
    shown = look("referral_audience", referral.pk)
    data = {"seen": shown.context["seen"]}
    for form in shown.context["forms"]:
        for field in form:
            if field.value():
                data[field.html_name] = field.value()
    refused = client.post(answer.url, data)  # the user organisation has no address
    assert "mejladress" in refused.content.decode()
    data[f"o{cast.association.pk}-fallback_email"] = "info@example.org"
    assert client.post(answer.url, data).status_code == 302
    preview = look("referral_preview", referral.pk)
    assert "Hej på er" in preview.content.decode()
    assert not Mail.objects.exists()
    address = reverse("plans:referral_preview", args=["norrlunda", referral.pk])
    client.post(address, {"seen": preview.context["seen"]})
    assert {m.to for m in Mail.objects.all()} == {cast.contact.email, "info@example.org"}
    shown = look("referrals", edition.pk).content.decode()
    assert "Utkastet är på remiss" in shown
    assert "Region" not in shown.split("Vem fick vad")[1]


def test_what_is_told_of_a_change_under_the_preview(client, cast, edition, look):
    referral = prepare(cast, edition, [cast.ekby])
    seen = look("referral_preview", referral.pk).context["seen"]
    edition.nodes.filter(title="Stöd").update(title="Stöd hemma")
    address = reverse("plans:referral_preview", args=["norrlunda", referral.pk])
    assert "Inget är skickat" in client.post(address, {"seen": seen}).content.decode()
    assert not Mail.objects.exists()


def test_whoever_answers_reads_the_text_as_it_was_sent(client, cast, edition, sent):
    """Planted: the panel made of the draft as it is — what is read is not what was sent."""
    edition.nodes.filter(title="Kunskap för personal").update(text="Något helt annat.")
    request = request_of(sent, cast.ekby)
    from samplan.work.rounds import links

    mail = links.make_link(request, Link.Purpose.ANSWER, name="Eva Prov", email="eva@example.org")
    path = "/" + mail.split("/", 3)[3]
    client.post(path)
    shown = client.get(reverse("rounds:section", args=[request.pk, 2])).content.decode()
    assert "Detta kan nås genom kurser." in shown
    assert "Något helt annat." not in shown
    assert "Vad vill ni ändra eller lägga till?" in shown
    last = client.get(reverse("rounds:section", args=[request.pk, 4])).content.decode()
    assert "Vad behöver ändras?" in last  # the words of a referral, not of a follow-up
    assert "Vad är på plats" not in last


def test_having_no_opinion_on_a_part_is_no_gap(client, cast, sent):
    """Planted: empty opinions counted as missing — whoever has read all is told that answers lack."""
    request = write(sent, cast.ekby, {"1": "Skriv om barn."})
    client.force_login(cast.contact)
    address = reverse("rounds:review", args=[request.pk])
    assert "En fråga saknar svar" in client.get(address).content.decode()  # where they stand on the whole
    write(sent, cast.ekby, {}, "partly")
    page = client.get(address).content.decode()
    assert "saknar svar" not in page
    assert "Skicka ändå" not in page
    assert "Inga synpunkter" in page


def test_each_opinion_is_answered_and_then_told(client, cast, edition, sent, look):
    request = hand_in(sent, cast.ekby, {"1": "Skriv om barn.", "": "Bra i stort."}, "partly")
    first, second = referring.compile(sent).opinions
    shown = look("referral", sent.pk).content.decode()
    assert "1 av 3 har svarat" in shown
    assert "Besvara 2 synpunkter" in shown
    address = reverse("plans:reply", args=["norrlunda", sent.pk, first.answer.pk])
    seen = client.get(address).context["seen"]
    empty = client.post(address, {"seen": seen, "outcome": "followed", "text": " ", "go": "next"})
    assert "Skriv några ord om varför" in empty.content.decode()
    answer = client.post(address, {"seen": seen, "outcome": "followed", "text": "Det gör vi.", "go": "next"})
    assert answer.url == reverse("plans:reply", args=["norrlunda", sent.pk, second.answer.pk])
    met = client.post(address, {"seen": seen, "outcome": "noted", "text": "Nej tack."})  # a page from before
    assert "Det gör vi." in met.content.decode()
    assert Reply.objects.get().text == "Det gör vi."
    waiting = look("referral", sent.pk, query="?visa=obesvarade").content.decode()
    assert "Bra i stort." in waiting
    assert "Skriv om barn." not in waiting
    node = edition.nodes.get(title="Kunskap")
    assert "Skriv om barn." in look("node", node.pk).content.decode()
    client.post(answer.url, {"seen": client.get(answer.url).context["seen"], "outcome": "noted", "text": "Tack."})
    rounds.close_round(round=sent.round, by=cast.coordinator)
    assert "Skriv om barn." in look("tell_replies", sent.pk).content.decode()
    client.post(reverse("plans:tell_replies", args=["norrlunda", sent.pk]))
    client.force_login(cast.contact)
    own = client.get(reverse("rounds:response", args=["norrlunda", sent.round_id, request.pk])).content.decode()
    assert "Så tog vi hand om era synpunkter" in own
    assert "Det gör vi." in own


def test_our_answers_are_read_by_others_first_when_they_are_told(client, cast, edition, sent):
    """Planted: `shows_replies` always true — half-written answers are read by those they are for."""
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    (one,) = referring.compile(sent).opinions
    Reply.objects.create(
        answer=one.answer, outcome="noted", text="Halvfärdigt.", at=sent.round.states.get().at, by_name="K"
    )
    client.force_login(cast.other_contact)
    address = reverse("plans:referral", args=["norrlunda", sent.pk])
    assert "Skriv om barn." in client.get(address).content.decode()
    names = ("referral", "referral_xlsx", "referral_word")
    for name in names:
        body = client.get(reverse(f"plans:{name}", args=["norrlunda", sent.pk])).content
        assert "Halvfärdigt." not in _text(body)
    node = reverse("plans:node", args=["norrlunda", edition.nodes.get(title="Kunskap").pk])
    assert "Halvfärdigt." not in client.get(node).content.decode()
    Referral.objects.filter(pk=sent.pk).update(told_at=sent.round.states.get().at)
    for name in names:
        body = client.get(reverse(f"plans:{name}", args=["norrlunda", sent.pk])).content
        assert "Halvfärdigt." in _text(body)
    assert client.get(reverse("plans:reply", args=["norrlunda", sent.pk, one.answer.pk])).status_code == 403


def _text(body):
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(io.BytesIO(body)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def test_those_who_own_the_plan_answer_too(client, cast, edition, sent):
    Party.objects.create(plan=edition.plan, organisation=cast.association, role="co_owner")
    Role.objects.create(user=cast.reader, kind="editor", organisation=cast.association, valid_from=today())
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    (one,) = referring.compile(sent).opinions
    client.force_login(cast.reader)
    assert client.get(reverse("plans:reply", args=["norrlunda", sent.pk, one.answer.pk])).status_code == 200


def test_the_compilation_as_a_spreadsheet_has_a_row_for_each_opinion(cast, edition, sent, look):
    hand_in(sent, cast.ekby, {"1": "=1+1", "": "Bra i stort."}, "yes")
    table = read_table(look("referral_xlsx", sent.pk).content, "synpunkter.xlsx")
    assert [[str(cell) for cell in row.cells][:3] for row in table.rows] == [
        ["1 Kunskap", "Ekby kommun", "=1+1"],
        ["Förslaget som helhet", "Ekby kommun", "Bra i stort."],
    ]


def test_a_referral_is_no_follow_up(client, cast, edition, sent, look):
    """Planted: the kind left out of `rounds_of` or of what is compiled — it stands among the yearly rounds."""
    for address in ("omgangar", "sammanstallning", "rapporter"):
        assert sent.round.title not in client.get(f"/norrlunda/{address}/").content.decode()
    assert sent.round.title in client.get(f"/norrlunda/omgangar/{sent.round_id}/").content.decode()  # who has answered
    client.force_login(cast.contact)
    assert sent.round.title in client.get("/norrlunda/omgangar/mina-svar/").content.decode()


def test_taking_back_says_how_many_are_answering(edition, sent, look):
    assert "3 organisationer svarar just nu" in look("take_back", edition.pk).content.decode()


def test_what_awaits_the_coordinator_follows_the_referral(cast, edition):
    def told():
        return [todo.text for todo in offers.todo(cast.coordinator, cast.norr) if "slut" not in todo.text]

    referral = prepare(cast, edition, [cast.ekby])
    assert told() == ["Remiss av planen är inte utskickad"]
    send(cast, referral)
    assert told() == []
    Round.objects.filter(pk=referral.round_id).update(closes_on=today() + timedelta(days=3))
    assert told() == ["1 har inte svarat på Remiss av planen"]
    hand_in(referral, cast.ekby, {"1": "Skriv om barn."})
    assert told() == ["Alla har svarat på Remiss av planen"]
    rounds.close_round(round=referral.round, by=cast.coordinator)
    assert told() == ["1 synpunkt väntar på svar"]
    (one,) = referring.compile(referral).opinions
    Reply.objects.create(
        answer=one.answer, outcome="noted", text="Tack.", at=referral.round.states.first().at, by_name="K"
    )
    assert told() == ["Berätta för dem som svarade"]
    assert offers.todo(cast.contact, cast.norr) == []


@pytest.mark.parametrize("name", ["referral", "referrals"])
def test_more_replies_ask_the_database_no_more(cast, edition, sent, look, name):
    of = sent.pk if name == "referral" else edition.pk
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."}, "yes")
    look(name, of)
    with CaptureQueriesContext(connection) as few:
        look(name, of)
    hand_in(sent, cast.alby, {"1": "Kortare.", "2": "Längre.", "": "Bra."}, "no")
    hand_in(sent, cast.association, {"1": "Mer.", "": "Fint."}, "yes")
    with CaptureQueriesContext(connection) as many:
        look(name, of)
    assert len(many) <= len(few)
