"""Four people write in that somebody pays 40 per cent of an activity, in the same moment, on a real database: two get through."""

import os
import sys
import threading

import django


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    from samplan.foundation.people.models import County
    from samplan.work.activities.actions import NewActivity, create_activity

    county = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    wrong = []
    for turn in range(5):
        new = NewActivity(title=f"Mottagning {turn}")
        activity = create_activity(county=county, edition=None, activity=new, by=None)
        told = race(activity)
        shares = list(activity.actors.values_list("share", flat=True))
        if shares != [40, 40] or sorted(told) != ["refused", "refused", "saved", "saved"]:
            wrong.append((turn, shares, told))
    print(wrong)
    sys.exit(bool(wrong))


def race(activity):
    start, told = threading.Barrier(4), []

    def one(number):
        from django.db import connection

        from samplan.work.activities.actions.parties import add_party
        from samplan.work.activities.states import NotAllowed

        start.wait()
        try:
            add_party(activity=activity, role="funder", text=f"Betalar {number}", share=40, by=None)
            told.append("saved")
        except NotAllowed:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


if __name__ == "__main__":
    main()
