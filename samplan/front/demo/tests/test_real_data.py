"""Made-up people and answers never stand beside real ones."""

import pytest
from django.core.management import CommandError, call_command

from samplan.work.plans.models import Edition


def test_the_demo_is_not_loaded_among_real_data(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Edition.objects.exists()
