"""Every page can be found: by links from the start page, for those who may see it; and the menu says where one stands.

Found: the log of all letters and the log of reads, which nothing led to; and the pages of handing over and of what
nobody has in hand, on which no entry of the menu was marked.
"""

import os
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from samplan.foundation.core import doors
from samplan.foundation.people import visitors
from samplan.foundation.people.models import Role
from tests.permissions.cases import cases_of
from tests.permissions.world import build, sign_in

OF_EACH = 6  # pages of one address: a list of forty activities leads to the same sort of page forty times
FROM_EACH = 4  # … and from one page
MOST = 1500
COORDINATOR, ADMINISTRATOR = visitors.in_own(Role.Kind.COORDINATOR), visitors.ADMINISTRATOR

# Pages that nothing links to, with the reason.
SIGNING_IN = "for somebody who is not signed in, or a step on the way in"
IN_PLACE = "Mitt konto has all of it on one page"
NEXT_STEP = "the page a button leads to, after a file or a step before it"
MANY_CHANGES = "the page shows the last ones; the link comes when there are more"
FORM = "the form itself stands on another page; this one shows it again with its faults"
LED_TO_OTHERWISE = {
    "home:digest_end": "the weekly letter's own link",
    "people:welcome": "after an invitation is accepted",
    "people:invitation": "the invitation's own link",
    "rounds:link": "the request's own link",
    "account_logout": "a button in the menu",
    **dict.fromkeys(("account_inactive", "account_reset_password", "account_reset_password_done"), SIGNING_IN),
    **dict.fromkeys(("account_reset_password_from_key", "account_reset_password_from_key_done"), SIGNING_IN),
    **dict.fromkeys(("socialaccount_connections", "socialaccount_login_cancelled"), SIGNING_IN),
    **dict.fromkeys(("mfa_index", "mfa_list_webauthn", "mfa_generate_recovery_codes"), IN_PLACE),
    **dict.fromkeys(("followup:audience", "followup:times", "followup:preview", "followup:import_columns"), NEXT_STEP),
    **dict.fromkeys(("activities:import_save", "activities:exchange_review", "people:register_review"), NEXT_STEP),
    **dict.fromkeys(("activities:history", "followup:history", "reports:history"), MANY_CHANGES),
    **dict.fromkeys(("people:organisation_history", "plans:node_history", "governance:body_history"), MANY_CHANGES),
    **dict.fromkeys(("terms:word_review", "terms:national_word_review"), NEXT_STEP),
    "activities:assess": "from an activity whose plan works with perspectives; none in this world does",
    "plans:tell_replies": "from a referral that is closed and answered; this world's is open",
    **dict.fromkeys(("people:alias_add", "people:membership_add", "people:level_member_add"), FORM),
    **dict.fromkeys(("terms:spelling_add", "terms:national_spelling_add"), FORM),
    "activities:nominate": FORM,
    "activities:sub_activities": "from a programme; there is none in this world",
    "activities:take_back": "from an activity that has gone up in another or was divided; none in this world has",
    "people:own_consent": "on Mitt konto of those who represent users",
    **dict.fromkeys(("privacy:address", "privacy:erase_address"), "after a search for an address that has no account"),
    "plans:take_back": "from the state of an edition that is on referral; there is none in this world",
    "rounds:response": "coordinators: from the round; others read the answers by question, in the compilation",
    "followup:drop_imported": "from a round read in from a file and closed; this world's is not closed",
    "rounds:mine": "those who write answers; coordinators ask",
}
# Links that an administrator who coordinates nothing is shown and may not follow: what the person to be erased has in hand.
DEAD_FOR_ADMINISTRATORS = re.compile(r" on /personuppgifter/\d+/ta-bort/$")


@dataclass
class Walk:
    reached: set[str] = field(default_factory=set)
    unmarked: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)


@pytest.fixture
def world(cast, settings):
    settings.DEMO = settings.DEBUG = False
    return build(cast)


def name_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk(client):
    """Follows links as somebody would, not more than a few to each sort of page."""
    done, waiting, seen, often = Walk(), deque([("/", "")]), {"/"}, Counter()
    while waiting and sum(often.values()) < MOST:
        address, source = waiting.popleft()
        name = name_of(urlsplit(address).path)
        if often[name] >= OF_EACH or name == "account_logout":
            continue
        often[name] += 1
        response = client.get(address)
        if response.status_code in (301, 302):
            found = [response.headers["Location"]]
        elif response.status_code == 200:
            done.reached.add(name)
            page = response.content.decode() if "html" in response.headers["Content-Type"] else ""
            if not is_marked(page):
                done.unmarked.add(f"{name} at {address}")
            # A template is no page until a script fills it in.
            page = re.sub(r"<template\b.*?</template>", "", page, flags=re.DOTALL)
            found = re.findall(r'href="([^"]+)"', page)
        else:
            done.dead.add(f"{address} on {source}")
            continue
        followed = Counter()
        for link in found:
            link = link.replace("&amp;", "&").partition("#")[0]
            if link.startswith("?"):
                link = urlsplit(address).path + link
            if link.startswith("/") and not link.startswith("/static/") and link not in seen:
                followed[name_of(urlsplit(link).path)] += 1
                if followed[name_of(urlsplit(link).path)] <= FROM_EACH:
                    seen.add(link)
                    waiting.append((link, address))
    assert sum(often.values()) < MOST, "the walk did not come to its end"
    return done


def is_marked(page):
    if '<nav class="side"' not in page:
        return True  # the page has a frame without a menu
    return page.split('<nav class="side"', 1)[1].split("</nav>", 1)[0].count('aria-current="page"') == 1


def pages_for(world, client, visitor):
    """The URL names that open for this visitor as a page, by what the doors say and by asking once."""
    table, cases, found = doors.gather(configured.ROOMS), cases_of(world), set()
    for address in doors.addresses(configured.ROOMS):
        asked = cases.get(address.name, [])  # one without a case is told of by the walk of every address
        for case in asked if isinstance(asked, list) else [asked]:
            inside = table[address.door].outcomes_of(case.situation)[visitor] == doors.Outcome.IN
            if not inside or case.situation or case.settings:
                continue
            url = reverse(address.name, kwargs=case.kwargs) + (f"?{case.query}" if case.query else "")
            response = client.get(url)
            if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                found.add(address.name)
    return found


def client_of(world, key):
    client = Client()
    sign_in(world, client, next(v for v in visitors.VISITORS if v.key == key))
    return client


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.skipif(not os.environ.get("SAMPLAN_PROVE"), reason="a long proof: make prove")
@pytest.mark.parametrize("key", [COORDINATOR, ADMINISTRATOR])
def test_every_page_is_led_to_from_the_start_page_and_marked_in_the_menu(world, key):
    walked = walk(client_of(world, key))
    there = pages_for(world, client_of(world, key), key)
    assert len(there) > 40
    assert sorted(there - walked.reached - set(LED_TO_OTHERWISE)) == []
    assert sorted(walked.unmarked) == []
    dead = [one for one in sorted(walked.dead) if key == COORDINATOR or not DEAD_FOR_ADMINISTRATORS.search(one)]
    assert dead == []


def test_no_exception_stands_for_a_page_that_is_gone():
    names = {address.name for address in doors.addresses(configured.ROOMS)}
    assert set(LED_TO_OTHERWISE) <= names
