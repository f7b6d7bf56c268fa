"""A plan from its first draft to the edition after, as its people do it: in real browsers, with a real SMTP server, over two years."""

import pytest
import time_machine

from samplan.work.activities.models import Carrying

from .living_draft import begin_from_the_template, three_write_at_once
from .living_editions import (
    activities_are_read_in,
    all_is_read_as_it_was,
    begin_the_next_edition,
    the_next_edition_is_adopted,
    the_next_edition_is_changed,
    two_boards_adopt,
)
from .living_people import Person, accounts_and_boards, noon
from .living_referral import all_reply, answer_each_reply, send_on_referral

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def people(browser, live_server, cast, settings):
    """Each at a browser of their own."""
    settings.BASE_URL = live_server.url
    accounts_and_boards(cast)
    pages = [browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900}).new_page() for _ in range(3)]
    yield [
        Person(user, page, live_server.url)
        for user, page in zip((cast.coordinator, cast.editor, cast.manager), pages, strict=True)
    ]
    for page in pages:
        page.context.close()


def test_a_plan_lives_from_its_draft_to_the_edition_after(people, browser, cast, smtp):
    karin, elin, anders = people
    with time_machine.travel(noon(2025, 1, 13)) as clock:
        path = begin_from_the_template(karin, cast)
        three_write_at_once(karin, elin, anders, path)
        clock.move_to(noon(2025, 2, 3))
        send_on_referral(karin, cast, path)
        clock.move_to(noon(2025, 2, 17))
        all_reply(browser, smtp, karin.base)
        clock.move_to(noon(2025, 3, 10))
        answer_each_reply(karin, smtp, path)
        clock.move_to(noon(2025, 4, 14))
        two_boards_adopt(karin, cast, path)
        clock.move_to(noon(2025, 5, 5))
        activities_are_read_in(karin, path)
        clock.move_to(noon(2026, 9, 1))
        following = begin_the_next_edition(karin, path)
        clock.move_to(noon(2026, 9, 15))
        the_next_edition_is_changed(karin, following)
        clock.move_to(noon(2026, 10, 12))
        the_next_edition_is_adopted(karin, following)
    all_is_read_as_it_was(karin, path, following)
    assert Carrying.objects.filter(kind=Carrying.Kind.CARRIED).count() == 20
