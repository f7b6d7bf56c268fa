import pytest

from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.work.rounds import actions
from samplan.work.rounds.models import Link
from samplan.work.rounds.states import Refused, state_of

pytestmark = pytest.mark.django_db


def write(opened, number="1.1", choice="yes", text="Vi frågar alla.", revision=0):
    question = opened.questions[number]
    return actions.save_answer(
        request=opened.ekby, question=question, choice=choice, text=text, revision=revision, by=opened.round.owner
    )


def submitting(**changed):
    data = {"manager_name": "Anders Prov", "manager_title": "socialchef", "manager_email": "anders@example.org"}
    return data | changed


def test_missing_answers_are_listed_and_do_not_stop_the_sending(visit, opened):
    write(opened)
    sara = visit("sara@example.org")
    url = f"/svar/{opened.ekby.pk}/granska/"
    html = sara.get(url).content.decode()
    assert "Tre frågor saknar svar" in html
    assert "Skicka ändå" in html
    assert 'value="Anders Prov"' in html  # the manager is filled in
    reply = sara.post(url, submitting(note="Läs gärna 1.1."), follow=True)
    assert "Svaret ligger hos Anders Prov" in reply.content.decode()
    mail = Mail.objects.get(kind="rounds.to_approve")
    assert mail.to == "anders@example.org"
    assert "Läs gärna 1.1." in mail.text


def test_the_manager_may_be_changed_before_sending(visit, opened):
    sara = visit("sara@example.org")
    data = submitting(manager_name="Vik Prov", manager_email="vik@example.org")
    sara.post(f"/svar/{opened.ekby.pk}/granska/", data)
    opened.ekby.refresh_from_db()
    assert opened.ekby.manager_name == "Vik Prov"
    assert Mail.objects.get(kind="rounds.to_approve").to == "vik@example.org"


def test_sending_without_a_manager_gets_words(visit, opened):
    sara = visit("sara@example.org")
    html = sara.post(
        f"/svar/{opened.ekby.pk}/granska/", submitting(manager_name="", manager_email="x")
    ).content.decode()
    assert "saker behöver rättas" in html
    assert state_of(opened.ekby) == "sent"


def test_the_manager_reads_what_has_changed_and_approves(visit, opened, client):
    write(opened)
    write(opened, "2.1", "no", "Ingen tid.")
    actions.submit(request=opened.ekby, by=opened.round.owner, note="Läs 2.1.", **submitting())
    anders = visit("anders@example.org")
    url = f"/svar/{opened.ekby.pk}/godkann/"
    html = " ".join(anders.get(url).content.decode().split())
    assert "Ekbys svar är klart. Stämmer det?" in html
    assert "Från nej till ja" in html
    assert "Från ja till nej" in html
    assert "Karins ord till dig" in html
    assert "Läs 2.1." in html
    assert "Vi frågar alla." in html
    assert "Vi har pratat om det men inte börjat." in html  # last year's, beside
    assert html.count('data-variant="primary"') == 1
    reply = anders.post(url, follow=True)
    assert "Svaret är inlämnat" in reply.content.decode()
    assert state_of(opened.ekby) == "approved"
    assert set(Mail.objects.filter(kind="rounds.receipt").values_list("to", flat=True)) == {
        "sara@example.org",
        "anders@example.org",
    }


def test_sending_back_needs_a_note_and_the_note_reaches_the_contact_person(visit, opened, client):
    write(opened)
    actions.submit(request=opened.ekby, by=opened.round.owner, **submitting())
    anders = visit("anders@example.org")
    url = f"/svar/{opened.ekby.pk}/godkann/aterlamna/"
    assert "Skriv vad som behöver ändras." in anders.post(url, {"note": "  "}).content.decode()
    assert state_of(opened.ekby) == "with_manager"
    anders.post(url, {"note": "Siffran i 1.1 är gammal."})
    assert state_of(opened.ekby) == "returned"
    assert "Siffran i 1.1 är gammal." in Mail.objects.get(kind="rounds.returned").text
    sara = visit("sara@example.org", "rounds.returned")
    assert "Siffran i 1.1 är gammal." in sara.get(f"/svar/{opened.ekby.pk}/").content.decode()
    assert "Siffran i 1.1 är gammal." in sara.get(f"/svar/{opened.ekby.pk}/avsnitt/1/").content.decode()
    write(opened, revision=1, text="Ny siffra.")
    sara.post(f"/svar/{opened.ekby.pk}/granska/", submitting())
    assert state_of(opened.ekby) == "with_manager"


def test_after_approval_nothing_can_be_changed(visit, opened):
    write(opened)
    sara = visit("sara@example.org")
    actions.submit(request=opened.ekby, by=opened.round.owner, **submitting())
    actions.approve(request=opened.ekby, by=opened.round.owner)
    question = opened.questions["1.1"].pk
    reply = sara.post(f"/svar/{opened.ekby.pk}/spara/", {"question": question, "text": "x", "revision": 1})
    assert reply.status_code == 423
    assert "inlämnat" in reply.json()["message"]
    assert sara.get(f"/svar/{opened.ekby.pk}/avsnitt/1/").status_code == 302
    assert "Vi frågar alla." in sara.get(f"/svar/{opened.ekby.pk}/granska/").content.decode()
    for action, more in (
        (actions.return_with_note, {"note": "x"}),
        (actions.approve, {}),
        (actions.take_back, {}),
        (actions.submit, submitting()),
    ):
        with pytest.raises(Refused):
            action(request=opened.ekby, by=opened.round.owner, **more)


def test_the_contact_person_takes_it_back_and_the_managers_link_stops(visit, opened, link_of):
    write(opened)
    sara = visit("sara@example.org")
    sara.post(f"/svar/{opened.ekby.pk}/granska/", submitting())
    path = link_of("anders@example.org")
    sara.post(f"/svar/{opened.ekby.pk}/ta-tillbaka/")
    assert state_of(opened.ekby) == "writing"
    assert sara.get(path).status_code == 410


def test_approving_twice_says_so_and_makes_one_receipt(visit, opened):
    write(opened)
    actions.submit(request=opened.ekby, by=opened.round.owner, **submitting())
    anders = visit("anders@example.org")
    url = f"/svar/{opened.ekby.pk}/godkann/"
    anders.post(url)
    assert anders.post(url).status_code == 409
    assert Event.objects.filter(verb="rounds.approved").count() == 1


def test_every_allowed_move_is_in_the_table_and_every_other_is_refused(opened):
    from samplan.work.rounds.models import RequestState
    from samplan.work.rounds.states import MOVES, Actor, move

    tried = 0
    for start in RequestState.State.values:
        for to in RequestState.State.values:
            for actor in Actor:
                RequestState.objects.filter(request=opened.ekby).delete()
                row = RequestState(request=opened.ekby, state=start, by_name="x", at=opened.round.states.first().at)
                row.save()
                allowed = actor in MOVES.get((start, to), ())
                if allowed:
                    move(opened.ekby, to, actor=actor, by=opened.round.owner)
                else:
                    with pytest.raises(Refused):
                        move(opened.ekby, to, actor=actor, by=opened.round.owner)
                assert state_of(opened.ekby) == (to if allowed else start)
                tried += 1
    assert tried == 7 * 7 * 4


def test_links_for_approval_are_spent_when_the_answer_is_sent_again(visit, opened):
    write(opened)
    actions.submit(request=opened.ekby, by=opened.round.owner, **submitting())
    actions.return_with_note(request=opened.ekby, note="Ändra", by=opened.round.owner)
    actions.submit(request=opened.ekby, by=opened.round.owner, **submitting())
    assert Link.objects.filter(request=opened.ekby, purpose="approve", revoked_at=None).count() == 1
