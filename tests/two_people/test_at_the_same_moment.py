import os
import subprocess
import sys

import pytest
from django.conf import settings

from samplan.foundation.core.tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_of_four_who_save_in_the_same_moment_one_gets_through_and_three_are_told(tmp_path):
    """Fails when the version is compared before the row is held (planted: the comparison moved above the lock in edit_node)."""
    environment = {
        **os.environ,
        "SAMPLAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samplan.settings",
        "SAMPLAN_LOG": "ERROR",
    }
    own_database(tmp_path, environment)
    command = [sys.executable, "-m", "tests.two_people.race"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
