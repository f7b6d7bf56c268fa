"""Three versions of a text: whatever anybody wrote stands in the merged text or is shown as a clash."""

import time
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from samplan.foundation.core.merging import Clash, marks, merge

BASE = (
    "Vi öppnar en mottagning i Ekby. Den är öppen på måndagar.\n\nFöreningen håller i en kurs för anhöriga varje höst."
)

words = st.text("abcdåä,.", min_size=1, max_size=4)
gap = st.sampled_from([" ", " ", " ", "\n", "\n\n"])


@st.composite
def text(draw):
    parts = draw(st.lists(st.tuples(words, gap), max_size=25))
    return "".join(word + space for word, space in parts).strip()


@st.composite
def edited(draw, base, name):
    """The base with a few of its words taken away and new ones, that nobody else writes, put in."""
    tokens, step = base.split(" "), draw(st.integers(1, 4))
    for n in range(step):
        at = draw(st.integers(0, len(tokens)))
        cut = draw(st.integers(0, 3))
        tokens[at : at + cut] = [f"{name}{n}"] * draw(st.integers(0, 2))
    return " ".join(tokens).strip()


@st.composite
def three(draw):
    base = draw(text())
    return base, draw(edited(base, "M")), draw(edited(base, "T"))


def added(base, now):
    return Counter(now.split()) - Counter(base.split())


@settings(max_examples=400, deadline=None)
@given(three())
@example(("a b c d e f", "a b M c d e f", "a b c d e T f"))
def test_every_word_that_either_added_is_merged_or_shown_as_a_clash(versions):
    """Fails when a group of touching changes keeps only one side's last change (planted in `_groups`)."""
    base, mine, theirs = versions
    merged = merge(base, mine, theirs)
    shown = Counter(merged.text.split())
    for clash in merged.clashes:
        shown += Counter(clash.mine.split()) + Counter(clash.theirs.split())
    for now in (mine, theirs):
        new = {word for word in added(base, now) if word[0] in "MT"}
        assert new <= set(shown)


@settings(max_examples=400, deadline=None)
@given(three())
def test_no_word_is_invented(versions):
    """Fails when changes that overlap are taken one by one and not as a group (planted in `_groups`)."""
    known = {word for version in versions for word in version.split()}
    merged = merge(*versions)
    assert set(merged.text.split()) <= known
    assert set(merged.both.split()) <= known


@settings(max_examples=400, deadline=None)
@given(three())
def test_both_keeps_every_word_that_either_added(versions):
    base, mine, theirs = versions
    kept = set(merge(base, mine, theirs).both.split())
    assert {word for now in (mine, theirs) for word in added(base, now) if word[0] in "MT"} <= kept


@settings(max_examples=300, deadline=None)
@given(text(), text())
def test_what_one_alone_has_changed_is_taken_as_it_is(base, now):
    assert merge(base, now, now).text == now
    assert merge(base, base, now).text == now
    assert merge(base, now, base).text == now
    assert merge(base, now, base).is_clean


@settings(max_examples=300, deadline=None)
@given(text(), text())
def test_the_marks_give_back_both_texts(old, new):
    found = marks(old, new)
    assert "".join(m.text for m in found if m.kind != "del") == new
    assert "".join("".join(m.text.split()) for m in found if m.kind != "ins") == "".join(old.split())


def test_changes_in_different_sentences_go_together():
    mine = BASE.replace("måndagar", "måndagar och onsdagar")
    theirs = BASE.replace("en mottagning", "en ny mottagning")
    merged = merge(BASE, mine, theirs)
    assert merged.is_clean
    assert merged.text == BASE.replace("måndagar", "måndagar och onsdagar").replace("en mottagning", "en ny mottagning")


def test_a_new_paragraph_goes_together_with_a_change_in_the_one_before():
    mine = BASE + "\n\nKommunen bidrar med lokal."
    theirs = BASE.replace("varje höst", "varje vår")
    merged = merge(BASE, mine, theirs)
    assert merged.text == theirs + "\n\nKommunen bidrar med lokal."


def test_two_who_change_the_same_words_are_told_and_neither_is_chosen():
    merged = merge(BASE, BASE.replace("måndagar", "tisdagar"), BASE.replace("måndagar", "fredagar"))
    assert merged.clashes == [Clash(" måndagar.", " tisdagar.", " fredagar.")]
    assert "fredagar. tisdagar." in merged.both


def test_two_new_paragraphs_in_the_same_place_are_a_clash_and_both_can_be_had():
    merged = merge("A", "A\n\nMitt", "A\n\nDeras")
    assert not merged.is_clean
    assert merged.both == "A\n\nDeras\n\nMitt"


def test_a_paragraph_written_anew_is_not_mixed_with_others_words():
    theirs = BASE.replace("i Ekby", "i centrala Ekby")
    mine = (
        "Mottagningen är stängd i år men vi har en telefonlinje i Ekby för den som behöver.\n\n" + BASE.split("\n\n")[1]
    )
    assert not merge(BASE, mine, theirs).is_clean


def test_texts_as_long_as_a_field_takes_are_merged_in_a_moment():
    """A field full of one word, and one full of different words: matched word by word the first took minutes."""
    for base in ("ord " * 5000, " ".join(f"ord{n}" for n in range(3000)), "ett två tre " * 1600):
        began = time.monotonic()
        merge(base, base.replace("ord", "mitt"), f"{base} slut")
        marks(base, base[::-1])
        assert time.monotonic() - began < 5
