"""Every action that writes tells the history of it, itself or through what it calls; or stands here with its reason."""

import ast
import re
from pathlib import Path

import pytest

from samplan.foundation.history.sentences import texts

CODE = Path(__file__).resolve().parents[2] / "samplan"
WRITES = {
    *("save", "create", "bulk_create", "bulk_update", "update", "delete"),
    *("get_or_create", "update_or_create", "create_user"),
}
WITHOUT = {
    "samplan/front/home/digest.py:send_one": "a letter: its row in the outbox is the log",
    "samplan/work/questionnaires/actions.py:write_answer": "a draft as it is typed: history begins when it is handed over",
    "samplan/work/rounds/actions/answers.py:save_answer": "a draft as it is typed: history begins when it is handed over",
    "samplan/work/activities/importing.py:save_decisions": "a review as it is done: history begins when it is saved",
    "samplan/work/activities/actions/changes.py:touch": "part of changing a state and of reporting, which tell",
    "samplan/work/activities/actions/moving.py:keep_moves": "part of changing the activity, which tells",
    "samplan/work/rounds/actions/people.py:renew_link": "the owner of a link asks for it again: the links' own log tells",
    "samplan/work/rounds/actions/rounds.py:invite": "called by the opening and by the change of contact, which tell",
    "samplan/work/rounds/actions/inviting.py:set_invited": "called by choosing who is asked and by preparing, which tell",
    "samplan/work/rounds/actions/inviting.py:remind_on": "called by preparing, setting the times and sending, which tell",
    "samplan/work/plans/actions/creation.py:new_edition": "part of creating or starting an edition, which tell",
    "samplan/work/plans/actions/numbering.py:number_by_place": "part of a deed in a draft, which tells",
    "samplan/work/plans/actions/creation.py:open_draft": "part of creating or starting an edition, which tell",
    "samplan/work/plans/actions/contacts.py:carry_contact_roles": "part of starting or copying an edition, which tell",
    "samplan/foundation/people/actions/persons.py:person_of": "the row that goes with an account: giving the role tells",
    "samplan/foundation/people/actions/persons.py:name_account": "part of changing the person, which tells",
    "samplan/foundation/people/register.py:load_register": "the register that comes with the product, before anybody is there",
    "samplan/foundation/people/field_keys.py:rotate": "the same content under a new key",
    "samplan/foundation/people/actions/unusual.py:note": "a count, forgotten again: that somebody has seen it is told",
    "samplan/foundation/people/actions/unusual.py:gather": "a count of what the history tells already",
    "samplan/foundation/people/actions/unusual.py:forget": "counts whose time is out",
    "samplan/foundation/people/actions/unusual.py:tell": "a letter: its row in the outbox is the log",
    "samplan/foundation/people/actions/cleaning.py:drop_expired_sessions": "sessions that nobody can use any more",
    "samplan/front/privacy/actions.py:propose": "a proposal by the machine: what people decide about it is told",
    "samplan/insight/followup/actions/building.py:build_form": "a form before it belongs to a round: the round's actions tell",
}
HISTORY = "samplan.foundation.history"
OWN_LOGS = (
    "samplan/foundation/history/",
    "samplan/foundation/outbox/",
    "samplan/foundation/files/",
)  # rows are the log


class House:
    """Every function of the house by (module, name), and what each calls: followed through imports, not guessed by name."""

    def __init__(self):
        self.names, self.functions, self.public = {}, {}, {}
        for path in sorted(CODE.rglob("*.py")):
            if "tests" not in path.parts and "migrations" not in path.parts:
                self.read(path)

    def read(self, path):
        place = path.relative_to(CODE.parent)
        module = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        tree = ast.parse(path.read_text())
        names = self.names.setdefault(module, {})
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                parts = package.split(".")
                above = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
                source = ".".join(part for part in (above, node.module or "") if part)
                names |= {alias.asname or alias.name: (source, alias.name) for alias in node.names}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.functions[module, node.name] = node
                if is_action(place, node):
                    self.public[f"{place}:{node.name}"] = (module, node.name)

    def resolve(self, module, name):
        """The function a name stands for in a module, through any number of imports."""
        while (module, name) not in self.functions:
            if name not in self.names.get(module, {}):
                return None
            module, name = self.names[module][name]
        return module, name

    def calls(self, key):
        module, found = key[0], set()
        for call in ast.walk(self.functions[key]):
            if not isinstance(call, ast.Call):
                continue
            if isinstance(call.func, ast.Name):
                found.add(self.resolve(module, call.func.id))
            elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                source = self.names.get(module, {}).get(call.func.value.id)
                found.add(self.resolve(".".join(source), call.func.attr) if source else None)
        return found - {None}

    def within(self, key):
        """The function and all it leads to."""
        seen, waiting = set(), [key]
        while waiting:
            if (now := waiting.pop()) not in seen:
                seen.add(now)
                waiting += self.calls(now)
        return seen

    def writes(self, key):
        return any(writes_itself(self.functions[one]) for one in self.within(key) if not one[0].startswith(HISTORY))

    def records(self, key):
        return any(one == (f"{HISTORY}.actions", "record") for one in self.within(key))


def is_action(place, node):
    if node.name.startswith("_") or str(place).startswith(OWN_LOGS):
        return False
    atomic = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    return atomic or place.name == "actions.py" or place.parent.name == "actions"


def writes_itself(node):
    """`facts.update(…)` of a plain name is a dict's; `Model.objects.update` and `rows.filter().update` a table's."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
            continue
        if call.func.attr != "update" or not isinstance(call.func.value, ast.Name):
            return True
    return False


@pytest.fixture(scope="module")
def house():
    return House()


def test_every_action_that_writes_tells_the_history(house):
    silent = [
        place
        for place, key in house.public.items()
        if place not in WITHOUT and house.writes(key) and not house.records(key)
    ]
    assert silent == []


def test_the_exceptions_are_still_there_and_still_needed(house):
    for place, reason in WITHOUT.items():
        assert place in house.public, place
        assert house.writes(house.public[place]), f"{place} writes nothing"
        assert not house.records(house.public[place]), f"{place} tells the history: {reason}"


def test_the_walk_finds_what_it_should(house):
    assert len(house.public) > 60
    for place, told in (
        ("samplan/work/rounds/actions/rounds.py:close_round", True),
        ("samplan/work/plans/actions/asking.py:edit_question", True),
        ("samplan/work/activities/actions/changes.py:take_on", True),
        ("samplan/work/questionnaires/actions.py:write_answer", False),
    ):
        assert house.writes(house.public[place]), place
        assert house.records(house.public[place]) is told, place


VERB = re.compile(r"[a-z]+\.[a-z_]*[a-z]")


def verbs_in(tree):
    """Literal verbs: `verb="plans.adopted"`, also in a condition, and those handed to a room's own `_record`."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        given = [word.value for word in call.keywords if word.arg == "verb"]
        given += call.args if "record" in name or name == "_change_state" else []
        for node in (found for value in given for found in ast.walk(value)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
                yield node.value


def test_an_action_that_forgets_is_found(house):
    key = ("samplan.work.plans.actions.tree", "remove_node")
    assert house.records(key)
    forgetful = ast.parse(ast.unparse(house.functions[key]).replace("record(", "print(")).body[0]
    house.functions[key], kept = forgetful, house.functions[key]
    assert house.writes(key)
    assert not house.records(key)
    house.functions[key] = kept


def test_every_verb_has_a_sentence():
    found = set()
    for path in CODE.rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(verbs_in(ast.parse(path.read_text())))
    assert len(found) > 60
    without = [verb for verb in found if verb not in getattr(texts(verb.partition(".")[0]), "VERBS", {})]
    assert sorted(without) == []
