"""A draft goes out for opinions, and each is answered: the rules, without a page."""

import pytest
from django.utils import timezone

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.work.plans import actions as plans
from samplan.work.plans import referred, referring, states
from samplan.work.plans.actions import referring as actions
from samplan.work.plans.actions import replying
from samplan.work.plans.models import Dispatch, Referral, Reply
from samplan.work.plans.states import NotAllowed
from samplan.work.plans.tests.making import make_plan
from samplan.work.plans.tests.referral_making import hand_in, prepare, request_of, send, write
from samplan.work.questionnaires.models import Form, Response
from samplan.work.rounds import actions as rounds
from samplan.work.rounds.models import Round
from samplan.work.rounds.states import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast):
    return make_plan(cast).edition


@pytest.fixture
def sent(cast, edition):
    return send(cast, prepare(cast, edition, [cast.ekby, cast.alby, cast.association]))


def reply_to(cast, referral, opinion, outcome="followed", text="Vi skriver så."):
    seen = replying.mark_of_reply(opinion.reply)
    return replying.give_reply(
        referral=referral, answer=opinion.answer, outcome=outcome, text=text, seen=seen, by=cast.coordinator
    )


def test_nothing_leaves_the_house_before_it_is_sent(cast, edition):
    """Planted: `open_round` in `prepare_referral` — letters go at once."""
    prepare(cast, edition, [cast.ekby])
    assert (Mail.objects.count(), Dispatch.objects.count(), states.latest(edition).state) == (0, 0, "working")


def test_sending_keeps_the_text_moves_the_draft_and_notes_who_was_given_it(cast, edition, sent):
    """Planted: the dispatches noted before the letters are made of another list than the requests — one is missing."""
    assert states.latest(edition).state == "referral"
    assert {d.to for d in Dispatch.objects.filter(edition=edition)} == {
        "Ekby kommun", "Älby kommun", "Samverkan för psykisk hälsa Norrlunda",
    }  # fmt: skip
    assert Mail.objects.filter(kind="rounds.invitation").count() == 3
    area = edition.nodes.get(title="Kunskap")
    plans.edit_node(
        node=area,
        number="1",
        title="Kunskap överallt",
        text="",
        parent=area.parent,
        seen=plans.mark_of_node(area),
        by=cast.coordinator,
    )
    texts = {part["key"]: part["title"] for part in Referral.objects.get(pk=sent.pk).text}
    assert texts[str(area.key)] == "Kunskap"


def test_what_changed_after_the_preview_is_not_sent(cast, edition):
    """Planted: the mark left out of `send_referral` — a text nobody has previewed goes out."""
    referral = prepare(cast, edition, [cast.ekby])
    seen = actions.mark_of_preview(referral)
    area = edition.nodes.get(title="Stöd")
    plans.edit_node(
        node=area,
        number="2",
        title="Stöd hemma",
        text="",
        parent=area.parent,
        seen=plans.mark_of_node(area),
        by=cast.coordinator,
    )
    with pytest.raises(Stale):
        actions.send_referral(referral=referral, seen=seen, by=cast.coordinator)
    assert not Mail.objects.exists()


def test_one_at_a_time_and_several_in_turn(cast, edition, sent):
    """Planted: `open_referral` not asked — two referrals of the same draft are out at once."""
    second = prepare(cast, edition, [cast.ekby], title="Andra remissen")
    with pytest.raises(NotAllowed, match="Remiss av planen"):
        send(cast, second)
    rounds.close_round(round=sent.round, by=cast.coordinator)
    send(cast, second)
    assert [line.state for line in referring.lines_of(edition, drafts=True)] == ["open", "closed"]


def test_the_same_referral_is_sent_once(cast, edition, sent):
    """Planted: the state of the round not asked — everybody gets the letter twice."""
    with pytest.raises(NotAllowed):
        actions.send_referral(referral=sent, seen=actions.mark_of_preview(sent), by=cast.coordinator)
    assert Dispatch.objects.count() == 3


def test_an_adopted_edition_is_not_sent_and_an_address_is_needed(cast, edition):
    from samplan.foundation.core.dates import today
    from samplan.work.rounds.actions.inviting import Invited

    referral = prepare(cast, edition, [])
    with pytest.raises(Refused):
        send(cast, referral)
    actions.set_referral_audience(
        referral=referral,
        invited=[Invited(cast.ekby)],
        seen=actions.mark_of_audience(referral.round),
        by=cast.coordinator,
    )
    with pytest.raises(Refused, match="Ekby kommun"):
        send(cast, referral)
    assert states.latest(edition).state == "working"  # refused whole: the draft has not moved
    plans.adopt(edition=edition, on=today(), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    with pytest.raises(NotAllowed):
        send(cast, referral)


def test_one_that_was_sent_is_never_thrown_away(cast, edition, sent):
    """Planted: `_draft` not asked in `drop_referral` — answers and the sent text go."""
    with pytest.raises(NotAllowed):
        actions.drop_referral(referral=sent, by=cast.coordinator)
    rounds.close_round(round=sent.round, by=cast.coordinator)
    unsent = prepare(cast, edition, [cast.ekby])
    forms = Form.objects.count()
    actions.drop_referral(referral=unsent, by=cast.coordinator)
    assert Form.objects.count() == forms - 1
    assert (Referral.objects.count(), Round.objects.count(), Response.objects.count()) == (1, 1, 3)


@pytest.mark.parametrize(
    ("depth", "titles", "questions"),
    [
        ("whole", ["Förslaget som helhet"], 2),
        ("area", ["Målbild", "Insatsområde 1: Kunskap", "Insatsområde 2: Stöd", "Förslaget som helhet"], 6),
        ("sub_area", ["Målbild", "Insatsområde 1: Kunskap", "Insatsområde 2: Stöd", "Förslaget som helhet"], 8),
    ],
)
def test_how_finely_it_asks(cast, edition, depth, titles, questions):
    referral = send(cast, prepare(cast, edition, [cast.ekby], depth=depth))
    assert [section.title for section in referral.round.form.sections.all()] == titles
    assert referral.questions.count() == questions


@pytest.mark.parametrize("depth", ["whole", "area", "sub_area"])
def test_each_part_of_the_text_stands_at_exactly_one_question(cast, edition, depth):
    """Planted: `rest` without `covered`, or `shown_for` without the inner parts — a part is read twice, or nowhere."""
    referral = send(cast, prepare(cast, edition, [cast.ekby], depth=depth))
    shown = [s.part["key"] for part in referring.compile(referral).parts for s in part.shown]
    assert sorted(shown) == sorted(part["key"] for part in referred.text_of(edition))


def test_a_reply_is_read_when_it_is_handed_in_and_not_before(cast, edition, sent):
    """Planted: `.approved()` left out of `compile` — a draft of an organisation is read by others."""
    request = write(sent, cast.ekby, {"1": "Skriv om barn."}, "partly")
    compiled = referring.compile(sent)
    assert (compiled.opinions, compiled.stances, referring.about_node(edition.nodes.get(title="Kunskap"))) == (
        [],
        [],
        [],
    )
    rounds.submit(request=request, manager_name="Max Prov", manager_email="max@example.org", by=cast.contact)
    assert referring.compile(sent).opinions == []
    rounds.approve(request=request, by=cast.manager)
    compiled = referring.compile(sent)
    assert [(o.part, o.organisation, o.answer.text) for o in compiled.opinions] == [
        ("1 Kunskap", cast.ekby, "Skriv om barn.")
    ]
    assert [(choice, n) for choice, _word, n in compiled.counts] == [("yes", 0), ("partly", 1), ("no", 0)]


def test_what_has_changed_since_is_told_word_by_word(cast, edition, sent):
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    part = edition.nodes.get(title="Kunskap för personal")
    plans.edit_node(
        node=part, number="1.1", title=part.title, text="Detta kan nås genom kurser om barn.",
        parent=part.parent, seen=plans.mark_of_node(part), by=cast.coordinator,
    )  # fmt: skip
    plans.remove_node(node=edition.nodes.get(title="Jag blir trodd"), by=cast.coordinator)
    parts = {part.name: part for part in referring.compile(sent).parts}
    (change,) = parts["1 Kunskap"].changed
    assert [(m.kind, m.text.strip()) for m in change.marks if m.kind != "same"] == [("ins", "om barn")]
    assert parts["2 Stöd"].changed == []
    assert [c.is_gone for c in parts["2 Jag blir trodd"].changed] == [True]


def test_a_reply_is_kept_with_its_versions(cast, edition, sent):
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    (opinion,) = referring.compile(sent).opinions
    reply_to(cast, sent, opinion)
    again = referring.compile(sent).opinions[0]
    reply = reply_to(cast, sent, again, "partly", "Delvis.")
    assert (reply.revision, reply.outcome) == (2, "partly")
    event = Event.objects.get(verb="plans.reply_changed")
    assert (event.before["text"], event.after["text"]) == ("Vi skriver så.", "Delvis.")


def test_two_who_answer_the_same_opinion_do_not_overwrite_each_other(cast, edition, sent):
    """Planted: the mark not compared in `give_reply` — the first answer is gone unseen."""
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    (opinion,) = referring.compile(sent).opinions
    reply_to(cast, sent, opinion)
    with pytest.raises(Stale):
        reply_to(cast, sent, opinion, "not_followed", "Nej.")
    assert Reply.objects.get().outcome == "followed"


def test_an_opinion_that_is_opened_again_is_the_organisations_own(cast, edition, sent):
    """Planted: the request's state not asked in `give_reply`."""
    request = hand_in(sent, cast.ekby, {"1": "Skriv om barn."})
    (opinion,) = referring.compile(sent).opinions
    rounds.reopen(request=request, closes_on=sent.round.closes_on, reason="Fel bilaga", by=cast.coordinator)
    assert referring.compile(sent).opinions == []
    with pytest.raises(NotAllowed, match="öppnat igen"):
        reply_to(cast, sent, opinion)


def test_those_who_replied_are_told_once_when_everything_is_answered(cast, edition, sent):
    """Planted: any of the four refusals left out — told too early, with gaps, or twice."""
    hand_in(sent, cast.ekby, {"1": "Skriv om barn."}, "partly")
    hand_in(sent, cast.association, {"": "Låt oss vara med."}, "yes")
    Mail.objects.all().delete()

    def tell():
        return replying.tell_replies(referral=sent, by=cast.coordinator)

    with pytest.raises(NotAllowed, match="Stäng"):
        tell()
    rounds.close_round(round=sent.round, by=cast.coordinator)
    with pytest.raises(NotAllowed, match="2 är kvar"):
        tell()
    for opinion in referring.compile(sent).opinions:
        reply_to(cast, sent, opinion, text=f"Svar till {opinion.organisation.short_name}.")
    assert referring.answered_to(request_of(sent, cast.ekby)) == []
    assert tell() == 2
    letters = {mail.to: mail.text for mail in Mail.objects.filter(kind="plans.replies")}
    assert set(letters) == {"ekby@example.org", "sphn@example.org"}
    ekby = letters["ekby@example.org"]
    assert "Skriv om barn." in ekby
    assert "Följs: Svar till Ekby." in ekby
    assert "Låt oss vara med" not in ekby
    assert [o.reply.text for o in referring.answered_to(request_of(sent, cast.ekby))] == ["Svar till Ekby."]
    with pytest.raises(NotAllowed, match="redan"):
        tell()


def test_the_record_of_who_was_given_the_draft_stays_when_it_is_taken_back(cast, edition, sent):
    plans.take_back(edition=edition, reason="För tidigt", by=cast.coordinator)
    assert Dispatch.objects.filter(edition=edition, at__lte=timezone.now()).count() == 3
    line = referring.answering_now(edition)
    assert (line.waiting, line.state) == (3, "open")


def test_compiling_asks_the_database_the_same_number_of_times_for_any_number(cast, edition, sent):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hand_in(sent, cast.ekby, {"1": "Skriv om barn."}, "partly")
    referring.compile(sent)
    with CaptureQueriesContext(connection) as one:
        referring.compile(sent)
    hand_in(sent, cast.alby, {"1": "Kortare.", "2": "Längre.", "": "Bra."}, "yes")
    hand_in(sent, cast.association, {"1": "Mer.", "": "Fint."}, "no")
    with CaptureQueriesContext(connection) as many:
        referring.compile(sent)
    assert len(many) == len(one)
