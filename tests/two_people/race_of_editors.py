"""Five people write in a plan of many parts at once, each in a process of its own: nothing acknowledged is lost, the tree is sound.

race_of_editors.py make <parts>         → the edition's id
race_of_editors.py write <edition> <n> <deeds>  → one line for each title that was acknowledged; last its waits
"""

import json
import random
import sys
import time

import django


def make(parts):
    from samplan.foundation.people.models import County, User
    from samplan.work.plans import actions
    from samplan.work.plans.models import Node

    county = County.objects.create(code="91", name="Norrlunda", slug="norrlunda")
    for n in range(5):
        User.objects.create_user(email=f"skribent{n}@example.org", name=f"Skribent {n}", password=None)
    tiers = [actions.NewTier(f"Nivå {n}", "outcome") for n in range(1, 7)]
    made = actions.create_edition(
        county=county, title="Plan", valid_from=None, valid_to=None, tiers=tiers, nodes=[], by="Prov"
    )
    edition, levels = made.edition, list(made.edition.tiers.all())
    above = {-1: None}
    for n in range(parts):
        depth = 0 if n % 40 == 0 else 1 if n % 8 == 1 else 2
        node = Node(edition=edition, tier=levels[depth], parent=above[depth - 1], position=n + 1, title=f"Del {n}")
        node.save()
        above[depth] = node
    print(edition.pk)


def write(edition_id, number, deeds):
    from samplan.foundation.core.stale import Stale
    from samplan.foundation.people.models import User
    from samplan.work.plans import actions, drafting
    from samplan.work.plans.models import Edition, Node
    from samplan.work.plans.states import NotAllowed

    edition, by = Edition.objects.get(pk=edition_id), User.objects.get(email=f"skribent{number}@example.org")
    chance, kept, waits = random.Random(number), {}, []

    def one(what, node):
        if what == "add":
            title = f"Ny {number}-{len(waits)}"
            made = actions.add_node(
                edition=edition, tier=node.tier, parent=node.parent, after=node, number="", title=title, text="", by=by
            )
            kept[made.pk] = title
        elif what == "write":
            mine = Node.objects.get(pk=chance.choice([*kept]))
            title = f"{mine.title} {len(waits)}"
            seen = actions.mark_of_words(mine)
            actions.write_node(node=mine, number="", title=title, text="", seen=seen, by=by)
            kept[mine.pk] = title
        elif what in ("up", "down"):
            actions.move_node(node=node, up=what == "up", by=by)
        else:
            {"in": actions.indent_node, "out": actions.outdent_node}[what](node=node, by=by)

    for _ in range(deeds):
        ids = list(edition.nodes.values_list("pk", flat=True))
        node = edition.nodes.select_related("tier", "parent").get(pk=chance.choice(ids))
        since = drafting.version(edition)
        what = chance.choice(["add", "up", "down", "in", "out", *["write"] * bool(kept)])
        began = time.monotonic()
        try:
            one(what, node)
            drafting.news(edition, since)
        except (NotAllowed, Stale):
            continue
        finally:
            waits.append(time.monotonic() - began)
    print(json.dumps({"kept": kept, "waits": waits}))


def look(edition_id):
    """The tree as it came to be: what is wrong with it, and every title by id."""
    from samplan.work.plans.models import Edition

    depth, wrong = {None: -1}, []
    nodes = list(Edition.objects.get(pk=edition_id).nodes.order_by("position"))
    for place, node in enumerate(nodes, start=1):
        if node.position != place or node.parent_id not in depth:
            wrong.append((place, node.position, node.pk))
        depth[node.pk] = 0
    print(json.dumps({"wrong": wrong, "titles": {node.pk: node.title for node in nodes}}))


if __name__ == "__main__":
    django.setup()
    {"make": make, "write": write, "look": look}[sys.argv[1]](*map(int, sys.argv[2:]))
