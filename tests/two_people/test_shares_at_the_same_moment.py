import os
import subprocess
import sys

import pytest
from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def test_shares_never_make_more_than_the_whole_however_many_write_them_at_once(tmp_path):
    """Planted: add_party that looks before it holds the activity fails here on PostgreSQL. SQLite lets one write at a time."""
    environment = {
        **os.environ,
        "SAMPLAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "SAMPLAN_LOG": "ERROR",
    }
    own_database(tmp_path, environment)
    command = [sys.executable, "-m", "tests.two_people.race_of_shares"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
