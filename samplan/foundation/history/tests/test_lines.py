"""Events as people read them: labels and words instead of keys and codes, what was taken away and what was put in."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from samplan.foundation.history import sentences
from samplan.foundation.history.actions import changes, dated, erase_content, erase_person, note_read, record
from samplan.foundation.history.lines import told
from samplan.foundation.history.models import Event, Reading, Seal
from samplan.foundation.history.queries import of

pytestmark = pytest.mark.django_db
TEXTS = SimpleNamespace(
    VERBS={
        "prov.changed": "%(actor)s ändrade ”%(subject)s”",
        "prov.named": "%(actor)s utsåg %(name)s",
        "prov.asked": "%(actor)s frågade ”%(note)s”",
    },
    FIELDS={"state": "Läge", "on": "Dag", "open": "Öppen", "text": "Text", "parts": "Delar", "name": "Namn"},
    VALUES={"state": {"ongoing": "Pågår", "ended": "Avslutad"}, "parts": {"goal": "Mål"}},
)


@pytest.fixture(autouse=True)
def room(monkeypatch, settings, tmp_path):
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "prov.html").write_text('<c-history :events="events" more="/allt/" />')
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]
    monkeypatch.setattr(sentences, "texts", lambda name: TEXTS if name == "prov" else None)


def happened(verb="prov.changed", **facts):
    return record(**{"by": "Karin Prov", "verb": verb, "subject": Seal(number=7, hash="Kursen"), **facts})


def shown(event):
    return [(c.label, c.old, c.new) for c in told([event])[0].changes]


def html(*events):
    return render_to_string("history/prov.html", {"events": list(events)})


def test_codes_days_and_yes_are_told_in_words():
    event = happened(
        before={"state": "ongoing", "open": False}, after={"state": "ended", "open": True, "on": "2026-05-03"}
    )
    assert shown(event) == [("Läge", "Pågår", "Avslutad"), ("Dag", "", "3 maj 2026"), ("Öppen", "nej", "ja")]


def test_a_key_without_a_name_is_never_shown():
    assert shown(happened(before={"parent_id": 4}, after={"parent_id": 5})) == []


def test_a_fact_that_the_sentence_tells_is_not_told_twice():
    line = told([happened("prov.named", after={"name": "Sara Prov"}), happened("prov.asked", note="Varför?")])
    assert [(part.changes, part.note) for part in line] == [([], ""), ([], "")]


def test_what_is_emptied_is_told_and_a_new_name_beside_the_old():
    """Found: an emptied field was taken for the reason, which was empty too."""
    assert shown(happened(before={"text": "Ord"}, after={"text": ""})) == [("Text", "Ord", "")]
    assert shown(happened(before={"text": "Kurs"}, after={"text": "7 Kursen"})) == [("Text", "Kurs", "7 Kursen")]
    assert shown(happened(after={"text": "7 Kursen"})) == []


def test_a_reason_is_told_after_the_sentence():
    assert "<b>Karin Prov</b> ändrade ”7 Kursen”: Nämnden beslutade" in html(happened(note="Nämnden beslutade"))


def test_a_long_text_is_compared_word_by_word_without_script():
    old = "Kursen ges två gånger om året för all ny personal i region och kommuner."
    page = html(happened(before={"text": old}, after={"text": old.replace("två", "fyra")}))
    assert "Se skillnaden" in page
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "två" in page.split("<del>")[1].split("</del>")[0]
    assert "fyra" in page.split("<ins>")[1].split("</ins>")[0]
    assert "borttaget" in page
    assert "tillagt" in page


def test_a_list_is_compared_row_by_row():
    event = happened(before={"parts": [["1", "goal"], "2"]}, after={"parts": ["2", "3"]})
    change = told([event])[0].changes[0]
    assert [(m.kind, m.text.strip()) for m in change.marks] == [("del", "1 · Mål"), ("same", "2"), ("ins", "3")]


def test_what_was_written_where_nothing_stood_is_read_not_compared():
    page = html(happened(after={"text": "Ord " * 40}))
    assert "Läs det som skrevs" in page
    assert "<ins>" not in page


def test_words_of_others_are_text_on_the_page():
    """Planted bug: a sentence put together without escaping."""
    page = html(happened(by="<i>Karin</i>", note="<script>", before={"text": "<u>"}, after={"text": "<s>"}))
    for tag in ("<i>", "<script>", "<u>", "<s>"):
        assert tag not in page


def test_emptied_content_says_when_and_why():
    event = happened(after={"text": "Hemligt"})
    with dated(event.at):
        erase_content(event_ids=[event.pk], by=None, reason="gallringsbeslut 4")
    page = html(Event.objects.get(pk=event.pk))
    assert "Innehållet är borttaget" in page
    assert "gallringsbeslut 4" in page
    assert "Hemligt" not in page
    assert "ändrade" not in page


def test_a_person_taken_out_is_told_beside_what_is_left():
    event = happened(before={"text": "Ett"}, after={"text": "Två"})
    erase_person(user_id=None, name="Karin Prov", by=None, reason="begäran")
    page = html(Event.objects.get(pk=event.pk))
    assert "<b>Borttagen person</b> ändrade" in page
    assert "Personuppgifter är borttagna" in page


def test_the_link_to_all_of_it_comes_when_there_is_more():
    event = happened()
    assert "Hela historiken" not in html(event)
    assert "Hela historiken" in html(*[event] * 8)


def test_lines_ask_the_database_nothing(django_assert_num_queries):
    events = [happened(before={"text": "a"}, after={"text": "b"}) for _ in range(30)]
    with django_assert_num_queries(0):
        page = html(*events)
    assert page.count("<li>") == 30


def test_a_hidden_name_is_told_in_other_words_and_kept_as_it_was(monkeypatch):
    """Planted bug: `told` that writes the name it was given."""
    event = happened(by=type("Somebody", (), {"pk": 5, "__str__": lambda self: "Dolda Prov"})())
    asked = []

    def collect(kind, ids, viewer):
        asked.append((kind, ids, viewer))
        return [(5, "Brukarrepresentant")]

    monkeypatch.setattr("samplan.foundation.history.lines.offers.collect", collect)
    assert told([event], "tittare")[0].text == "<b>Brukarrepresentant</b> ändrade ”7 Kursen”"
    assert asked == [("hidden_names", {5}, "tittare")]
    assert Event.objects.get().actor_name == "Dolda Prov"


def test_what_concerns_one_organisation_is_read_by_those_who_speak_for_it():
    subject = Seal(number=7)
    inside, outside = happened(organisation_id=3), happened()
    assert list(of(subject)) == [outside]
    assert set(of(subject, own=[3])) == {inside, outside}
    assert list(of(subject, own=[4])) == [outside]


def test_only_what_differs_is_kept():
    assert changes({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 4}) == ({"b": 2, "c": 3}, {"b": 3, "d": 4})
    assert changes({"a": 1}, {"a": 1}) == ({}, {})


def test_a_reading_is_kept_in_the_language_of_the_house():
    from django.utils import translation

    with translation.override("en"):
        note_read("Karin Prov", Seal(number=7), gettext_lazy("Spara"), county="91")
    row = Reading.objects.get()
    assert (row.reader_name, row.subject_type, row.county_code, row.why) == (
        "Karin Prov",
        "history.seal",
        "91",
        "Spara",
    )
