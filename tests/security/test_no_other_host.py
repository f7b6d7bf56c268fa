"""Neither the pages nor the worker talk to any other machine than the one mail goes to."""

import os
import re
import sys
from html import unescape

import pytest
from django.core.management import call_command

from samplan.foundation.outbox.actions import enqueue
from samplan.foundation.people.models import Role
from samplan.front.home.management.commands.worker import Command as Worker

MOST_PAGES = 220 if os.environ.get("SAMPLAN_PROVE") else 70
heard: list[tuple] = []
listening = False


def listen(event, arguments):
    if listening and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        heard.append((event, arguments))


sys.addaudithook(listen)  # can't be taken away; silent unless `listening`


@pytest.fixture
def ears():
    global listening
    heard.clear()
    listening = True
    yield heard
    listening = False


def crawl(client, start):
    """Every page that links lead to from here, with its status."""
    waiting, seen = [start], {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address, follow=True)
        seen[address] = response.status_code
        body = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)', body.decode())
            waiting += [unescape(link) for link in links if not link.startswith(("/static/", "/konto/logga-ut"))]
    return seen


def hosts(said):
    places = [arguments[1] if event != "socket.getaddrinfo" else arguments for event, arguments in said]
    return {str(place[0]) for place in places if isinstance(place, tuple)}


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_pages_and_worker_connect_to_nothing_but_the_mail_server(client, smtp, settings, transactional_db, ears):
    settings.DEMO = True
    call_command("demo", verbosity=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for kind in ("coordinator", "contact"):
        user = Role.objects.filter(kind=kind, user__is_active=True).order_by("pk").first().user
        client.force_login(user)
        seen = crawl(client, "/")
        assert len(seen) > 20
        assert {status for status in seen.values() if status >= 500} == set()
    enqueue(to="sara@example.org", subject="Prov", text="Hej.", kind="test.letter")
    Worker().turn()
    assert smtp.to("sara@example.org")
    assert ("127.0.0.1", smtp.port) in [a[1] for e, a in ears if e == "socket.connect"], "the ears do not hear"
    assert hosts(ears) <= {"127.0.0.1", "localhost"}
