"""What one wants to know of an activity: asked when it starts, answered by its day, and the answer stands beside the question."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.models import Event
from samplan.foundation.outbox.models import Mail
from samplan.work.activities import actions as activities
from samplan.work.activities.states import NotAllowed
from samplan.work.delivery import offers
from samplan.work.delivery.actions import evaluating as writing
from samplan.work.delivery.models import EvaluationQuestion

pytestmark = pytest.mark.django_db
SPLIT = "Hjälpte det att dela upp teamet?"


def make(cast, state="ongoing", title="Team för unga"):
    new = activities.NewActivity(title, "project", state="preparing", owner=cast.ekby)
    made = activities.create_activity(county=cast.norr, edition=None, activity=new, by=cast.coordinator)
    made.states.update(on=ahead(-200))
    if state != "preparing":
        activities.change_state(activity=made, to=state, on=ahead(-100), reason="Dags.", by=cast.coordinator)
    return made


@pytest.fixture
def project(cast):
    return make(cast)


def url(cast, name, project, *args):
    return reverse(f"delivery:{name}", args=[cast.norr.slug, project.pk, *args])


def text(answer):
    return answer.content.decode()


def ahead(days):
    return today() + timedelta(days=days)


def ask(cast, project, days=10, words=SPLIT, organisation=None):
    facts = {"text": words, "due": ahead(days), "organisation": organisation or cast.region, "who": "FoU-enheten"}
    return writing.ask_question(activity=project, by=cast.coordinator, **facts)


def say(row, answer, by="Karin"):
    return writing.answer_question(question=row, answer=answer, seen=writing.mark_of_answer(row), by=by)


def posted(client, address, **data):
    """As somebody who opened the form posts it."""
    return client.post(address, {"seen": client.get(address).context["seen"], **data})


def waits(user, cast):
    return [todo.text for todo in offers.todo(user, cast.norr) if todo.action == "Skriv svaret"]


@pytest.mark.row(273)
def test_a_question_is_asked_at_the_start_and_its_answer_stands_beside_it(client, cast):
    """The planted bug: without the letter in `ask_question` whoever is to answer never hears of it."""
    project = make(cast, "preparing")
    client.force_login(cast.contact)
    page, new = url(cast, "page", project), url(cast, "evaluation_new", project)
    assert "men ingen har skrivit" not in text(client.get(page))
    activities.change_state(activity=project, to="ongoing", on=today(), reason="", by=cast.coordinator)
    begun = text(client.get(page))
    assert "men ingen har skrivit" in begun
    assert f'<a href="{new}">Skriv vad ni vill veta när den är slut</a>' in begun
    data = {"text": SPLIT, "due": ahead(10).isoformat(), "organisation": cast.region.pk, "who": "FoU-enheten"}
    assert client.post(new, data).status_code == 302
    letter = Mail.objects.get(kind="delivery.evaluation_asked")
    row = EvaluationQuestion.objects.get()
    address = url(cast, "evaluation_answer", project, row.pk)
    assert letter.to == cast.editor.email
    for words in (SPLIT, address, long_day(ahead(10))):
        assert words in letter.text
    assert client.get(address).status_code == 403
    client.force_login(cast.editor)
    assert posted(client, address, answer="Ja. Väntan är nu två veckor, mot fem.").status_code == 302
    shown = text(client.get(page))
    for words in (SPLIT, "Väntan är nu två veckor", f"{cast.editor.name}, {long_day(today())}", "1 av 1 besvarad."):
        assert words in shown


def test_it_is_said_when_nobody_is_there_to_answer(client, cast, project):
    client.force_login(cast.coordinator)
    data = {"text": SPLIT, "due": ahead(10).isoformat(), "organisation": cast.association.pk, "who": ""}
    shown = text(client.post(url(cast, "evaluation_new", project), data, follow=True))
    assert f"ingen skriver för {cast.association}" in shown
    assert not Mail.objects.exists()


def test_an_answer_is_changed_and_what_it_said_is_kept(client, cast, project):
    row = say(ask(cast, project), "Vi vet inte än.")
    client.force_login(cast.editor)
    address = url(cast, "evaluation_answer", project, row.pk)
    assert "Skriv ett svar" in text(posted(client, address, answer=" "))
    assert posted(client, address, answer="Ja, det hjälpte.").status_code == 302
    told = Event.objects.get(verb="delivery.evaluation_answer_changed")
    assert (told.before["answer"], told.after["answer"]) == ("Vi vet inte än.", "Ja, det hjälpte.")
    row.refresh_from_db()
    assert row.answered_by_name == cast.editor.name


def test_two_who_answer_do_not_overwrite_each_other(client, cast, project):
    """The planted bug: without `mark_of_answer` in `answer_question` the second answer wipes out the first."""
    row = ask(cast, project)
    client.force_login(cast.editor)
    address = url(cast, "evaluation_answer", project, row.pk)
    seen = client.get(address).context["seen"]
    say(row, "Ja, väntan är kortare.")
    answer = client.post(address, {"seen": seen, "answer": "Nej, samma väntan."})
    assert answer.status_code == 409
    assert "Ja, väntan är kortare." in text(answer)
    row.refresh_from_db()
    assert row.answer == "Ja, väntan är kortare."
    with pytest.raises(Stale):
        writing.answer_question(question=row, answer="Nej", seen="", by="K")


def test_a_question_is_changed_or_taken_away_until_it_is_answered(client, cast, project):
    row = ask(cast, project)
    Mail.objects.all().delete()
    client.force_login(cast.coordinator)
    edit, remove = (url(cast, f"evaluation_{name}", project, row.pk) for name in ("edit", "remove"))
    data = {"text": "Hjälpte det?", "due": ahead(90).isoformat(), "organisation": cast.ekby.pk, "who": ""}
    assert posted(client, edit, **data).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.organisation) == ("Hjälpte det?", cast.ekby)
    assert cast.contact.email in Mail.objects.values_list("to", flat=True)
    say(row, "Ja.")
    assert client.get(edit).status_code == 302
    client.post(remove)
    assert EvaluationQuestion.objects.filter(answer="Ja.").exists()
    with pytest.raises(NotAllowed):
        writing.edit_question(
            question=row,
            text="x",
            due=today(),
            organisation=cast.ekby,
            who="",
            seen=writing.mark_of_question(row),
            by="K",
        )
    other = ask(cast, project, words="Vad kostade det?")
    client.post(url(cast, "evaluation_remove", project, other.pk))
    assert not EvaluationQuestion.objects.filter(pk=other.pk).exists()
    assert Event.objects.get(verb="delivery.evaluation_removed").before["text"] == "Vad kostade det?"


def test_an_answer_has_a_day_and_the_county_answers_for_itself(cast, project):
    row = ask(cast, project)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationQuestion.objects.filter(pk=row.pk).update(answer="Ja")
    with pytest.raises(NotAllowed):
        ask(cast, project, organisation=cast.soder_region)


def test_it_is_asked_for_two_weeks_before_and_of_the_coordinator_two_weeks_after(cast, project):
    row = ask(cast, project, days=15)
    days = {15: ([], []), 14: ([SPLIT], []), -14: ([SPLIT], []), -15: ([SPLIT], [SPLIT])}
    for ahead_by, (editor, coordinator) in days.items():
        EvaluationQuestion.objects.filter(pk=row.pk).update(due=ahead(ahead_by))
        assert waits(cast.editor, cast) == editor
        assert waits(cast.coordinator, cast) == coordinator
    assert waits(cast.contact, cast) == waits(cast.reader, cast) == []
    activities.change_state(activity=project, to="paused", on=today(), reason="Vakant.", by="K", resume_on=ahead(99))
    assert waits(cast.editor, cast) == []
    activities.change_state(activity=project, to="ongoing", on=today(), reason="", by="K")
    activities.change_state(activity=project, to="ended", on=today(), reason="Klar.", by="K")
    assert waits(cast.editor, cast) == [SPLIT]
    say(row, "Ja.")
    assert waits(cast.editor, cast) == waits(cast.coordinator, cast) == []


def test_one_who_only_reads_sees_no_empty_section_before_the_start(client, cast):
    project = make(cast, "preparing")
    client.force_login(cast.reader)
    assert "ta-reda-pa" not in text(client.get(url(cast, "page", project)))
    row = ask(cast, project)
    shown = text(client.get(url(cast, "page", project)))
    assert SPLIT in shown
    assert url(cast, "evaluation_answer", project, row.pk) not in shown


def test_more_questions_cost_no_more(client, cast, project):
    client.force_login(cast.coordinator)

    def count():
        with CaptureQueriesContext(connection) as seen:
            client.get(url(cast, "page", project))
            offers.todo(cast.coordinator, cast.norr)
            offers.events(cast.norr, today().year)
        return len(seen)

    ask(cast, project, days=-20)
    count()  # what is kept between pages is there
    before = count()
    for n in range(6):
        ask(cast, project, days=-20 - n, organisation=cast.ekby)
    assert count() == before
