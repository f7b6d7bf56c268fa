import os
import subprocess
import sys

import pytest
from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def test_a_report_is_never_approved_and_changed_nor_a_gate_passed_twice_however_two_hurry(tmp_path):
    """Planted, on PostgreSQL: the deeds of actions/ending.py without the activity held, or pass_gate without the milestone held.
    SQLite lets one write at a time."""
    environment = {
        **os.environ,
        "SAMPLAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "SAMPLAN_LOG": "ERROR",
    }
    own_database(tmp_path, environment)
    command = [sys.executable, "-m", "tests.two_people.race_of_reports"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
