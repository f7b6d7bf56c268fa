"""Four people save the same form in the same moment, in a process of its own on a real database: exactly one gets through."""

import os
import sys
import threading

import django


def race(save, stands, seen):
    """Each of four saves on top of `seen`; gives what is wrong, if anything."""
    start, told = threading.Barrier(4), {}

    def one(number):
        from django.db import connection

        from samplan.foundation.core.stale import Stale

        start.wait()
        try:
            save(f"ord{number}", seen)
            told[number] = "saved"
        except Stale:
            told[number] = "told"
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    winners = [f"ord{n}" for n, outcome in told.items() if outcome == "saved"]
    right = len(told) == 4 and len(winners) == 1 and stands() == winners[0]
    return [] if right else [(told, stands())]


def cases(w):
    from samplan.insight.analysis.actions import save_analysis
    from samplan.insight.reports import actions as reports
    from samplan.work.activities import actions as activities
    from samplan.work.plans import actions as plans

    by, node, activity, report = w.by, w.draft_node, w.activity, w.draft_report
    question = w.compiled_question

    def fresh(row):
        row.refresh_from_db()
        return row

    def edit_node(text, seen):
        plans.edit_node(node=node, number="", title="Titel", text=text, parent=node.parent, seen=seen, by=by)

    def edit_activity(text, seen):
        facts = {name: getattr(activity, name) for name in activities.changes.TEXTS} | {"text": text}
        activities.edit_activity(activity=activity, node_ids=[], actors=[], seen=seen, by=by, **facts)

    def analyse(text, seen):
        save_analysis(round=w.closed, question=question, text=text, data_version="", revision=seen, by=by)

    def write(text, seen):
        reports.save_part(report=report, part="summary", text=text, revision=seen, data_version="", by=by)

    def rename(text, seen):
        reports.edit_report(report=report, title=text, sender="", diary_number="", seen=seen, by=by)

    def own(text, seen):
        activities.set_owner(activity=activity, owner=None, owner_person=text, seen=seen, by=by)

    def part(name):
        saved = report.texts.filter(part="summary").first()
        return getattr(saved, name) if saved else 0

    def analysis(name):
        return getattr(w.closed.analyses.get(question=question), name)

    return {
        "node": (edit_node, lambda: fresh(node).text, lambda: plans.mark_of_node(fresh(node))),
        "activity": (edit_activity, lambda: fresh(activity).text, lambda: activities.mark_of_activity(fresh(activity))),
        "analysis": (analyse, lambda: analysis("text"), lambda: analysis("revision")),
        "part": (write, lambda: part("text"), lambda: part("revision")),
        "report": (rename, lambda: fresh(report).title, lambda: reports.mark_of_report(fresh(report))),
        "owner": (own, lambda: fresh(activity).owner_person, lambda: activities.mark_of_owner(fresh(activity))),
    }


def later_cases(w):
    """The forms whose first save makes the row: two at once for the first time must meet in it."""
    from samplan.foundation.people.models import User
    from samplan.front.privacy import actions as privacy
    from samplan.front.privacy import queries
    from samplan.work.plans.actions import replying
    from samplan.work.plans.models import Reply
    from samplan.work.questionnaires.models import Answer
    from samplan.work.rounds import actions as rounds
    from samplan.work.rounds.models import Request

    by, nils, key = w.by, w.cast.other_contact, "outbox.letters"
    entered = Request.objects.get(round=w.open, organisation=w.cast.alby)

    def fresh(row):
        return type(row).objects.get(pk=row.pk)

    def contact(text, seen):
        rounds.change_contact(request=w.asked, name=text, email="sara@example.org", seen=seen, by=by)

    def behalf(text, seen):
        answers = {w.asked_question.pk: ("", text)}
        day = w.open.opens_on
        rounds.enter_on_behalf(
            request=fresh(entered), source="phone", source_date=day, answers=answers, seen=seen, by=by
        )

    def correct(text, seen):
        facts = {"name": nils.name, "email": nils.email, "reason": "Begäran"}
        privacy.correct_person(user=nils, title=text, seen=seen, by=by, **facts)

    def time(text, seen):
        privacy.set_time(kept=queries.kept_as(key), days=400, decision=text, seen=seen, by=by)

    def controller(text, seen):
        facts = {name: "" for name in privacy.FACTS} | {"name": text}
        privacy.set_controller(seen=seen, by=by, **facts)

    def answer(text, seen):
        replying.give_reply(referral=w.referral, answer=w.opinion, outcome="noted", text=text, seen=seen, by=by)

    def written():
        row = queries.controller()
        return row if row.pk else type(row)()

    return {
        "contact": (contact, lambda: fresh(w.asked).contact_name, lambda: rounds.mark_of_contact(fresh(w.asked))),
        "behalf": (
            behalf,
            lambda: Answer.objects.get(response=entered.response, question=w.asked_question).text,
            lambda: rounds.mark_of_behalf(fresh(entered)),
        ),
        "person": (
            correct,
            lambda: User.objects.get(pk=nils.pk).title,
            lambda: privacy.mark_of_person(fresh(nils)),
        ),
        "time": (time, lambda: queries.kept_as(key).decision, lambda: privacy.mark_of_time(queries.kept_as(key))),
        "reply": (
            answer,
            lambda: fresh(w.opinion).reply.text,
            lambda: replying.mark_of_reply(Reply.objects.filter(answer=w.opinion).first()),
        ),
        "controller": (controller, lambda: written().name, lambda: privacy.mark_of_controller(written())),
    }


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "samplan.settings"
    django.setup()
    import conftest
    from tests.permissions.world import build

    w = build(conftest.cast._get_wrapped_function()(None))
    wrong = {}
    for name, (save, stands, seen) in {**cases(w), **later_cases(w)}.items():
        for _turn in range(4):
            wrong.setdefault(name, []).extend(race(save, stands, seen()))
            save("mellan", seen())  # so that the next turn's words are new
    print({name: found for name, found in wrong.items() if found})
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
