"""Swedish is the source; English is complete, compiled and right where people see it.

tools/messages.sh collects the texts and compiles them: run it when a test here says that a text is missing.
"""

import ast
import gettext
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.translation.template import templatize

from samplan.foundation.core import dates
from samplan.foundation.core.templatetags import swedish
from samplan.foundation.core.text import fold
from samplan.foundation.terms.models import Vocabulary
from samplan.insight.analysis.models import OwnAnalysis
from samplan.insight.followup.importing import WORDS
from samplan.insight.reports.actions import start_report
from samplan.insight.reports.models import ReportText
from samplan.work.activities.models import Activity, ActivityState, Actor, Post, ReportingPoint
from samplan.work.delivery.models import Milestone
from samplan.work.plans.models import Tier
from samplan.work.questionnaires.models import Answer, Form, Question, Section
from samplan.work.rounds.models import Round

from .site import pages
from .test_house import python_code, templates

FOLDER = Path(__file__).parents[1] / "samplan/locale/en/LC_MESSAGES"
MARKERS = {
    "_": 0, "_l": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0,
    "pgettext": 1, "pgettext_lazy": 1, "npgettext": 1,
}  # fmt: skip
HOLDER = re.compile(r"%\(\w+\)[sd]|%%s|%s|\{[^{}]+\}")
LETTERS = 8  # fewer of its own, and a text with something filled in may be anything
CONTEXT = "\x04"  # between a context and its text, as gettext keeps them


@dataclass(frozen=True)
class Entry:
    key: str
    plural: str
    said: tuple[str, ...]
    flags: str

    @property
    def source(self):
        return self.key.split(CONTEXT)[-1]


def entries():
    found = []
    for block in (FOLDER / "django.po").read_text().split("\n\n"):
        parts, flags, name = {}, "", ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags += line
            elif match := re.match(r"(msg[a-z_]+(?:\[\d\])?) (\".*\")$", line):
                name = match[1]
                parts[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[name] += ast.literal_eval(line)
        if parts.get("msgid"):
            key = parts["msgctxt"] + CONTEXT + parts["msgid"] if "msgctxt" in parts else parts["msgid"]
            said = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
            found.append(Entry(key, parts.get("msgid_plural", ""), said, flags))
    return found


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def marked_in(path):
    """The texts that a file gives to gettext; a template is first made into the calls that Django collects from it."""
    if path.suffix == ".py":
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        for call in calls:
            place = MARKERS.get(name_of(call))
            if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                context = call.args[0].value + CONTEXT if place else ""
                yield context + call.args[place].value
    else:
        text = r"u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
        for match in re.finditer(rf"\b(?:n?gettext|_)\({text}", templatize(path.read_text())):
            yield ast.literal_eval(match[1])


def test_every_text_in_the_code_is_collected():
    collected = {entry.key for entry in entries()}
    mails = Path(__file__).parents[1].glob("samplan/**/templates/**/*.txt")
    missing = [
        f"{path.name}: {text}"
        for path in [*python_code(), *templates(), *mails]
        for text in marked_in(path)
        if text not in collected
    ]
    assert missing == [], "run tools/messages.sh and translate"


def test_every_text_is_said_in_english():
    missing = [e.key for e in entries() if not all(e.said) or bool(e.plural) != (len(e.said) == 2)]
    assert missing == []
    assert [e.key for e in entries() if "fuzzy" in e.flags] == []


def test_placeholders_agree():
    """A placeholder that is not there breaks the page; one left out loses a name or a number."""
    wrong = []
    for entry in entries():
        sources = [entry.source, entry.plural or entry.source]
        for source, said in zip(sources, entry.said, strict=False):
            if Counter(HOLDER.findall(source)) != Counter(HOLDER.findall(said)):
                wrong.append((source, said))
    assert wrong == []


def test_spaces_around_a_text_are_kept():
    edges = re.compile(r"^\s*|\s*$")
    wrong = [e.key for e in entries() if any(edges.findall(e.source) != edges.findall(said) for said in e.said)]
    assert wrong == []


def test_what_is_compiled_is_what_is_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    written = {}
    for entry in entries():
        for number, said in enumerate(entry.said):
            written[(entry.key, number) if entry.plural else entry.key] = said
    assert {key: text for key, text in compiled.items() if key} == written


def test_no_swedish_letters_in_english():
    """Names of what is looked for in Swedish texts, and the words a letter's own text is filled with, stay."""
    kept = re.compile(r"\{[^}]+\}|“anhöriga?”")
    wrong = [said for entry in entries() for said in entry.said if re.search("[åäöÅÄÖ]", kept.sub("", said))]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "short", "long", "heading", "numbers"),
    [
        ("sv", "25 nov 2031", "25 november 2031", "Tisdag 25 november 2031", "10\u00a0660,5"),
        ("en", "25 Nov 2031", "25 November 2031", "Tuesday 25 November 2031", "10,660.5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(language, short, long, heading, numbers):
    day = date(2031, 11, 25)
    with translation.override(language):
        assert (dates.day(day), dates.long_day(day), swedish.weekday_day(day)) == (short, long, heading)
        assert swedish.number(10660.5, 1) == numbers


def test_the_words_of_a_choice_are_translated():
    with translation.override("en"):
        assert str(ActivityState.State.ONGOING.label) == "Under way"
        assert str(Activity.Kind.ASSIGNMENT.label) == "Assignment"
    with translation.override("sv"):
        assert [str(kind.label) for kind in (Activity.Kind.ASSIGNMENT, ActivityState.State.ONGOING)] == [
            "Uppdrag",
            "Pågår",
        ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_answers_written_out_are_known_when_read_in(language):
    with translation.override(language):
        assert {WORDS[fold(str(choice.label))] for choice in Answer.Choice} == set(Answer.Choice)


def test_what_is_kept_is_in_swedish_whoever_made_it(cast, db):
    round = Round.objects.create(
        county=cast.norr,
        form=Form.objects.create(title="Uppföljning"),
        title="Uppföljning",
        year=2030,
        opens_on=date(2030, 11, 1),
        closes_on=date(2030, 12, 1),
        owner=cast.coordinator,
    )
    with translation.override("en"):
        assert start_report(round=round, by=cast.coordinator).title == "Årsrapport 2030"


class Texts(HTMLParser):
    """What a reader sees or hears: whole texts between tags, and the attributes that are read out. Not what is said to be in another
    language, and not the lines that a drawing breaks a title into."""

    HEARD = ("aria-label", "alt", "title", "placeholder", "data-label")
    VOID = {"input", "meta", "link", "br", "img", "hr", "path", "use", "circle", "rect", "line"}

    def __init__(self):
        super().__init__()
        self.found, self.other, self.silent = [], 0, 0
        self.language = "en"

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given["lang"]
        opened = tag not in self.VOID
        if opened and (self.other or given.get("lang", self.language) != self.language):
            self.other += 1
        if tag in {"script", "style", "tspan"}:
            self.silent += 1
        if not self.other:
            heard = [given.get(name) for name in self.HEARD]
            heard += [value for name, value in attributes if name.startswith("data-") and name not in self.HEARD]
            self.found += [" ".join(value.split()) for value in heard if value]

    def handle_endtag(self, tag):
        self.other -= 1 if self.other and tag not in self.VOID else 0
        self.silent -= 1 if self.silent and tag in {"script", "style", "tspan"} else 0

    def handle_data(self, data):
        if not self.other and not self.silent and data.strip():
            self.found.append(" ".join(data.split()))


def written_by_people():
    """Texts of the demo that happen to be the interface's words too."""
    kept = {*Tier.objects.values_list("name", flat=True), *Section.objects.values_list("title", flat=True)}
    kept |= set(Vocabulary.objects.values_list("name", flat=True))
    kept |= {title for model in (Milestone, Post) for title in model.objects.values_list("title", flat=True)}
    kept |= {*ReportingPoint.objects.values_list("name", flat=True)}
    for question in Question.objects.all():
        kept |= {question.text, question.help}
    kept |= {
        text for model in (Actor, OwnAnalysis, ReportText) for text in model.objects.values_list("text", flat=True)
    }
    return kept


def stored():
    """Everything that is written in the database: the texts, longest first."""
    found = set()
    for model in apps.get_models():
        if model.__module__.startswith("samplan."):
            for field in model._meta.get_fields():
                if isinstance(field, CharField | TextField):
                    found |= {" ".join(text.split()) for text in model.objects.values_list(field.name, flat=True)}
    return sorted(found, key=len, reverse=True)


def patterns(sources):
    """Texts with something filled in, as they would look filled in; those with next to no words of their own are left out."""
    said = [HOLDER.split(source) for source in sources if HOLDER.search(source)]
    telling = [parts for parts in said if len(re.findall(r"\w", "".join(parts))) >= LETTERS]
    return re.compile("|".join(".*?".join(map(re.escape, parts)) for parts in telling), re.S)


@dataclass(frozen=True)
class Frame:
    """The interface's Swedish: whole texts, and texts with something filled in that is not taken from the database."""

    words: set[str]
    filled: re.Pattern
    kept: list[str]

    def holds(self, text):
        if text in self.words:
            return True
        if not self.filled.fullmatch(text):
            return False
        for own in self.kept:
            if len(own) > LETTERS:
                text = text.replace(own, "")
        return bool(self.filled.fullmatch(text)) and not any(text in own for own in self.kept)


def swedish_left(client, shown, frame):
    left = []
    for one in shown:
        reader = Texts()
        response = client.get(one.url)
        reader.feed(response.content.decode())
        assert reader.found, one.name
        left += sorted({f"{one.name}: {text}" for text in reader.found if frame.holds(text)})
    return left


def frame_of_the_demo():
    words = {text for entry in entries() for text in (entry.source, entry.plural) if text}
    words -= {said for entry in entries() for said in entry.said}
    return Frame(words - written_by_people(), patterns(words), stored())


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_no_swedish_is_left_on_the_pages_in_english(client, settings):
    settings.DEMO = True
    call_command("demo", verbosity=0)
    client.cookies["language"] = "en"
    writing, waiting = pages.in_state("writing"), pages.in_state("with_manager")
    walks = [
        (pages.coordinator(), pages.coordinator_pages()),
        (pages.contact(writing.organisation.short_name), pages.writer_pages(writing)),
        (pages.manager(waiting.organisation.short_name), pages.manager_pages(waiting)),
    ]
    frame = frame_of_the_demo()  # after the pages: some of what they show is made for them
    left = swedish_left(client, pages.open_pages(), frame)
    for user, shown in walks:
        client.force_login(user)
        client.cookies["language"] = "en"
        left += swedish_left(client, shown, frame)
    assert left == []


@pytest.mark.django_db
def test_the_search_for_swedish_finds_it_where_it_is(client):
    client.cookies["language"] = "sv"
    left = swedish_left(client, [pages.Page("sign-in", "/konto/logga-in/")], frame_of_the_demo())
    assert {"sign-in: Logga in", "sign-in: Lösenord"} <= set(left)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "unknown", "required"),
    [
        (
            "sv",
            "Adressen och lösenordet hör inte ihop. Pröva igen, eller få en kod i mejl.",
            "Detta fält måste fyllas i.",
        ),
        (
            "en",
            "The address and the password don’t go together. Try again, or get a code by email.",
            "This field is required.",
        ),
    ],
)
def test_the_texts_of_the_libraries_come_in_both_languages(client, language, unknown, required):
    client.cookies["language"] = language
    wrong = client.post("/konto/logga-in/", {"login": "nobody@example.org", "password": "wrong-password"})
    empty = client.post("/konto/logga-in/", {"login": "", "password": "x"})
    assert unknown in wrong.content.decode()
    assert required in empty.content.decode()
