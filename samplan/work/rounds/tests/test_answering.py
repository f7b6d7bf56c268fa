import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.outbox.models import Mail
from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions
from samplan.work.rounds.models import Helper
from samplan.work.rounds.states import state_of
from samplan.work.rounds.writers import Writer

pytestmark = pytest.mark.django_db
NUMBER = "19121212-1212"  # the tax agency's own example of a personal identity number


@pytest.fixture
def sara(opened, visit):
    return visit("sara@example.org")


@pytest.fixture
def path(opened):
    return f"/svar/{opened.ekby.pk}/avsnitt/1/"


def fields(client, path):
    """The form as a browser without script would send it back untouched."""
    shown = client.get(path).content.decode()
    data = {}
    for tag in re.findall(r"<input[^>]+>", shown):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if not name or name[1] == "csrfmiddlewaretoken" or ('type="radio"' in tag and " checked" not in tag):
            continue
        data[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea[^>]+name="([^"]+)"[^>]*>\n?(.*?)</textarea>', shown, re.S):
        data[name] = text
    return data


def test_a_section_is_saved_and_left_by_ordinary_post(sara, opened, path):
    data = fields(sara, path)
    first = opened.questions["1.1"].pk
    data |= {f"q{first}-choice": "partly", f"q{first}-text": "Vi har börjat.\r\nPå två ställen.", "go": "next"}
    reply = sara.post(path, data)
    assert reply.headers["Location"].endswith("/avsnitt/2/")
    answer = Answer.objects.get(response=opened.ekby.response)
    assert (answer.choice, answer.text) == ("partly", "Vi har börjat.\nPå två ställen.")
    assert answer.saved_by_name == "Sara Prov"
    assert state_of(opened.ekby) == "writing"


def test_the_page_shows_last_years_answer_and_what_each_option_means(sara, opened, path):
    shown = sara.get(path).content.decode()
    assert "Vi har pratat om det men inte börjat." in shown
    assert "Förra året" in shown
    assert "Sara Prov" in shown
    assert "i alla verksamheter som berörs" in shown
    assert "Till exempel om våld." in shown
    for label in ("Vad har gjort skillnad?", "Vad är på plats och vad saknas?", "Vad hindrar?"):
        assert label in shown
    assert "Älbys hemliga utkast." not in shown


def test_starting_from_last_years_text_works_without_script_and_takes_nothing_away(sara, opened, path):
    first = opened.questions["1.1"].pk
    data = fields(sara, path) | {f"q{first}-text": "Eget.", f"q{first}-choice": "partly", "go": f"copy-{first}"}
    reply = sara.post(path, data)
    assert reply.headers["Location"] == f"{path}#q{first}"
    answer = Answer.objects.get(response=opened.ekby.response)
    assert answer.text == "Eget.\n\nVi har pratat om det men inte börjat."
    assert answer.choice == "partly"


def test_a_personal_identity_number_is_refused_at_its_field_and_nothing_else_is_lost(sara, opened, path):
    first, second = opened.questions["1.1"].pk, opened.questions["1.2"].pk
    data = fields(sara, path) | {
        f"q{first}-choice": "yes",
        f"q{first}-text": f"Vi följer\n{NUMBER} noga.",
        f"q{second}-choice": "no",
        f"q{second}-text": "För få tider.",
        "go": "next",
    }
    shown = sara.post(path, data).content.decode()
    assert "Ta bort personnumret (rad 2)" in shown
    assert "Vi följer" in shown  # still in the field
    assert [a.text for a in Answer.objects.filter(response=opened.ekby.response)] == ["För få tider."]
    saved = sara.post(f"/svar/{opened.ekby.pk}/spara/", {"question": first, "text": NUMBER})
    assert saved.status_code == 422
    assert "personnumret" in saved.json()["message"]


def test_two_who_write_the_same_field_are_both_told_and_nothing_is_overwritten(sara, opened, path, cast):
    data = fields(sara, path)
    first = opened.questions["1.1"]
    actions.save_answer(
        request=opened.ekby, question=first, choice="no", text="Monas ord.", revision=0, by=Writer("Mona Prov")
    )
    data |= {f"q{first.pk}-choice": "yes", f"q{first.pk}-text": "Saras ord.", "go": "next"}
    shown = sara.post(path, data).content.decode()
    assert "Mona Prov har också skrivit här" in shown
    assert "Monas ord." in shown
    assert "Saras ord." in shown
    assert opened.ekby.response.answers.get(question=first).text == "Monas ord."


def test_what_one_did_not_touch_is_never_in_conflict(sara, opened, path):
    data = fields(sara, path)
    first, second = opened.questions["1.1"], opened.questions["1.2"]
    actions.save_answer(
        request=opened.ekby, question=first, choice="no", text="Monas ord.", revision=0, by=Writer("Mona Prov")
    )
    reply = sara.post(path, data | {f"q{second.pk}-choice": "yes", "go": "next"})
    assert reply.status_code == 302
    texts = set(opened.ekby.response.answers.values_list("question__number", "choice"))
    assert texts == {("1.1", "no"), ("1.2", "yes")}


def test_saving_as_typed_says_saved_with_revision_and_time(sara, opened):
    url, question = f"/svar/{opened.ekby.pk}/spara/", opened.questions["1.1"].pk
    first = sara.post(url, {"question": question, "choice": "yes", "text": "A", "revision": 0, "client": "c", "seq": 1})
    assert first.status_code == 200
    assert first.json()["revision"] == 1
    assert len(first.json()["at"]) == 5
    stale = sara.post(url, {"question": question, "choice": "yes", "text": "B", "revision": 0, "client": "d", "seq": 1})
    assert stale.status_code == 409
    assert stale.json()["text"] == "A"
    assert stale.json()["by"] == "Sara Prov"


def test_a_page_is_never_in_conflict_with_itself_when_the_reply_was_lost(sara, opened):
    url, question = f"/svar/{opened.ekby.pk}/spara/", opened.questions["1.1"].pk
    base = {"question": question, "revision": 0, "client": "c"}
    sara.post(url, base | {"text": "Hej", "seq": 1})
    again = sara.post(url, base | {"text": "Hej då", "seq": 2})  # typed on, the reply to the first never came
    assert again.json()["revision"] == 2
    late = sara.post(url, base | {"text": "Hej", "seq": 1})  # the first letter, delivered last
    assert late.status_code == 200
    assert opened.ekby.response.answers.get().text == "Hej då"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"question": "x"}, 403),
        ({"question": "99999999999999999999"}, 403),
        ({"choice": "kanske"}, 422),
        ({"text": "a" * 20_001}, 422),
        ({"text": "a\x00b"}, 400),
        ({"revision": "-1", "seq": "½", "text": "a"}, 200),
    ],
)
def test_odd_input_is_answered_in_words_and_changes_nothing(sara, opened, data, status):
    reply = sara.post(f"/svar/{opened.ekby.pk}/spara/", {"question": opened.questions["1.1"].pk} | data)
    assert reply.status_code == status
    assert opened.ekby.response.answers.exists() == (status == 200)


def test_a_question_of_another_round_cannot_be_answered_here(sara, opened, earlier):
    other = earlier.form.sections.first().questions.first()
    assert sara.post(f"/svar/{opened.ekby.pk}/spara/", {"question": other.pk, "text": "x"}).status_code == 403


def test_the_overview_says_what_is_left_and_who_writes(sara, opened, cast):
    shown = sara.get(f"/svar/{opened.ekby.pk}/").content.decode()
    assert "4 frågor i två avsnitt" in shown
    assert "Så här går det till" in shown
    assert "Börja svara" in shown
    actions.save_answer(
        request=opened.ekby, question=opened.questions["2.1"], choice="yes", text="", revision=0, by=cast.contact
    )
    shown = sara.get(f"/svar/{opened.ekby.pk}/").content.decode()
    assert "1 av 4 frågor är klara" in shown
    assert "Fortsätt: Stöd i vardagen" in shown


def test_a_colleague_is_asked_by_mail_for_chosen_sections(sara, opened):
    second = opened.round.form.sections.get(position=2)
    url = f"/svar/{opened.ekby.pk}/hjalp/"
    shown = sara.get(f"{url}?avsnitt={second.pk}").content.decode()
    assert re.search(rf'value="{second.pk}"[^>]* checked', shown)
    data = {"name": "Mona Prov", "email": "Mona@Example.org", "sections": [second.pk], "note": "Tack på förhand"}
    assert sara.post(url, data).status_code == 302
    mail = Mail.objects.get(kind="rounds.help")
    assert mail.to == "mona@example.org"
    assert "Sara Prov ber dig" in mail.text
    assert "– 2 Stöd i vardagen" in mail.text
    assert "Tack på förhand" in mail.text
    shown = sara.get(f"/svar/{opened.ekby.pk}/").content.decode()
    assert "Mona Prov är tillfrågad" in shown
    helper = Helper.objects.get()
    sara.post(f"/svar/{opened.ekby.pk}/hjalp/{helper.pk}/avsluta/")
    assert "Mona Prov är tillfrågad" not in sara.get(f"/svar/{opened.ekby.pk}/").content.decode()


def test_a_bad_address_gets_words_and_sends_nothing(sara, opened):
    shown = sara.post(f"/svar/{opened.ekby.pk}/hjalp/", {"name": "Mona", "email": "mona"}).content.decode()
    assert "e-postadress" in shown
    assert not Mail.objects.filter(kind="rounds.help").exists()


def test_the_wrong_person_hands_over_to_the_right_one(sara, opened, client):
    data = {"name": "Ny Prov", "title": "strateg", "email": "ny@example.org"}
    shown = sara.post(f"/svar/{opened.ekby.pk}/lamna-over/", data).content.decode()
    assert "Ny Prov har tagit över" in shown
    assert sara.get(f"/svar/{opened.ekby.pk}/").status_code == 401
    opened.ekby.refresh_from_db()
    assert (opened.ekby.contact_name, opened.ekby.contact_title) == ("Ny Prov", "strateg")
    assert "Sara Prov har lämnat över" in Mail.objects.get(kind="rounds.handed_over").text


def test_leaving_for_later_saves_and_says_how_to_come_back(sara, opened, path):
    first = opened.questions["1.1"].pk
    data = fields(sara, path) | {f"q{first}-text": "Halvvägs.", "go": "later"}
    shown = sara.post(path, data, follow=True).content.decode()
    assert "Allt är sparat" in shown
    assert opened.ekby.response.answers.get().text == "Halvvägs."


def test_a_page_of_a_section_that_is_not_there_is_not_found(sara, opened):
    assert sara.get(f"/svar/{opened.ekby.pk}/avsnitt/9/").status_code == 404


def test_the_section_page_asks_the_database_as_much_with_all_answered_as_with_none(sara, opened, path, cast):
    sara.get(path)  # writes down that she is there: once in twenty seconds
    with CaptureQueriesContext(connection) as empty:
        sara.get(path)
    for question in opened.questions.values():
        actions.save_answer(
            request=opened.ekby, question=question, choice="", text="Text.", revision=0, by=cast.contact
        )
    for n in range(8):
        actions.ask_helper(request=opened.ekby, name=f"H{n}", email=f"h{n}@example.org", by=cast.contact)
    with CaptureQueriesContext(connection) as full:
        sara.get(path)
    assert len(full) <= len(empty) + 1 <= 15  # helpers' sections are one query, however many


def test_saving_one_answer_is_a_dozen_queries_at_most(sara, opened):
    url, question = f"/svar/{opened.ekby.pk}/spara/", opened.questions["1.1"].pk
    sara.post(url, {"question": question, "text": "A", "revision": 0})
    with CaptureQueriesContext(connection) as asked:
        assert sara.post(url, {"question": question, "text": "B", "revision": 1}).status_code == 200
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) <= 12


def test_the_page_says_who_else_writes(sara, opened, path, cast):
    for number, name in (("1.1", "Mona Prov"), ("1.2", "Anna Prov")):
        actions.save_answer(
            request=opened.ekby, question=opened.questions[number], choice="", text="x", revision=0, by=Writer(name)
        )
    assert "Du, Mona Prov och Anna Prov skriver det här avsnittet." in sara.get(path).content.decode()


def test_the_form_can_be_shown_blank_for_a_preview(opened):
    from samplan.work.questionnaires.queries import sections_of
    from samplan.work.rounds.paper import blank_sheets

    sheets = blank_sheets(sections_of(opened.round.form))
    assert [[b.question.number for b in s.blocks] for s in sheets] == [["1.1", "1.2", "1.3"], ["2.1", "2.2"]]
    assert all(b.is_empty and not b.earlier for s in sheets for b in s.blocks)


def test_text_comes_back_as_it_was_typed(sara, opened, path, cast):
    """Spaces and empty lines too: what the page shows is what it compares with when it is sent back untouched."""
    text = "\n  Indrag.\n\n<script>alert(1)</script> & «citat»  \n"
    actions.save_answer(
        request=opened.ekby, question=opened.questions["1.1"], choice="", text=text, revision=0, by=cast.contact
    )
    page = sara.get(path).content.decode()
    assert "<script>alert" not in page
    shown = re.search(rf'<textarea[^>]*name="q{opened.questions["1.1"].pk}-text"[^>]*>\n(.*?)</textarea>', page, re.S)[
        1
    ]
    assert html.unescape(shown) == text


def test_what_is_answered_stands_in_the_page_and_going_on_untouched_changes_nothing(sara, opened, path, cast):
    for number, choice in (("1.1", "partly"), ("1.2", "dont_know")):
        actions.save_answer(
            request=opened.ekby,
            question=opened.questions[number],
            choice=choice,
            text="Ord.",
            revision=0,
            by=cast.contact,
        )
    data = fields(sara, path)
    first, second = opened.questions["1.1"].pk, opened.questions["1.2"].pk
    assert (data[f"q{first}-choice"], data[f"q{second}-choice"]) == ("partly", "dont_know")
    sara.post(path, data | {"go": "next"})
    assert set(opened.ekby.response.answers.values_list("choice", "text", "revision")) == {
        ("partly", "Ord.", 1),
        ("dont_know", "Ord.", 1),
    }


def test_a_helper_sees_other_sections_but_cannot_write_in_them(opened, client, visit, cast):
    actions.save_answer(
        request=opened.ekby, question=opened.questions["1.1"], choice="yes", text="Ord.", revision=0, by=cast.contact
    )
    second = opened.round.form.sections.get(position=2)
    actions.ask_helper(
        request=opened.ekby, name="Mona Prov", email="mona@example.org", by=cast.contact, sections=[second]
    )
    shown = visit("mona@example.org").get(f"/svar/{opened.ekby.pk}/avsnitt/1/").content.decode()
    assert "Du är tillfrågad om andra avsnitt" in shown
    assert len(re.findall(r"<input[^>]*type=\"radio\"[^>]* disabled", shown)) == 10
    assert len(re.findall(r"<textarea[^>]* readonly", shown)) == 3
