"""No column that holds who somebody is can be forgotten: the extract, a correction and an erasure go by the same lists."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from samplan.foundation.people.models import Person, User
from samplan.work.rounds import personal as rounds

WHO = re.compile(
    r"(^|_)(name|email|mail|to|phone|by|person|actor|reader|title|browser|user_agent|ip|address|officer|contact)(_|$)"
)

# Taken care of by name, outside the lists of places.
BY_HAND = {
    "people.User": "people.personal.erase and correct: the account",
    "people.Person": "people.personal.erase and correct: the register",
    "outbox.Mail": "outbox.personal: letters to the person are emptied, others lose the name",
    "history.Event": "history.actions.erase_person: the chain accepts it",
    "history.Reading": "history.actions.erase_person",
    "socialaccount.SocialAccount": "deleted with the account",
    "mfa.Authenticator": "deleted with the account",
    "account.EmailAddress": "deleted with the account",
    "usersessions.UserSession": "ended and deleted with the account",
}
# Names of other things than people, or of nobody.
NOBODY = {
    "reports.Report": {"title": "the report's"},
    "followup.ColumnMapping": {"name": "the mapping's; personal numbers are not remembered"},
    "activities.Activity": {"title": "the activity's", "title_key": "the activity's"},
    "plans.Plan": {"title": "the plan's", "title_key": "the plan's", "owner_name": "the body that keeps the plan"},
    "plans.Edition": {"title": "the edition's", "source_name": "the document's"},
    "plans.Publication": {"decided_by": "a body; the form refuses the names in the register"},
    "plans.Tier": {"name": "the tier's"},
    "plans.Node": {"title": "the node's", "title_key": "the node's"},
    "rounds.Round": {"title": "the round's", "title_key": "the round's"},
    "questionnaires.Form": {"title": "the form's"},
    "questionnaires.Section": {"title": "the section's"},
    "people.County": {"name": "the county's", "name_key": "the county's"},
    "people.Organisation": {"name": "the organisation's", "short_name": "", "name_key": ""},
    "people.Unit": {"name": "the unit's", "name_key": "the unit's"},
    "people.FormerName": {"name": "an organisation's"},
    "people.Place": {"name": "a town's or a district's", "name_key": "a town's or a district's"},
    "governance.Body": {"name": "a body's", "short_name": "a body's", "name_key": "a body's"},
    "governance.Matter": {"title": "the matter's", "title_key": "the matter's"},
    "activities.Post": {"title": "the post's"},
    "activities.Rescoping": {"decided_by": "a body"},
    "activities.ActivityDocument": {"title": "the document's"},
    "activities.SavedView": {"user": "how an account looks at a list: deleted with its county or by itself", "name": "the view's"},
    "activities.ReportingPoint": {"name": "the day's"},
    "delivery.Guide": {"title": "the guide's"},
    "delivery.GuideStep": {"title": "the step's"},
    "delivery.Site": {"name": "a town's, a district's or an operation's"},
    "delivery.Milestone": {"title": "the milestone's"},
    "plans.EditStep": {"title": "the part's"},
    "plans.Lineage": {"from_title": "the part's"},
    "plans.Suggestion": {"title": "the vision's"},
    "plans.Input": {"title": "the input's"},
    "plans.MissingPart": {"title": "the annex's"},
    "plans.Evaluation": {"title": "the evaluation's", "by_whom": "a body or an organisation"},
    "plans.Dispatch": {"to": "an organisation's"},
    "plans.Process": {"title": "the process's"},
    "plans.ProcessStep": {"title": "the step's"},
    "plans.Relation": {"title": "the document's", "publisher": "an authority"},
    "terms.Vocabulary": {"name": "the list's", "name_key": "the list's"},
    "files.StoredFile": {"name": "the file's", "uploaded_by_id": "an id of a nameless account"},
    "auth.Permission": {"name": "Django's", "codename": "Django's"},
    "auth.Group": {"name": "Django's"},
    "socialaccount.SocialApp": {"name": "the provider's"},
    "privacy.Controller": {
        "name": "the authority's", "contact": "a duty, published by the authority", "officer": "a duty, published",
        "officer_contact": "a duty, published",
    },
}  # fmt: skip


def places():
    for room in settings.ROOMS:
        for module in (f"{room}.personal", f"{room}.offers"):
            if find_spec(module):
                yield from getattr(import_module(module), "PLACES", ())


def columns_about_people():
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        for column in model._meta.concrete_fields:
            points = isinstance(column, models.ForeignKey) and column.related_model in (User, Person)
            texts = models.CharField | models.TextField | models.BigIntegerField | models.GenericIPAddressField
            speaks = isinstance(column, texts) and not column.choices and WHO.search(column.name)
            if points or speaks:
                yield model, column


def is_covered(model, column):
    named = {
        name for place in places() if place.model is model for name in (*place.columns, place.user, place.by_email)
    }
    names = {column.name, column.attname} | (
        {f"{column.name}__user_id"} if isinstance(column, models.ForeignKey) else set()
    )
    return bool(named & names)


def forgotten():
    return [
        f"{model._meta.label}.{column.name}"
        for model, column in columns_about_people()
        if model._meta.label not in BY_HAND
        and column.name not in NOBODY.get(model._meta.label, {})
        and not is_covered(model, column)
    ]


def test_every_column_that_says_who_somebody_is_is_on_a_list():
    """Found the weekly letter's tables the day they were made."""
    assert forgotten() == [], "add a Place to the room's personal.py, or the reason here"


def test_a_place_that_is_taken_away_is_missed(monkeypatch):
    left = [place for place in rounds.PLACES if place.model._meta.object_name != "Helper"]
    monkeypatch.setattr(rounds, "PLACES", left)
    assert forgotten() == ["rounds.Helper.name", "rounds.Helper.email", "rounds.Helper.asked_by_name"]


def test_every_room_offers_what_it_knows_about_people():
    """Found the outbox's offers overwritten, with the lists beside them and nobody asking."""
    for room in settings.ROOMS:
        if find_spec(f"{room}.personal"):
            known, offers = import_module(f"{room}.personal"), import_module(f"{room}.offers")
            for name in ("personal_data", "erase", "correct", "retention", "processing"):
                assert getattr(known, name, None) is getattr(offers, name, None), f"{room}: {name}"


def test_the_lists_hold_nothing_that_is_gone():
    labels = {model._meta.label for model in apps.get_models()}
    assert set(BY_HAND) <= labels
    for label, names in NOBODY.items():
        assert set(names) <= {f.name for f in apps.get_model(label)._meta.concrete_fields}, label


@pytest.mark.parametrize("place", list(places()), ids=lambda p: f"{p.model._meta.label}:{p.name or p.user or p.email}")
def test_every_place_names_columns_that_are_there_and_says_why(place, db):
    names = {f.name for f in place.model._meta.concrete_fields} | {f.attname for f in place.model._meta.concrete_fields}
    assert set(place.columns) | ({place.at} - {""}) | set(place.ends) <= names
    assert str(place.kind)
    assert str(place.why)
    list(place.rows(User(pk=1, name="Sara Prov", email="sara@example.org")).select_related(*place.related))
