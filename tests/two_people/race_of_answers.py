"""A question is answered twice and taken away, and a line of a plan told, dropped and taken away, in the same moment: one deed gets through."""

import os
import sys
import threading
from datetime import date

import django


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    from samplan.foundation.people.models import County, Organisation
    from samplan.work.activities.actions import NewActivity, create_activity

    county = County.objects.create(code="92", name="Söderskär", slug="soderskar")  # not the one of the shares
    ekby = Organisation.objects.create(county=county, kind="municipality", name="Ekby kommun", short_name="Ekby")
    wrong = []
    for turn in range(5):
        activity = create_activity(county=county, edition=None, activity=NewActivity(title=f"Team {turn}"), by=None)
        for told in (race(deeds_of_question(activity, ekby)), race(deeds_of_message(activity, ekby))):
            if sorted(told) != ["refused", "refused", "saved"]:
                wrong.append((turn, told))
    print(wrong)
    sys.exit(bool(wrong))


def deeds_of_question(activity, organisation):
    from samplan.work.delivery.actions import evaluating

    row = evaluating.ask_question(
        activity=activity, text="Hjälpte det?", due=date(2027, 1, 1), organisation=organisation, who="", by=None
    )
    seen = evaluating.mark_of_answer(row)
    return [
        lambda: evaluating.answer_question(question=row, answer="Ja", seen=seen, by=None),
        lambda: evaluating.answer_question(question=row, answer="Nej", seen=seen, by=None),
        lambda: evaluating.remove_question(question=row, by=None),
    ]


def deeds_of_message(activity, organisation):
    from samplan.work.delivery.actions import telling

    facts = {"audience": "Unga", "text": "Vi har öppet", "channel": "1177", "on": date(2027, 1, 1), "who": ""}
    row = telling.add_message(activity=activity, organisation=organisation, by=None, **facts)
    return [
        lambda: telling.mark_told(message=row, on=date(2026, 1, 1), by=None),
        lambda: telling.drop_message(message=row, why="Ingen kom", by=None),
        lambda: telling.remove_message(message=row, by=None),
    ]


def race(deeds):
    start, told = threading.Barrier(len(deeds)), []

    def one(deed):
        from django.db import connection

        from samplan.foundation.core.stale import Stale
        from samplan.work.activities.states import NotAllowed

        connection.ensure_connection()  # nobody starts late because of that
        start.wait()
        try:
            deed()
            told.append("saved")
        except (NotAllowed, Stale):
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


if __name__ == "__main__":
    main()
