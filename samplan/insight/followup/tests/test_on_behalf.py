"""An answer that came by phone, mail or document: written in, marked everywhere, sent to the organisation for a yes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samplan.foundation.core.dates import today
from samplan.foundation.core.tests.starting import start_in, start_of
from samplan.foundation.history.models import Event, Reading
from samplan.foundation.outbox.models import Mail
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.states import state_of


def url(opened, request):
    return reverse("followup:behalf", args=["norrlunda", opened.round.pk, request.pk])


def fields(opened, **changes):
    q = opened.questions
    return {
        "source": "phone",
        "source_date": (today() - timedelta(days=1)).isoformat(),
        "note": "Socialchefen",
        f"choice-{q['1.1'].pk}": "yes",
        f"text-{q['1.1'].pk}": "Alla har gått kursen.",
        f"text-{q['1.2'].pk}": "Tid.",
        f"text-{q['3.1'].pk}": "Mötena.",
        **changes,
    }


def enter(karin, opened, request, data, **how):
    """As a browser does: with the version that the form started from."""
    address = url(opened, request)
    return karin.post(address, {**data, "seen": start_of(karin, address)}, **how)


def stored(request):
    rows = Answer.objects.filter(response=request.response)
    return {a.question.number: (a.choice, a.text) for a in rows}


@pytest.mark.row(174)
def test_what_was_said_is_kept_marked_and_sent_for_a_yes(karin, opened):
    page = karin.get(url(opened, opened.alby)).content.decode()
    assert "Har personalen det kunnande som behövs?" in page
    assert "Känner föreningarna" not in page
    assert enter(karin, opened, opened.alby, fields(opened)).status_code == 302
    opened.alby.refresh_from_db()
    assert state_of(opened.alby) == "on_behalf"
    assert (opened.alby.source, opened.alby.source_note) == ("phone", "Socialchefen")
    assert stored(opened.alby) == {
        "1.1": ("yes", "Alla har gått kursen."),
        "1.2": ("", "Tid."),
        "3.1": ("", "Mötena."),
    }
    letter = Mail.objects.get(kind="rounds.confirm")
    assert letter.to == "nils@example.org"
    assert "/svar/" in letter.text
    page = karin.get(reverse("followup:round", args=["norrlunda", opened.round.pk])).content.decode()
    assert "Väntar på organisationens ja" in page
    assert "Ändra det införda" in page
    event = Event.objects.get(verb="rounds.entered_on_behalf")
    assert "kursen" not in f"{event.before}{event.after}{event.note}"


def test_after_the_yes_the_round_page_still_says_how_it_came(karin, cast, opened):
    enter(karin, opened, opened.alby, fields(opened))
    rounds.confirm_on_behalf(request=opened.alby, by=cast.other_contact)
    page = karin.get(reverse("followup:round", args=["norrlunda", opened.round.pk])).content.decode()
    assert "Infört åt dem" in page


def test_what_was_entered_can_be_mended_before_the_yes(karin, opened):
    enter(karin, opened, opened.alby, fields(opened))
    page = karin.get(url(opened, opened.alby)).content.decode()
    assert "Alla har gått kursen." in page
    enter(karin, opened, opened.alby, fields(opened, **{f"text-{opened.questions['1.1'].pk}": "Hälften."}))
    assert stored(opened.alby)["1.1"] == ("yes", "Hälften.")


def test_an_organisations_own_draft_is_neither_shown_nor_overwritten(karin, opened):
    page = karin.get(url(opened, opened.ekby)).content.decode()
    assert "HEMLIGT" not in page
    answer = enter(karin, opened, opened.ekby, fields(opened), follow=True).content.decode()
    assert "har börjat skriva själva" in answer
    assert "HEMLIGT" not in answer
    assert stored(opened.ekby) == {"1.1": ("partly", "HEMLIGT UTKAST")}


def test_what_is_handed_in_is_not_written_over(karin, opened):
    enter(karin, opened, opened.association, fields(opened))
    assert stored(opened.association) == {"2.2": ("yes", "Vi är med från början.")}
    assert state_of(opened.association) == "approved"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"source": ""}, "måste fyllas i"),
        ({"source": "rykte"}, "Välj ett giltigt alternativ"),
        ({"source_date": "2199-01-01"}, "Dagen har inte varit än."),
        ({"text": "Ring 811228-9874 om det."}, "Ta bort personnumret (811228 …)"),
    ],
)
def test_odd_input_is_told_and_the_rest_stays_in_the_form(karin, opened, changes, says):
    if "text" in changes:
        changes = {f"text-{opened.questions['1.1'].pk}": changes["text"]}
    page = enter(karin, opened, opened.alby, fields(opened, **changes))
    assert page.status_code == 200
    assert says in page.content.decode()
    assert "Mötena." in page.content.decode()
    assert stored(opened.alby) == {}
    assert state_of(opened.alby) == "sent"


def test_an_unknown_choice_is_no_answer(karin, opened):
    enter(karin, opened, opened.alby, fields(opened, **{f"choice-{opened.questions['1.1'].pk}": "kanske"}))
    assert stored(opened.alby)["1.1"][0] == ""


def test_it_may_come_after_closing(karin, opened):
    rounds.close_round(round=opened.round, by=opened.round.owner)
    page = karin.get(reverse("followup:round", args=["norrlunda", opened.round.pk])).content.decode()
    assert url(opened, opened.alby) in page
    enter(karin, opened, opened.alby, fields(opened))
    assert state_of(opened.alby) == "on_behalf"


def test_who_reads_what_was_entered_before_the_organisations_yes_is_written_down(karin, opened):
    karin.get(url(opened, opened.alby))
    assert not Reading.objects.exists()
    enter(karin, opened, opened.alby, fields(opened))
    karin.get(url(opened, opened.alby))
    row = Reading.objects.get()
    assert (row.reader_name, row.subject_id) == ("Karin Prov", opened.alby.pk)
    assert row.why == "Läste ett infört svar som organisationen inte har bekräftat"


def test_two_who_enter_the_same_answer_are_shown_both(karin, opened, cast):
    """Planted: the mark not compared in enter_on_behalf; then «Hälften.» was overwritten unseen."""
    address, q = url(opened, opened.alby), opened.questions
    start = start_of(karin, address)
    enter(karin, opened, opened.alby, fields(opened, **{f"text-{q['1.1'].pk}": "Hälften."}))
    told = karin.post(address, {**fields(opened, source="mail"), "seen": start})
    page = told.content.decode()
    assert told.status_code == 409
    assert "Hälften." in page
    assert "Alla har gått kursen." in page
    assert stored(opened.alby)["1.1"] == ("yes", "Hälften.")
    again = karin.post(address, {**fields(opened, source="mail"), "seen": start_in(told)})
    assert again.status_code == 302
    assert stored(opened.alby)["1.1"] == ("yes", "Alla har gått kursen.")


def test_an_answer_that_was_not_changed_keeps_its_revision(karin, opened):
    """So that the mark of what is entered moves with what is really changed."""
    enter(karin, opened, opened.alby, fields(opened))
    enter(karin, opened, opened.alby, fields(opened, **{f"text-{opened.questions['1.1'].pk}": "Hälften."}))
    rows = Answer.objects.filter(response=opened.alby.response)
    assert {a.question.number: a.revision for a in rows} == {"1.1": 2, "1.2": 1, "3.1": 1}


def test_a_draft_begun_meanwhile_is_never_shown_as_theirs(karin, opened, cast):
    """What the organisation writes itself is refused before it is compared: the page with two texts would show it."""
    address = url(opened, opened.alby)
    start, question = start_of(karin, address), opened.questions["1.1"]
    rounds.save_answer(
        request=opened.alby, question=question, choice="no", text="HEMLIGT", revision=0, by=cast.other_contact
    )
    answer = karin.post(address, {**fields(opened), "seen": start})
    assert "har börjat skriva själva" in answer.content.decode()
    assert "HEMLIGT" not in answer.content.decode()
