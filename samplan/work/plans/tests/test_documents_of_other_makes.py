"""Plans as different people write them, and what a reader of them would expect to come out.

Each file in documents/ has its NAME.expected.json, in the form of the command's JSON with these additions:
a list instead of a text gives the wordings that are equally right (the first is shown in a failure);
`[12, 13]` among `lines` is one item that stands on the lines 12–13; a tier without name may be called anything;
`not_understood` says what must be listed there and what may be.
"""

import difflib
import json
import re
import unicodedata
from pathlib import Path

import pytest

from samplan.work.plans.recognition import read, recognise

DOCUMENTS = Path(__file__).parent / "documents"
KINDS = ("txt", "md", "docx", "odt", "pdf")
FILES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix[1:] in KINDS)
IN_SEVERAL_FORMATS = ("numbered-goals", "focus-areas")
ANY = "(any name)"


def expected_of(path):
    return json.loads((DOCUMENTS / f"{path.stem}.expected.json").read_text(encoding="utf-8"))


def outcome_of(path):
    return recognise(read(path.read_bytes(), path.name), match_actor=lambda text: None).to_json()


def alternatives(value):
    return value if isinstance(value, list) else [value]


def plain(text):
    """The text without what reasonable people differ on: spacing and the mark at its end."""
    text = unicodedata.normalize("NFC", text or "").replace("\xad", "")
    return re.sub(r"\s+", " ", text).strip().rstrip(".,;:").strip()


def without_years(title):
    """Compared without the plan's years, and with any kind of dash before a subtitle."""
    return plain(re.sub(r"\W*\d{4}(\s*[-–]\s*\d{4})?\W*$", "", plain(title))).replace(" - ", " – ")


def stem(name):
    """One word for 'Mål' and 'målen', 'Utmaningsfråga' and 'utmaningsfrågor'."""
    return re.sub(r"(arna|erna|orna|ar|er|or|en|et|na|n|a)$", "", plain(name).casefold())


class Reading:
    """One JSON as lines of text that can be held beside each other; `expected` says what counts as equal."""

    def __init__(self, data, expected):
        self.data, self.expected = data, expected
        self.nodes = {node["id"]: node for node in data["nodes"]}
        self.tiers = {stem(name): t for t in expected["tiers"] for name in alternatives(t["name"]) if name}
        self.nameless = [t for t in expected["tiers"] if t["name"] is None]
        self.same = {}
        items = expected["nodes"] + expected["activities"]
        for wordings in [expected["title"], *(item["title"] for item in items)]:
            for wording in alternatives(wordings):
                self.same[plain(wording)] = plain(alternatives(wordings)[0])
                if plain(wording).isupper():
                    self.same[plain(wording).casefold()] = plain(wording)

    def wording(self, text):
        text = plain(alternatives(text)[0])
        return self.same.get(text) or self.same.get(text.casefold()) or text

    def tier(self, name):
        name = alternatives(name)[0]
        if name is None or (stem(name) not in self.tiers and self.nameless):
            return ANY
        known = self.tiers.get(stem(name))
        return alternatives(known["name"])[0] if known else name

    def standard_type(self, tier):
        name = alternatives(tier["name"])[0]
        known = self.tiers.get(stem(name)) if name else None
        known = known or (self.nameless[0] if self.nameless else None)
        given = alternatives(tier["standard_type"])[0]
        accepted = alternatives(known["standard_type"]) if known else [given]
        return accepted[0] if given in accepted else given

    def path(self, node_id):
        steps = []
        while node_id is not None:
            node = self.nodes.get(node_id, {"title": f"(no node {node_id})", "parent": None})
            steps.insert(0, self.wording(node["title"]))
            node_id = node["parent"]
        return " > ".join(steps) or "(the whole plan)"

    def head(self):
        titles = [without_years(title) for title in alternatives(self.expected["title"])]
        title = without_years(alternatives(self.data["title"])[0])
        matching = [t for t in titles if t.casefold() == title.casefold()]
        return [
            f"title: {titles[0] if matching else title}",
            f"valid: {self.data['valid_from']} to {self.data['valid_to']}",
        ]

    def tier_lines(self):
        return sorted(f"{self.tier(t['name'])}: {t['count']}, {self.standard_type(t)}" for t in self.data["tiers"])

    def node_lines(self):
        return sorted(
            f"{self.path(id_)}  [{self.tier(node['tier'])}, number {plain(node['number']) or 'none'}]"
            for id_, node in self.nodes.items()
        )

    def activity_lines(self):
        return sorted(
            f"{self.wording(activity['title'])}"
            f"\n      actors: {'; '.join(sorted(plain(actor['text']) for actor in activity['actors'])) or 'none'}"
            f"\n      under: {'; '.join(sorted(map(self.path, activity['nodes']))) or '(the whole plan)'}"
            for activity in self.data["activities"]
        )

    def about_lines(self, what):
        return sorted(f"{plain(item['text'])}\n      about: {self.path(item['node'])}" for item in self.data[what])


def difference(what, expected, actual):
    if expected == actual:
        return []
    lines = difflib.ndiff(expected, actual)
    return [f"\n{what} (- expected, + came out)", *(line for line in lines if line[0] in "-+")]


def spans_of(lines):
    return [span if isinstance(span, list) else [span, span] for span in lines]


def on_right_lines(expected, actual):
    """Every place is given, by any of the lines it covers, and no other line is."""
    spans = spans_of(expected)
    every = all(any(first <= line <= last for line in actual) for first, last in spans)
    return every and all(any(first <= line <= last for first, last in spans) for line in actual)


def misplaced(right, wrong, what, key):
    found = {wrong.wording(item[key]): item["lines"] for item in wrong.data[what]}
    for item in right.data[what]:
        wording = right.wording(item[key])
        if wording in found and not on_right_lines(item["lines"], found[wording]):
            yield f"  {wording}: expected lines {item['lines']}, came out {found[wording]}"


def in_the_wrong_pile(path, expected, outcome):
    """What is listed as not understood and should not be, and what should be and is not."""
    said = expected["not_understood"]
    listed = outcome["not_understood"]
    for text in said["at_least"]:
        if not any(text in entry["text"] for entry in listed):
            yield f"  not listed: {text}"
    allowed_lines = said["at_most_lines"] if path.suffix in (".txt", ".md") else []
    allowed_text = "\n".join(plain(text) for text in said["at_most_texts"])
    for entry in listed:
        text = plain(re.sub(r"^(#+|[-•–*]|\d+\.) ", "", entry["text"]).replace("**", ""))
        in_lines = any(first <= entry["line"] <= last for first, last in allowed_lines)
        if not in_lines and text.rstrip("-") not in allowed_text:
            yield f"  listed though it is understood by any reader: {entry['line']}: {entry['text']}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_plan_comes_out_as_its_reader_expects(path):
    expected, outcome = expected_of(path), outcome_of(path)
    right, came = Reading(expected, expected), Reading(outcome, expected)
    report = difference("title and validity", right.head(), came.head())
    report += difference("tiers", right.tier_lines(), came.tier_lines())
    report += difference("nodes", right.node_lines(), came.node_lines())
    report += difference("activities", right.activity_lines(), came.activity_lines())
    report += difference("questions", right.about_lines("questions"), came.about_lines("questions"))
    report += difference("measures", right.about_lines("measures"), came.about_lines("measures"))
    if path.suffix in (".txt", ".md"):
        keys = (("activities", "title"), ("questions", "text"), ("measures", "text"))
        wrong = [line for what, key in keys for line in misplaced(right, came, what, key)]
        report += ["\nlines", *wrong] if wrong else []
    wrong = list(in_the_wrong_pile(path, expected, outcome))
    report += ["\nnot understood", *wrong] if wrong else []
    assert not report, "\n".join([path.name, *report])


@pytest.mark.parametrize("name", IN_SEVERAL_FORMATS)
def test_the_same_plan_gives_the_same_tree_in_every_format(name):
    trees = {}
    for path in sorted(DOCUMENTS.glob(f"{name}.*")):
        if path.suffix[1:] in KINDS:
            came = Reading(outcome_of(path), expected_of(path))
            tiers = [f"{t['name']}: {t['count']}, {t['standard_type']}" for t in came.data["tiers"]]
            trees[path.suffix] = [*came.head(), *tiers, *came.node_lines(), *came.activity_lines()]
            trees[path.suffix] += came.about_lines("questions") + came.about_lines("measures")
    assert set(trees) == {".docx", ".odt", ".pdf", ".txt"}
    report = [line for kind in trees for line in difference(kind, trees[".txt"], trees[kind])]
    assert not report, "\n".join(report)


@pytest.mark.parametrize("mark", ["-", "*", "–", "·", "o"])
@pytest.mark.parametrize("name", ["annex-trap.txt", "focus-areas.txt", "numbered-goals.txt"])
def test_the_mark_of_a_bullet_changes_nothing(name, mark):
    path = DOCUMENTS / name
    text = path.read_text(encoding="utf-8").replace("• ", f"{mark} ")
    outcome = recognise(read(text.encode(), name), match_actor=lambda text: None).to_json()
    assert outcome == outcome_of(path)


def test_every_document_has_its_expectation_and_every_expectation_a_document():
    expectations = {path.name.removesuffix(".expected.json") for path in DOCUMENTS.glob("*.expected.json")}
    assert expectations == {path.stem for path in FILES}
    assert len(expectations) >= 14
