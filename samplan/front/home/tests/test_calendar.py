import re
from datetime import date

import pytest
from django.urls import reverse

from samplan.foundation.core.offers import Event
from samplan.front.home.calendar_file import as_calendar

LONG = "Möte med alla som är överens, utom en; " * 4
EVENTS = [
    Event(
        date(2026, 11, 2),
        date(2026, 12, 11),
        "Årsuppföljning; del 1, allt",
        "round",
        "/norr/x/",
        "rad 1\nrad 2 \\ slut",
    ),
    Event(date(2026, 6, 20), date(2026, 6, 20), LONG, "meeting"),
]


def unfolded(text):
    return text.replace("\r\n ", "")


def test_lines_end_with_crlf_and_hold_at_most_75_bytes(monday):
    text = as_calendar("Året", EVENTS, "http://x/")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "".join(lines).encode().decode() == "".join(lines)


def test_what_was_folded_and_escaped_comes_back_whole(monday):
    lines = unfolded(as_calendar("Året", EVENTS, "http://x/")).split("\r\n")
    summaries = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
    read = [re.sub(r"\\([;,\\])", r"\1", text) for text in summaries]
    assert read == ["Årsuppföljning; del 1, allt", LONG]
    assert "DESCRIPTION:rad 1\\nrad 2 \\\\ slut" in lines


def test_a_whole_day_ends_the_day_after(monday):
    lines = as_calendar("Året", EVENTS, "http://x/").split("\r\n")
    assert "DTSTART;VALUE=DATE:20261102" in lines
    assert "DTEND;VALUE=DATE:20261212" in lines
    assert "URL:http://x/norr/x/" in lines


def test_the_same_event_keeps_its_identity_and_two_alike_get_one_each(monday):
    def identities(events):
        return re.findall(r"UID:(.*)\r\n", unfolded(as_calendar("Året", events, "http://x/")))

    first = identities(EVENTS)
    moved = Event(date(2026, 6, 27), date(2026, 6, 27), LONG, "meeting")
    assert identities([EVENTS[0], moved]) == first
    assert len(set(identities([EVENTS[1], moved]))) == 2


@pytest.mark.django_db
def test_the_file_is_fetched_from_the_start_page_by_who_belongs_to_the_county(client, cast, offered, monday):
    offered.events = EVENTS
    address = reverse("home:calendar", args=[cast.norr.slug])
    assert client.get(address).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
    client.force_login(cast.contact)
    assert address in client.get(reverse("home:start", args=[cast.norr.slug])).content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "samplan-norrlunda-2026.ics" in response["Content-Disposition"]
    assert response.content.decode().count("BEGIN:VEVENT") == 2
