"""Which lists a plan works with, what its parts answer to, and the outline narrowed to that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samplan.foundation.core.dates import today
from samplan.foundation.history.models import Event
from samplan.foundation.terms import actions as terms
from samplan.work.plans import actions
from samplan.work.plans.actions.sorting import set_node_terms, set_vocabularies
from samplan.work.plans.models import NodeTerm

from .making import make_plan


@pytest.fixture
def world(cast):
    edition, nodes = make_plan(cast)
    words = terms.add_vocabulary(county=None, kind="goals", name="Nationella mål", by=None)
    goals = [terms.add_term(vocabulary=words, text=text, by=None) for text in ("Bättre hälsa", "Färre suicid")]
    return edition, nodes, words, goals


@pytest.mark.row(224)
def test_lists_are_chosen_a_part_answers_and_the_outline_is_narrowed(client, cast, world):
    edition, nodes, words, goals = world
    client.force_login(cast.coordinator)
    page, choose = f"/norrlunda/planen/{edition.pk}/ord/", f"/norrlunda/planen/{edition.pk}/ord/valj/"
    assert "Planen har inga listor än" in client.get(page).content.decode()
    seen = client.get(choose).context["seen"]
    assert client.post(choose, {"vocabularies": [words.pk], "seen": seen}).status_code == 302
    part = f"/norrlunda/planen/del/{nodes['s11'].pk}/svarar-mot/"
    seen = client.get(part).context["seen"]
    assert client.post(part, {"terms": [goals[0].pk], "seen": seen}).status_code == 302
    shown = client.get(page).content.decode()
    assert "1 som ingen del svarar mot än." in shown
    assert f"?svarar={goals[0].pk}" in shown
    narrowed = client.get(f"/norrlunda/planen/{edition.pk}/?svarar={goals[0].pk}").content.decode()
    assert "1 del svarar mot det du har valt." in narrowed
    assert "Kunskap för personal" in narrowed
    assert "Tillgänglighet" not in narrowed
    none = client.get(f"/norrlunda/planen/{edition.pk}/?svarar={goals[1].pk}").content.decode()
    assert "Ingen del svarar mot det" in none
    assert "Bättre hälsa" in client.get(f"/norrlunda/planen/del/{nodes['s11'].pk}/").content.decode()
    assert list(
        Event.objects.filter(verb__in=("plans.words_chosen", "plans.node_sorted")).values_list("verb", flat=True)
    )


def test_a_word_that_a_part_answers_to_is_not_removed_and_odd_numbers_show_nothing(client, cast, world):
    edition, nodes, _words, goals = world
    set_node_terms(node=nodes["s11"], terms=goals[:1], seen=None, by=cast.coordinator)
    with pytest.raises(terms.TermRefused):
        terms.remove_term(term=goals[0], by=None)
    client.force_login(cast.reader)
    for value in ("x", "9" * 30, "-1"):
        assert client.get(f"/norrlunda/planen/{edition.pk}/?svarar={value}").status_code == 200
    part = f"/norrlunda/planen/del/{nodes['s21'].pk}/svarar-mot/"
    assert client.get(part).status_code == 403
    client.force_login(cast.coordinator)
    assert client.post(part, {"terms": [goals[1].pk], "seen": client.get(part).context["seen"]}).status_code == 200
    assert not NodeTerm.objects.filter(node=nodes["s21"]).exists()


def test_two_who_sort_the_same_part_see_each_other(client, cast, world):
    """The planted bug: without the mark in `set_node_terms` the second choice replaces the first."""
    edition, nodes, words, goals = world
    set_vocabularies(edition=edition, vocabularies=[words], seen=None, by=cast.coordinator)
    client.force_login(cast.coordinator)
    part = f"/norrlunda/planen/del/{nodes['s11'].pk}/svarar-mot/"
    seen = client.get(part).context["seen"]
    set_node_terms(node=nodes["s11"], terms=goals[1:], seen=None, by=cast.coordinator)
    client.post(part, {"terms": [goals[0].pk], "seen": seen})
    assert [t.term for t in nodes["s11"].node_terms.all()] == goals[1:]


def test_the_words_are_sorted_after_adoption_too_and_come_along_to_the_next_edition(cast, world):
    edition, nodes, words, goals = world
    set_vocabularies(edition=edition, vocabularies=[words], seen=None, by=cast.coordinator)
    actions.adopt(edition=edition, on=today(), reason="Styrgruppen", replaces=False, by=cast.coordinator)
    set_node_terms(node=nodes["s11"], terms=goals, seen=None, by=cast.coordinator)
    assert nodes["s11"].node_terms.count() == 2


def test_more_words_ask_no_more(client, cast, world):
    edition, nodes, words, goals = world
    set_vocabularies(edition=edition, vocabularies=[words], seen=None, by=cast.coordinator)
    client.force_login(cast.reader)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/norrlunda/planen/{edition.pk}/ord/")
            client.get(f"/norrlunda/planen/{edition.pk}/?svarar={goals[0].pk}")
        return len(queries)

    set_node_terms(node=nodes["s11"], terms=goals[:1], seen=None, by=cast.coordinator)
    asked()
    before = asked()
    more = [terms.add_term(vocabulary=words, text=f"Mål {n}", by=None) for n in range(6)]
    for ref in ("a1", "a2", "s21"):
        set_node_terms(node=nodes[ref], terms=[*more, goals[0]], seen=None, by=cast.coordinator)
    assert asked() == before


@pytest.mark.row(129)
def test_a_word_is_explained_where_the_plan_uses_it(client, cast, world):
    _edition, nodes, _words, _goals = world
    glossary = terms.add_vocabulary(county=cast.norr, kind="glossary", name="Ordlista", by=cast.coordinator)
    own = terms.add_vocabulary(
        county=cast.norr, kind="glossary", name="Ekbys ord", organisation=cast.ekby, by=cast.coordinator
    )
    terms.add_term(vocabulary=glossary, text="kurs", definition="Minst tre träffar.", source="SKR", by=None)
    terms.add_term(vocabulary=own, text="kurs", definition="En dag räcker.", by=None)
    client.force_login(cast.reader)
    page = client.get(f"/norrlunda/planen/del/{nodes['s11'].pk}/").content.decode()
    assert 'class="explained"' not in page  # «kurser» is another form than the plain endings
    terms.add_term(vocabulary=glossary, text="kurser", definition="Flera kurser.", by=None)
    page = client.get(f"/norrlunda/planen/del/{nodes['s11'].pk}/").content.decode()
    assert 'class="explained"' in page
    assert "Flera kurser." in page
