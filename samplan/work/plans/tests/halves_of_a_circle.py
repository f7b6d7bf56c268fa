"""Two people each add one half of a circle in the same moment, in a process of its own on a real database: one gets through."""

import threading
from datetime import date
from types import SimpleNamespace

import django

ROUNDS = 12


def main():
    from django.db import connection

    from samplan.foundation.people.models import County, User
    from samplan.work.plans import actions
    from samplan.work.plans.actions.contributing import Circular
    from samplan.work.plans.models import Contribution

    from .making import make_plan

    by = User.objects.create_user(email="karin@example.org", name="Karin Prov")
    norr = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    _, nodes = make_plan(SimpleNamespace(norr=norr, coordinator=by), valid_from=date(2025, 1, 1))
    halves = [(nodes["s11"], nodes["v1"]), (nodes["v1"], nodes["s11"])]
    wrong = []
    for _ in range(ROUNDS):
        start, told = threading.Barrier(2), []

        def one(half, start=start, told=told):
            start.wait()
            try:
                actions.add_contribution(source=half[0], target=half[1], evidence="", by=by)
                told.append("saved")
            except Circular:
                told.append("circle")
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=[half]) for half in halves]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        if sorted(told) != ["circle", "saved"] or Contribution.objects.count() != 1:
            wrong.append((told, list(Contribution.objects.values_list("source", "target"))))
        Contribution.objects.all().delete()
    return wrong


if __name__ == "__main__":
    django.setup()
    if found := main():
        raise SystemExit(f"{found}")
