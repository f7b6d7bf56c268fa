from datetime import timedelta

import icalendar
import pytest

from samplan.foundation.outbox.models import Mail
from samplan.work.rounds import actions

from .conftest import make_request, make_round

pytestmark = pytest.mark.django_db


def event(mail):
    assert mail.attachment_type == "text/calendar; method=PUBLISH"
    [found] = icalendar.Calendar.from_ical(bytes(mail.attachment)).walk("VEVENT")
    return found


def test_the_invitation_brings_the_last_day_and_more_time_moves_it(cast):
    round = make_round(cast)
    request = make_request(round, cast.ekby, cast.contact, cast.manager)
    actions.open_round(round=round, by=cast.coordinator)
    invited = event(Mail.objects.get(kind="rounds.invitation"))
    assert invited.decoded("dtstart") == request.last_day
    assert round.title in str(invited["summary"])
    later = round.closes_on + timedelta(days=7)
    actions.extend(round=round, closes_on=later, by=cast.coordinator)
    moved = event(Mail.objects.get(kind="rounds.more_time"))
    assert (moved["uid"], moved.decoded("dtstart")) == (invited["uid"], later)
    assert int(moved["sequence"]) > int(invited["sequence"])


def test_the_file_holds_no_link(cast):
    round = make_round(cast)
    make_request(round, cast.ekby, cast.contact, cast.manager)
    actions.open_round(round=round, by=cast.coordinator)
    mail = Mail.objects.get(kind="rounds.invitation")
    assert "/svar/" in mail.text
    assert b"/svar/" not in bytes(mail.attachment)


def test_a_round_letter_says_its_county_and_what_its_button_does(cast):
    round = make_round(cast)
    request = make_request(round, cast.ekby, cast.contact, cast.manager)
    actions.open_round(round=round, by=cast.coordinator)
    actions.ask_helper(request=request, name="Hjälp Prov", email="hjalp@example.org", by=cast.contact)
    invitation, helping = Mail.objects.get(kind="rounds.invitation"), Mail.objects.get(kind="rounds.help")
    assert (invitation.county_code, invitation.is_private, helping.is_private) == ("91", False, True)
    assert ">Öppna svaret</a>" in invitation.html
    assert ">Öppna frågorna</a>" in helping.html
