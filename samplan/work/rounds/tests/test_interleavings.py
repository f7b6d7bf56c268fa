"""Two open pages, letters lost, late and twice, in any order: no word that anybody typed is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samplan.work.questionnaires.models import Answer
from samplan.work.rounds import actions
from samplan.work.rounds.actions import Conflict
from samplan.work.rounds.writers import Writer

pytestmark = pytest.mark.django_db

writer = st.integers(min_value=0, max_value=1)
step = st.tuples(
    st.sampled_from(["type", "save", "reply lost", "send later", "deliver", "deliver twice", "reload"]), writer
)


class Page:
    """What answer.js does with one question, in a few lines: a text, the revision it stands on, and letters to the server."""

    count = 0

    def __init__(self, name, opened):
        self.name, self.opened, self.words, self.typed, self.on_the_way = name, opened, [], [], []
        self.sent_seq = self.seq = 0
        self.reload()

    def reload(self):
        if self.words != getattr(self, "acknowledged", []):
            return  # unsent words stay in the browser: the page is not empty-handed
        stored = Answer.objects.filter(response=self.opened.ekby.response).first()
        self.words = stored.text.split() if stored else []
        self.acknowledged = list(self.words)
        self.revision = stored.revision if stored else 0
        Page.count += 1
        self.client = f"{self.name}-{Page.count}"

    def type(self):
        word = f"{self.name}{len(self.typed)}"
        self.typed.append(word)
        self.words.append(word)
        self.seq += 1

    def letter(self):
        return list(self.words), self.revision, self.client, self.seq

    def send(self, letter):
        words, revision, client, seq = letter
        return actions.save_answer(
            request=self.opened.ekby,
            question=self.opened.questions["1.1"],
            choice="",
            text=" ".join(words),
            revision=revision,
            by=Writer(self.name),
            client=client,
            seq=seq,
        )

    def save(self):
        if self.words == self.acknowledged:
            return True  # nothing new: a page sends no more
        letter = self.letter()
        outcome = self.send(letter)
        if isinstance(outcome, Conflict):
            theirs = outcome.text.split()
            self.words = theirs + [w for w in self.words if w not in theirs]  # «Lägg ihop texterna»
            self.revision = outcome.revision
            self.seq += 1
            return False
        self.revision, self.acknowledged = outcome.revision, letter[0]
        return True

    def do(self, what):
        if what == "type":
            self.type()
        elif what == "save":
            self.save()
        elif what == "reply lost":
            self.send(self.letter())
        elif what == "send later":
            self.on_the_way.append(self.letter())
        elif what.startswith("deliver") and self.on_the_way:
            letter = self.on_the_way[0]
            if what == "deliver":
                self.on_the_way.pop(0)
            self.send(letter)
        elif what == "reload":
            self.reload()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=20, max_size=60))
def test_no_word_is_lost_whatever_the_order(opened, steps):
    """Found: a late letter from a page was saved over a newer one when the count was not looked at."""
    Answer.objects.filter(response=opened.ekby.response).delete()
    pages = [Page("a", opened), Page("b", opened)]
    for what, who in steps:
        pages[who].do(what)
    for page in pages:
        for _attempt in range(3):
            if page.save():
                break
    stored = Answer.objects.filter(response=opened.ekby.response).first()
    words = stored.text.split() if stored else []
    assert sorted(words) == sorted(pages[0].typed + pages[1].typed)
