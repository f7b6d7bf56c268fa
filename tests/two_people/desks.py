"""People at their desks: each has a page open, writes words that nobody else writes, and saves. All over HTTP, as a browser does."""

import itertools
import re

import lxml.html
from django.test import Client

from samplan.work.questionnaires.models import Answer

SECTION = "/svar/{}/avsnitt/{}/"
MAIN = "text"  # what the field is called in most forms
COUNT = itertools.count(1)


def words(text):
    return set(re.findall(r"ord\d+", text))


class Desk:
    """One person with one form open."""

    def __init__(self, user, address, stands, main=MAIN, fill=None):
        """`main`: the field that is written in; `fill`: what else has to be filled in before it can be saved."""
        self.client, self.address, self.stands = Client(), address, stands
        self.main, self.fill = main, fill or {}
        self.client.force_login(user)
        self.acknowledged, self.mine = set(), set()
        self.ever_shown = set()  # also before the page was opened anew
        self.open()

    def open(self):
        self._show(self.client.get(self.address))

    def _show(self, response):
        page = lxml.html.fromstring(response.content.decode())
        assert response.status_code in (200, 409), response.status_code
        self.form = page.xpath('//input[@name="seen"]/ancestor::form')[0]
        self.shown = words(page.text_content() + " ".join(page.xpath("//@value")))
        self.ever_shown |= self.shown
        self.is_told = response.status_code == 409
        for name, value in self.fill.items():
            if not self.form.fields[name]:
                self.form.fields[name] = value

    @property
    def text(self):
        return self.form.fields[self.main] or ""

    def type(self, place):
        word = f"ord{next(COUNT)}"
        parts = self.text.split()
        parts.insert(place % (len(parts) + 1), word)
        self.form.fields[self.main] = " ".join(parts)
        self.mine.add(word)

    def take(self, which):
        """«Använd min», «Använd deras», «Ta med båda»: only on a page that shows two texts."""
        buttons = self.form.xpath(f'.//button[@name="take"][starts-with(@value, "{which}:")]/@value')
        if self.is_told and buttons:
            self._show(self._post({"take": buttons[0]}))

    def _post(self, more=()):
        data = {}
        for name, value in self.form.form_values():
            data.setdefault(name, []).append(value)
        return self.client.post(self.address, {**data, **dict(more)})

    def save(self):
        before, sent = words(self.stands()), words(self.text)
        response = self._post()
        if response.status_code == 409:
            assert words(self.stands()) == before, "a stale save wrote something"
            self._show(response)
            assert sent <= self.shown, "words of the one who was late are not on the page"
            assert before <= self.shown, "words that stand are not shown to the one who was late"
            return
        assert response.status_code == 302, response.status_code
        now = words(self.stands())
        assert sent <= now, "said to be saved, and is not there"
        assert before - now <= self.shown, "overwritten unseen"
        self.acknowledged |= sent
        self.open()


class AnswerDesk(Desk):
    """One person who answers a question: the page's script saves, and is told in JSON."""

    def __init__(self, user, asked, question):
        self.asked, self.question, self.number = asked, question, question.section.position
        super().__init__(user, SECTION.format(asked.pk, self.number), self._stands)

    def _stands(self):
        stored = Answer.objects.filter(response=self.asked.response, question=self.question).first()
        return stored.text if stored else ""

    def open(self):
        page = lxml.html.fromstring(self.client.get(self.address).content.decode())
        block = page.get_element_by_id(f"q{self.question.pk}")
        self.base = block.xpath(".//textarea")[0].text_content().strip()
        self.written, self.revision = self.base, int(block.get("data-revision"))
        self.page, self.seq, self.shown, self.their = f"page{next(COUNT)}", 0, words(self.base), None
        self.ever_shown |= self.shown

    @property
    def text(self):
        return self.written

    def type(self, place):
        word = f"ord{next(COUNT)}"
        parts = self.written.split()
        parts.insert(place % (len(parts) + 1), word)
        self.written = " ".join(parts)
        self.mine.add(word)

    def take(self, which):
        if self.their is None:
            return
        mine = self.written
        self.written = {"mine": mine, "theirs": self.their["text"], "both": self.their["both"]}[which]
        self.revision, self.base, self.their = self.their["revision"], self.their["text"], None

    def save(self):
        if self.their is not None:
            return  # the page sends nothing before one is chosen
        before, sent = words(self.stands()), words(self.written)
        self.seq += 1
        data = {"question": self.question.pk, "choice": "", "text": self.written, "revision": self.revision}
        address = f"/svar/{self.asked.pk}/spara/"
        response = self.client.post(address, {**data, "base": self.base, "client": self.page, "seq": self.seq})
        reply = response.json()
        if response.status_code == 409:
            assert words(self.stands()) == before, "a stale save wrote something"
            self.their = reply
            self.shown |= words(reply["html"])
            self.ever_shown |= self.shown
            assert before | sent <= self.shown
            return
        assert response.status_code == 200, reply
        now = words(self.stands())
        assert sent <= now, "said to be saved, and is not there"
        assert before - now <= self.shown, "overwritten unseen"
        self.revision, self.base = reply["revision"], self.written
        self.acknowledged |= sent
