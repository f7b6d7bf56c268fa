from datetime import date

import pytest
import time_machine

from samplan.foundation.core import offers

TODAY = date(2026, 11, 23)  # a Monday


@pytest.fixture
def monday():
    with time_machine.travel("2026-11-23 09:00 +0100", tick=False):
        yield TODAY


class Offered:
    """What the rooms offer, as lists that a test fills. Stands in for the rooms, whose own tests show what they give."""

    def __init__(self):
        self.todo, self.watch, self.events, self.search = [], [], [], []
        self.asked = []

    def table(self):
        def give(kind):
            def offer(*args):
                self.asked.append((kind, args))
                return list(getattr(self, kind))

            return offer

        return {kind: [give(kind)] if hasattr(self, kind) else [] for kind in offers.KINDS}


@pytest.fixture
def offered(monkeypatch):
    given = Offered()
    monkeypatch.setattr(offers, "_table", given.table())
    return given
