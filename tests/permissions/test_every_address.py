"""Every address is asked for as every kind of visitor, by GET and by POST, and what comes back is what the table of doors says."""

import logging
import os
import re
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.template.backends.django import Template as DrawnTemplate
from django.test import Client
from django.urls import reverse

from samplan.foundation.core import doors
from samplan.foundation.core.doors import Outcome
from samplan.foundation.people.models import Role
from samplan.foundation.people.visitors import VISITORS, elsewhere
from samplan.front.privacy.views import files

from .cases import cases_of
from .world import build, sign_in

ADDRESSES = doors.addresses(configured.ROOMS)
DOORS = doors.gather(configured.ROOMS)
ROOMS = sorted({address.name.rpartition(":")[0] for address in ADDRESSES})
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
COUNTY_SELF = {"county", "form", "part"}  # arguments that are no objects


class Undo(Exception):
    pass


@contextmanager
def undone():
    """Whatever the request wrote is taken back: no order between requests can matter."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def ask(client, url, method, data):
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with undone():
        response = client.post(url, data) if method == "post" else client.get(url)
        code, location = response.status_code, response.headers.get("Location", "")
    client.cookies = SimpleCookie(kept)
    return code, location


def outcome(code, location):
    if code >= 500:
        return f"{code}!"
    target = urlsplit(location)
    to_sign_in = code == 302 and target.path == reverse("account_login") and "next=" in target.query
    if code == 401 or to_sign_in:
        return Outcome.SIGN_IN
    return {403: Outcome.REFUSED, 404: Outcome.HIDDEN}.get(code, Outcome.IN)


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are what is asked for here."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(cast, settings, monkeypatch):
    """Files are printed as one byte each, and pages not at all but in the long proofs: who is let in is asked for here, some
    thousand times, not what the page holds. Every page is drawn for those who see it in tests/site."""
    if not os.environ.get("SAMPLAN_PROVE"):
        monkeypatch.setattr(DrawnTemplate, "render", lambda self, context=None, request=None: "")
    settings.DEMO = settings.DEBUG = False
    for name in ("render_pdf", "render_word"):
        monkeypatch.setattr(f"samplan.insight.reports.views.{name}", lambda document, template=None: b"%")
        monkeypatch.setattr(f"samplan.work.plans.views.documents.{name}", lambda document, template=None: b"%")
    monkeypatch.setattr("samplan.insight.reports.open_views.render_pdf", lambda document: b"%")
    for kind, (_printer, content_type) in files.PRINTERS.items():
        monkeypatch.setitem(files.PRINTERS, kind, (lambda document: b"%", content_type))
    return build(cast)


def test_every_address_stands_behind_a_door_that_the_table_knows():
    unstamped = [f"{a.name}  {a.route}" for a in ADDRESSES if not a.door]
    assert not unstamped, (
        "No door. Put a decorator of an access.py outermost on the view (people.access: in_county, as_coordinator, "
        "as_administrator, signed_in, open_to_all …), or name a borrowed view in BORROWED:\n" + "\n".join(unstamped)
    )
    unknown = sorted({f"{a.door} ({a.name})" for a in ADDRESSES if a.door not in DOORS})
    assert not unknown, "Declare these in DOORS of the access.py that stamps them:\n" + "\n".join(unknown)


def test_every_address_has_a_way_to_be_asked_for(world):
    missing = sorted(
        {f"{a.name}  {a.route}" for a in ADDRESSES}
        - {f"{a.name}  {a.route}" for a in ADDRESSES if a.name in cases_of(world)}
    )
    assert not missing, (
        "New address. Add a line with real arguments to tests/permissions/cases.py (and, if it needs a new object, make "
        "one through the room's actions in world.py), so that it is walked as every visitor:\n" + "\n".join(missing)
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("room", ROOMS)
def test_every_visitor_meets_what_the_table_says(room, world, settings):
    cases = cases_of(world)
    mine = [a for a in ADDRESSES if a.name.rpartition(":")[0] == room and a.name in cases]
    wrong = []
    for visitor in visitors():
        client = Client(raise_request_exception=False)
        sign_in(world, client, visitor)
        for address in mine:
            for case in as_list(cases[address.name]):
                for method in methods(visitor, address):
                    expected = DOORS[address.door].outcomes_of(case.situation, post=method == "post")[visitor.key]
                    met, _code = meet(client, address, case, method, settings)
                    if met != expected:
                        wrong.append(
                            f"{visitor.key}: {method.upper()} {address.name} {case.situation} is {met}, not {expected}"
                        )
    assert not wrong, f"{len(wrong)} differ from the table of doors:\n" + "\n".join(wrong)


def visitors():
    """Every ninth on PostgreSQL and the others on SQLite, in the ordinary run: the same code decides about doors on both. All of
    them on both in the long proofs."""
    if os.environ.get("SAMPLAN_PROVE"):
        return VISITORS
    return [v for n, v in enumerate(VISITORS) if (n % 9 == 6) == (connection.vendor == "postgresql")]


def methods(visitor, address):
    """Both in the long proofs. Else one per visitor and address, and the other on the other database."""
    if os.environ.get("SAMPLAN_PROVE"):
        return ("get", "post")
    turn = VISITORS.index(visitor) + ADDRESSES.index(address) + (connection.vendor == "postgresql")
    return ("get", "post")[turn % 2 :][:1]


def as_list(cases):
    return cases if isinstance(cases, list) else [cases]


def meet(client, address, case, method, settings):
    url = reverse(address.name, kwargs=case.kwargs) + (f"?{case.query}" if case.query else "")
    before = {name: getattr(settings, name) for name in case.settings}
    for name, value in case.settings.items():
        setattr(settings, name, value)
    code, location = ask(client, url, method, case.data)
    for name, value in before.items():
        setattr(settings, name, value)
    return outcome(code, location), code


@pytest.mark.slow
def test_one_county_s_address_never_opens_the_other_s_things(world, settings):
    """The other county's coordinator asks for our objects under their own county's address."""
    cases, wrong = cases_of(world), []
    client = Client(raise_request_exception=False)
    sign_in(world, client, next(v for v in VISITORS if v.key == elsewhere(Role.Kind.COORDINATOR)))
    walked = 0
    for address in ADDRESSES:
        objects = set(ARGUMENT.findall(address.route)) - COUNTY_SELF
        if "county" not in ARGUMENT.findall(address.route) or not objects:
            continue
        for case in as_list(cases.get(address.name, [])):
            case.kwargs = {**case.kwargs, "county": world.cast.soder.slug}
            for method in ("get", "post"):
                walked += 1
                met, code = meet(client, address, case, method, settings)
                if met != Outcome.HIDDEN and not (met == Outcome.IN and code == 405):
                    wrong.append(f"{method.upper()} {address.name} {case.situation} is {met}")
    assert walked > 50
    assert not wrong, "\n".join(wrong)
