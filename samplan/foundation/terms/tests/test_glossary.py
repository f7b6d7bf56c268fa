"""A word with a meaning, shown where it is used."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from samplan.foundation.terms import actions
from samplan.foundation.terms.glossary import Glossary, Meaning, glossary_of
from samplan.foundation.terms.models import Term


def lists(cast):
    by = cast.coordinator
    county = actions.add_vocabulary(county=cast.norr, kind="glossary", name="Länets ord", by=by)
    own = actions.add_vocabulary(county=cast.norr, kind="glossary", name="Ekbys ord", organisation=cast.ekby, by=by)
    return county, own


@pytest.mark.django_db
def test_each_word_is_marked_once_in_a_section_and_told_once_on_the_page(cast):
    county, _own = lists(cast)
    actions.add_term(vocabulary=county, text="implementering", definition="Att börja använda.", by=None)
    words = glossary_of(cast.norr)
    html = words.explain("Implementeringen <b>tar</b> tid.\n\nImplementering igen.")
    assert html.count('class="explained"') == 1
    assert "&lt;b&gt;" in html
    assert html.count("<p>") == 2
    words.explain("En implementering till.")
    assert [meaning.term.definition for meaning in words.used] == ["Att börja använda."]
    assert 'class="explained"' not in words.explain("Implementeringsplan")


@pytest.mark.django_db
def test_an_organisations_own_meaning_comes_first_in_its_own_text(cast):
    county, own = lists(cast)
    actions.add_term(vocabulary=county, text="implementering", definition="Länets.", by=None)
    mine = actions.add_term(vocabulary=own, text="Implementering", definition="Ekbys.", by=None)
    actions.add_spelling(term=mine, kind="synonym", text="införande", by=None)

    def told(organisations):
        words = glossary_of(cast.norr, organisations)
        words.explain("Om implementering.")
        (meaning,) = words.used
        return [meaning.term.definition, *(other.definition for other in meaning.others)]

    assert told([cast.ekby.pk]) == ["Ekbys.", "Länets."]
    assert told([None]) == told([cast.alby.pk]) == ["Länets.", "Ekbys."]
    assert 'href="#ord-' in glossary_of(cast.norr).explain("Ett införande.")


@pytest.mark.django_db
def test_more_words_and_texts_ask_no_more(cast):
    county, _own = lists(cast)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            words = glossary_of(cast.norr)
            for _n in range(5):
                words.explain("Stöd och vård 1 och vård 2.")
        return len(queries)

    term = actions.add_term(vocabulary=county, text="vård 0", definition="Vad.", by=None)
    actions.add_spelling(term=term, kind="older", text="omvård", by=None)
    before = asked()
    for n in range(1, 8):
        actions.add_term(vocabulary=county, text=f"vård {n}", definition="Vad.", by=None)
    assert asked() == before == 2


@given(st.text(alphabet="ab <>&\"\n'", max_size=60))
def test_no_text_is_lost_or_let_through_unescaped(text):
    """The planted bug: format nothing and a «<» of the text becomes a tag."""
    words = Glossary({("aab",): Meaning(Term(pk=1, text="aab"))})
    html = words.explain(text)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<p>", "</p>", "<br>", '<a class="explained" href="#ord-1">', "</a>"}
    plain = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    plain = plain.replace("&#x27;", "'").replace("&amp;", "&")
    assert "".join(plain.split()) == "".join(text.split())
