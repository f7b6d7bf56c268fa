import pytest

from samplan.foundation.terms import actions as terms
from samplan.work.activities.actions import NewActivity, create_activity
from samplan.work.plans.tests.making import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(cast):
    made = terms.add_vocabulary(county=cast.norr, kind="glossary", name="Ordlista", description="", by=cast.coordinator)
    term = terms.add_term(vocabulary=made, text="skadligt bruk", by=cast.coordinator)
    terms.add_spelling(term=term, kind="older", text="missbruk", by=cast.coordinator)
    plan = make_plan(cast)
    for title in ("Stöd vid missbruk", "Stöd vid skadligt bruk"):
        node = plan.nodes_by_ref["s11"]
        activity = NewActivity(title=title, node_ids=[node.pk], owner=None)
        create_activity(county=cast.norr, edition=plan.edition, activity=activity, by=cast.coordinator)
    return term


@pytest.mark.row(21)
@pytest.mark.parametrize("word", ["missbruk", "Skadligt bruk"])
def test_a_search_for_either_word_finds_texts_with_the_other(client, cast, words, word):
    client.force_login(cast.coordinator)
    page = client.get("/norrlunda/sok/", {"q": word})
    titles = [hit.title for each in page.context["hits"] for hit in each.found]
    assert sorted(titles) == ["Stöd vid missbruk", "Stöd vid skadligt bruk", "skadligt bruk"]
    assert ("Sök på ”skadligt bruk” i stället" in page.content.decode()) is (word == "missbruk")


def test_another_countys_words_widen_nothing(client, cast, words):
    client.force_login(cast.outsider)
    page = client.get("/soderskar/sok/", {"q": "missbruk"}).content.decode()
    assert "skadligt bruk" not in page
