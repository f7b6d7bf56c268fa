"""Every form, and every address, is given what nobody should send. Whatever comes back, it is never our own failure.

SAMPLAN_PROVE asks much more, with another seed each day; SAMPLAN_SEED repeats a run (it is in the failure's message).
"""

import os
import random
import re
from datetime import date
from html import unescape
from http.cookies import SimpleCookie

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samplan.foundation.core import doors
from samplan.foundation.people.visitors import VISITORS
from tests.permissions.cases import cases_of
from tests.permissions.test_every_address import as_list, undone
from tests.permissions.world import build, sign_in

ADDRESSES = doors.addresses(configured.ROOMS)
ROOMS = sorted({address.name.rpartition(":")[0] for address in ADDRESSES})
OUTSIDE = [
    "",
    "people",
    "rounds",
]  # where also those without an account post something: asked each time, all in the long proofs
PROVE = bool(os.environ.get("SAMPLAN_PROVE"))
SEED = int(os.environ.get("SAMPLAN_SEED") or (f"{date.today():%Y%m%d}" if PROVE else "20260101"))
WHO = {"coordinator": 1, "link_answer": 1}  # how many bodies of each sort
if PROVE:
    WHO = {"coordinator": 8, "contact": 6, "link_answer": 4, "public": 3, "manager": 3, "administrator": 3, "reader": 2}
AS_JSON = {"Accept": "application/json"}
NASTY = [
    "",
    " ",
    "\x00",
    "Älg\x00lav",
    "\ud800",
    "‮\u200bgnäll",
    "👩🏽‍🔬" * 50,
    "x" * 60_000,
    "-1",
    "0",
    "9e999",
    "NaN",
    "²",
    "١٢",
    "1_000",
    str(2**31),
    str(2**63),
    "9" * 400,
    "0000-00-00",
    "2026-02-30",
    "99999-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-11-22T25:61",
    "null",
    "[]",
    "{}",
    '{"a":' * 200,
    "true",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "a@b",
    "%s%(x)s%n",
    "19121212-1212",
    "1,2,,3",
    "on",
]
JSONS = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"1e999",
    b'{"a":' * 5000,
    b'{"value": {"x": []}}',
    b"\xff\xfe",
    b'{"text": "\\ud800"}',
]
FILES = [
    b"",
    b"\x00" * 100,
    b"PK\x03\x04rubbish",
    b"%PDF-1.7\nrubbish",
    b"a;b\n" * 10,
    "å;ä\n1;2\n".encode("latin-1"),
    b"\xef\xbb\xbf",
]


@pytest.fixture
def world(cast, settings):
    settings.DEMO = settings.DEBUG = False
    return build(cast)


def fields_of(response):
    """The names of the page's fields, with a value each is offered with."""
    if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
        return {}
    page = response.content.decode()
    tags = re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", page)
    fields = {}
    for tag in tags:
        if name := re.search(r'\bname="([^"]+)"', tag):
            value = re.search(r'\bvalue="([^"]*)"', tag)
            fields[unescape(name[1])] = unescape(value[1]) if value else ""
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def bodies(dice, fields, times):
    """What to post: all nasty, one nasty at a time, twice the same name, files where text is expected, JSON, broken parts."""
    names = dice.sample(list(fields), min(len(fields), 60)) or ["text", "name", "pk"]
    for _ in range(times):
        yield {name: dice.choice(NASTY) for name in names}
    for _ in range(times):
        chosen = dice.choice(names)
        yield {**fields, chosen: dice.choice(NASTY)}
    yield {**fields, dice.choice(names): [dice.choice(NASTY), dice.choice(NASTY)], "unknown": "x", "": "y"}
    yield {**fields, dice.choice(names): SimpleUploadedFile("x\x00.docx", dice.choice(FILES))}
    yield {**fields, "file": SimpleUploadedFile("p" * 300 + ".xlsx", dice.choice(FILES))}


def raw_bodies(dice):
    yield dice.choice(JSONS), "application/json"
    yield b'--x\r\nContent-Disposition: form-data; name="a', "multipart/form-data; boundary=x"
    yield b"a=%FF%FE&b=%00&" + b"c&" * 50, "application/x-www-form-urlencoded; charset=nonsense"
    yield b"\x00\x01", "application/x-unheard-of"


def say(send, told):
    """Sends, takes back what was written, and keeps what failed."""
    with undone():
        try:
            response = send()
        except UnicodeEncodeError:  # the test's own client can't write a lone surrogate on the line
            return None
        if response.status_code >= 500:
            told.append(f"{response.status_code} {response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}")
        elif not response.streaming and b"Traceback (most recent" in response.content:
            told.append(f"trace in {response.request['PATH_INFO']}")
        return response


def query(dice, names):
    return {name: dice.choice(NASTY[:6] + NASTY[8:]) for name in [*names, "q", "sida", "page", "plan", "ar"]}


def is_shut(response):
    """A closed door reads nothing of what is sent."""
    return response is not None and (
        response.status_code in (401, 403, 404, 405) or "next=" in response.get("Location", "")
    )


def try_case(client, url, dice, told, times=8):
    page = say(lambda: client.get(url), told)
    fields = fields_of(page) if page is not None else {}
    if is_shut(page) and is_shut(say(lambda: client.post(url), told)):
        return
    before = len(told)
    say(lambda: client.get(url, query(dice, fields)), told)
    for body in bodies(dice, fields, times):
        say(lambda body=body: client.post(url, body), told)
        if len(told) > before:
            told[-1] += f"  with {dict((k, str(v)[:40]) for k, v in body.items())}"
            before = len(told)
    for body, kind in raw_bodies(dice):
        say(lambda body=body, kind=kind: client.generic("POST", url, body, kind, headers=AS_JSON), told)


@pytest.mark.slow
@pytest.mark.postgresql_only
@pytest.mark.timeout(900)
@pytest.mark.parametrize("room", ROOMS if PROVE else OUTSIDE)
def test_no_form_and_no_address_makes_us_fail(room, world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
    cases, told, dice = cases_of(world), [], random.Random(SEED)
    mine = [a for a in ADDRESSES if a.name.rpartition(":")[0] == room]
    for visitor in [v for v in VISITORS if v.key in WHO]:
        client = Client(raise_request_exception=False)
        sign_in(world, client, visitor)
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        for address in mine:
            for case in as_list(cases.get(address.name, []))[: 2 if PROVE else 1]:
                url = reverse(address.name, kwargs=case.kwargs)
                try_case(client, url, dice, told, WHO[visitor.key])
                client.cookies = SimpleCookie(kept)
    assert not told, f"seed {SEED}: {len(told)} failures of our own:\n" + "\n".join(sorted(set(told))[:40])


@pytest.mark.slow
@pytest.mark.postgresql_only
def test_no_argument_in_an_address_makes_us_fail(world):
    cases, told = cases_of(world), []
    client = Client(raise_request_exception=False)
    sign_in(world, client, next(v for v in VISITORS if v.key == "coordinator"))
    for address in ADDRESSES:
        for case in as_list(cases.get(address.name, []))[:1]:
            for name, value in case.kwargs.items():
                wrong = [2**31, 2**63, 0, 10**30] if isinstance(value, int) else ["finns-inte", "å" * 500, "å", "a"]
                for other in wrong if PROVE else wrong[1:2]:
                    try:
                        url = reverse(address.name, kwargs={**case.kwargs, name: other})
                    except Exception:  # not an address at all
                        continue
                    say(lambda url=url: client.get(url), told)
                    say(lambda url=url: client.post(url), told)
    assert not told, "\n".join(sorted(set(told))[:40])


def test_a_form_that_trusts_what_it_is_sent_is_found(db, settings):
    settings.ROOT_URLCONF = "tests.security.faulty"
    told = []
    try_case(Client(raise_request_exception=False, enforce_csrf_checks=False), "/x/", random.Random(SEED), told)
    assert any("500 POST /x/" in line for line in told)
