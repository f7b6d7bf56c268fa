"""Two people each write one half of a circle in the same moment, in a process of its own on a real database: one gets through."""

import threading
from datetime import date

import django

ROUNDS = 8


def two_at_once(doings):
    from django.db import connection

    from samplan.foundation.terms.actions import TermRefused

    start, told = threading.Barrier(2), []

    def one(do):
        start.wait()
        try:
            do()
            told.append("saved")
        except TermRefused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[do]) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def main():
    from samplan.foundation.people.models import County
    from samplan.foundation.terms import actions
    from samplan.foundation.terms.models import Term

    norr = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    words = actions.add_vocabulary(county=norr, kind="methods", name="Metoder", by=None)
    one, other = (actions.add_term(vocabulary=words, text=text, by=None) for text in ("Ett", "Två"))

    def put_under(term, parent):
        facts = {"text": term.text, "code": "", "definition": "", "source": "", "valid_from": None}
        return lambda: actions.edit_term(term=term, seen=None, parent=parent, by=None, **facts)

    def replace(term, by_other):
        return lambda: actions.end_term(term=term, last_day=date(2025, 1, 1), replaced_by=by_other, by=None)

    wrong = []
    for _ in range(ROUNDS):
        for way in (put_under, replace):
            told = two_at_once([way(one, other), way(other, one)])
            if told != ["refused", "saved"]:
                wrong.append((way.__name__, told))
            Term.objects.update(parent=None, replaced_by=None, valid_to=None)
    return wrong


if __name__ == "__main__":
    django.setup()
    if found := main():
        raise SystemExit(f"{found}")
