"""Nobody can write a personal identity number into any text, and nobody loses what else they wrote."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from samplan.foundation.core.plain_text import PlainTextMixin, free_text_fields, plain_posts
from samplan.insight.analysis.models import OwnAnalysis
from samplan.insight.reports.actions import start_report
from samplan.insight.reports.models import ReportText
from samplan.insight.reports.queries import material_of, parts_of

ROOT = Path(settings.BASE_DIR)
NUMBER = "811228-9874"

# Forms with a free text that is never kept, or is a secret.
FREE_FORMS = {
    "samplan.work.plans.forms.FindForm": "a search: nothing is written",
    "samplan.work.activities.forms.FindForm": "a search: nothing is written",
    "samplan.work.activities.report_forms.FindObstaclesForm": "a search: nothing is written",
    "samplan.front.privacy.forms.FindForm": "a search: nothing is written",
    "samplan.foundation.terms.forms.FindForm": "a search: nothing is written",
    "samplan.work.governance.forms.FindBodyForm": "a search: nothing is written",
    "samplan.foundation.people.register_forms.FindPersonForm": "a search: nothing is written",
    "samplan.foundation.people.sign_in_forms.LoginCodeForm": "a code from a letter",
    "samplan.foundation.people.sign_in_forms.PasskeySecondForm": "a key's answer",
    "samplan.foundation.people.sign_in_forms.PasskeyAgainForm": "a key's answer",
    "samplan.foundation.people.sign_in_forms.SecondFactorForm": "a code or a key's answer",
    "samplan.foundation.people.sign_in_forms.PasskeyForm": "a key's answer",
    "samplan.front.home.parts.SampleForm": "the page that shows the components: nothing is written",
}
# Views that read posted texts themselves, without standing behind plain_posts.
READ_BY_HAND = {
    "samplan/work/rounds/views/answering.py": "questionnaires.actions.check refuses each answer by itself",
    "samplan/work/rounds/views/saving.py": "questionnaires.actions.check; the page keeps the text and marks the field",
    "samplan/insight/followup/views/behalf.py": "questionnaires.actions.check, question by question",
    "samplan/foundation/people/views/invitations.py": "inviting.check tells it by row and field",
}
# What is read from the posted form by hand and is no free text: choices, ids, secrets, buttons.
NO_TEXT = {
    "revision", "seq", "client", "choice", "go", "hall", "for", "vem", "ut", "seen", "take", "theme", "next", "user",
    "ready", "content", "visa", "link", "token", "person", "organisation", "ord", "betyder", "gor", "ar", "visad", "klar",
}  # fmt: skip


def every_module():
    for room in settings.ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if {"tests", "migrations", "management"} & set(found.name.split(".")):
                continue
            try:
                yield importlib.import_module(found.name)
            except ModuleNotFoundError as missing:  # what an extra brings, such as SAML
                if str(missing.name).startswith("samplan"):
                    raise


def form_classes():
    list(every_module())
    found, left = set(), [forms.BaseForm]
    while left:
        for one in left.pop().__subclasses__():
            left.append(one)
            if one.__module__.startswith("samplan.") and ".tests." not in one.__module__:
                found.add(one)
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


def lacks_the_check(one):
    """Fields made in __init__ can't be seen on the class, only in its text."""
    writes = free_text_fields(one) or "CharField(" in inspect.getsource(one)
    return writes and not issubclass(one, PlainTextMixin)


def test_every_form_with_a_free_text_has_the_check():
    """Found eleven forms without it the first time, among them the letter of a round and the note to a manager."""
    names = {f"{one.__module__}.{one.__qualname__}": one for one in form_classes()}
    assert len(names) > 20
    unsafe = {name for name, one in names.items() if lacks_the_check(one)}
    assert unsafe - FREE_FORMS.keys() == set(), "put samplan.foundation.core.plain_text.PlainTextMixin first"
    assert FREE_FORMS.keys() - names.keys() == set(), "strike what is gone"


def test_a_form_that_lets_a_field_out_says_which_and_the_field_is_there():
    forms_made = form_classes()
    for one in forms_made:
        for name in one.__dict__.get("numbers_may_stand", ()):
            assert any(name in heir.base_fields for heir in forms_made if issubclass(heir, one)), one


READS = re.compile(r"""POST(?:\[|\.get\(|\.getlist\()f?["']([^"']+)""")
PASSED_ON = re.compile(r"(?<![\w.])_\w+\(\w+\.POST\b")


def views_that_read_by_hand():
    for path in sorted((ROOT / "samplan").glob("*/*/views*")) + sorted((ROOT / "samplan").glob("*/*/views/*.py")):
        if path.suffix != ".py":
            continue
        text = path.read_text()
        names = {name for name in READS.findall(text) if name.rpartition("-")[2].strip("{}") not in NO_TEXT}
        names -= {name for name in names if re.match(r"kolumn-|act-|actor-|with-|kind-|line-", name)}
        if names or PASSED_ON.search(text):
            yield str(path.relative_to(ROOT)), text, names


def test_every_view_that_reads_posted_texts_itself_is_guarded():
    unguarded = {
        place: names
        for place, text, names in views_that_read_by_hand()
        if "@plain_posts" not in text and place not in READ_BY_HAND
    }
    assert unguarded == {}, "put @plain_posts under the door, or use a form"


@pytest.fixture
def karin(client, cast):
    client.force_login(cast.coordinator)
    return client


def test_a_report_text_is_shown_again_to_be_mended(karin, cast, two_years):
    report = start_report(round=two_years[1], by=cast.coordinator)
    part = parts_of(material_of(report))[0].key
    page = karin.post(
        reverse("reports:write", args=["norrlunda", report.pk, part]),
        {"text": f"Första raden\nHej {NUMBER}\nTredje", "revision": "0"},
    )
    shown = page.content.decode()
    assert page.status_code == 422
    assert "(rad 2)" in shown
    assert f"Första raden\nHej {NUMBER}\nTredje</textarea>" in shown
    assert '<input type="hidden" name="revision" value="0">' in shown
    assert not ReportText.objects.filter(text__contains="Hej").exists()


def test_an_analysis_is_shown_again_to_be_mended(karin, two_years):
    question = two_years[1].form.sections.get().questions.first()
    page = karin.post(
        reverse("analysis:question", args=["norrlunda", two_years[1].pk, question.pk]),
        {"text": f"Enligt {NUMBER} är det så", "revision": "0"},
    )
    assert page.status_code == 422
    assert f"Enligt {NUMBER} är det så</textarea>" in page.content.decode()
    assert not OwnAnalysis.objects.exists()


def test_a_sign_that_no_keyboard_writes_is_refused_in_an_analysis(karin, two_years):
    question = two_years[1].form.sections.get().questions.first()
    address = reverse("analysis:question", args=["norrlunda", two_years[1].pk, question.pk])
    assert karin.post(address, {"text": "a\x00b", "seen": "0"}).status_code == 400
    assert not OwnAnalysis.objects.exists()


def test_an_autosave_with_a_number_is_told_which_field(rf):
    seen = []
    view = plain_posts(lambda request: seen.append(request) or HttpResponse("sparat"))
    refused = view(rf.post("/", {"title-a": NUMBER, "other": "ok"}, headers={"X-Autosave": "1"}))
    assert refused.status_code == 422
    assert b'"field": "title-a"' in refused.content
    assert seen == []
    assert view(rf.post("/", {"title-a": "212000-1801"})).content == b"sparat"
