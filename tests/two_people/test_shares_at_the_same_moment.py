import os
import subprocess
import sys

import pytest
from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def test_shares_stay_within_the_whole_and_answers_are_one_however_many_write_at_once(tmp_path):
    """Planted: add_party that looks before it holds the activity, or a `_held` of evaluating or telling without
    `select_for_update`, fails here on PostgreSQL. SQLite lets one write at a time. One database for both: making it takes longest."""
    environment = {
        **os.environ,
        "SAMPLAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "SAMPLAN_LOG": "ERROR",
    }
    own_database(tmp_path, environment)
    for race in ("shares", "answers"):
        command = [sys.executable, "-m", f"tests.two_people.race_of_{race}"]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=90, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr[-2000:]
