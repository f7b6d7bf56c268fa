import os
import subprocess
import sys

import pytest
from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def test_what_cannot_both_stand_never_comes_to_be_however_two_hurry(tmp_path):
    """Two editions at once, bodies or programmes in a circle, two matters of one edition, activities gone up in each other.
    Planted, on PostgreSQL: set_sub_activities() and merge() without the county held, adopt() without the plan held, edit_body() without the county held, or the edition's matter asked
    for before the edition is held — each fails here. SQLite lets one write at a time."""
    environment = {
        **os.environ,
        "SAMPLAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "SAMPLAN_LOG": "ERROR",
    }
    own_database(tmp_path, environment)
    command = [sys.executable, "-m", "tests.two_people.race_of_decisions"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
