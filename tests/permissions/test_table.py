"""The table of doors as a page, and the doors themselves."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from samplan.foundation.core.doors import Outcome, gather
from samplan.foundation.people.visitors import EVERYONE, SIGNED_OUT, outcomes

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_permissions_is_made_from_the_code_as_it_is():
    done = subprocess.run([sys.executable, "tools/permissions.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("door", gather(settings.ROOMS).values(), ids=lambda door: door.name)
def test_a_door_says_what_every_visitor_meets_and_never_refuses_those_who_are_not_signed_in(door):
    """403 would tell somebody unknown that there is something there."""
    every = [door.outcomes, door.saves or {}, *(each.outcomes for each in door.situations.values())]
    for met in filter(None, every):
        assert met.keys() == EVERYONE
        assert all(met[key] != Outcome.REFUSED for key in SIGNED_OUT)


def test_a_visitor_that_does_not_exist_is_no_key_to_a_door():
    with pytest.raises(ValueError, match="kontaktperson"):
        outcomes(inside={"kontaktperson"})
