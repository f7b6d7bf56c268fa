"""Who may stand where: coordinators of the county only; others of the county see the list; outsiders nothing."""

import pytest
from django.urls import reverse

from samplan.insight.followup.urls import urlpatterns
from samplan.work.rounds import actions as rounds

COORDINATORS = {
    "new": (),
    "import_earlier": (),
    "import_columns": ("file",),
    "round": ("round",),
    "questions": ("draft",),
    "audience": ("draft",),
    "times": ("draft",),
    "preview": ("draft",),
    "drop": ("draft",),
    "drop_imported": ("round",),
    "remind": ("round",),
    "extend": ("round",),
    "close": ("round",),
    "contact": ("round", "request"),
    "reopen": ("round", "request"),
    "behalf": ("round", "request"),
    "history": ("round",),
    "status": ("round",),
    "export": ("round", "form"),
}


def addresses(opened, slug="norrlunda"):
    words = {
        "round": opened.round.pk,
        "draft": opened.round.pk,
        "request": opened.ekby.pk,
        "file": 1,
        "form": "xlsx",
    }
    return {n: reverse(f"followup:{n}", args=[slug, *[words[a] for a in args]]) for n, args in COORDINATORS.items()}


def test_every_page_of_the_room_is_walked_here():
    assert {pattern.name for pattern in urlpatterns} == {*COORDINATORS, "list"}


@pytest.mark.parametrize(
    ("who", "status"),
    [("outsider", 404), ("stranger", 404), ("reader", 403), ("contact", 403), ("manager", 403), ("editor", 403)],
)
def test_others_than_the_countys_coordinators_are_stopped_whatever_they_do(client, cast, opened, who, status):
    client.force_login(getattr(cast, who))
    for name, address in addresses(opened).items():
        for ask in (client.get, client.post):
            assert ask(address).status_code == status, (name, ask)
    assert rounds.addressee(opened.ekby, "writing")[1] == "sara@example.org"
    assert opened.round.requests.count() == 4


def test_nobody_gets_in_without_signing_in(client, opened):
    for address in [*addresses(opened).values(), reverse("followup:list", args=["norrlunda"])]:
        assert client.get(address).url.startswith("/konto/logga-in/")


def test_another_countys_coordinator_does_not_reach_the_round_through_the_own_county(client, cast, opened):
    client.force_login(cast.outsider)
    for name, address in addresses(opened, slug="soderskar").items():
        if name not in ("new", "import_earlier"):
            assert client.get(address).status_code in (404, 405), name
            assert client.post(address).status_code == 404, name


def test_a_request_of_another_round_is_not_reached_through_this_one(karin, cast, edition, opened):
    from .conftest import prepare

    other = prepare(cast, edition, year=2031)
    foreign = other.requests.first()
    for name in ("contact", "reopen", "behalf"):
        assert (
            karin.get(reverse(f"followup:{name}", args=["norrlunda", opened.round.pk, foreign.pk])).status_code == 404
        )


def test_a_reader_sees_the_list_without_drafts_or_ways_to_start(client, cast, edition, opened):
    from .conftest import prepare

    prepare(cast, edition, year=2031)
    client.force_login(cast.reader)
    page = client.get(reverse("followup:list", args=["norrlunda"])).content.decode()
    assert "2031" not in page
    assert reverse("analysis:round", args=["norrlunda", opened.round.pk]) in page
    assert reverse("followup:new", args=["norrlunda"]) not in page


def test_a_contact_person_sees_no_round_page_but_the_own_answer(client, cast, opened):
    client.force_login(cast.contact)
    assert client.get(reverse("followup:round", args=["norrlunda", opened.round.pk])).status_code == 403
    page = client.get(reverse("rounds:answer", args=[opened.ekby.pk]))
    assert page.status_code == 200
    assert client.get(reverse("rounds:answer", args=[opened.alby.pk])).status_code == 404
