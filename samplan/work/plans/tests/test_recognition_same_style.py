"""Word files where the label has the same heading style as the part it belongs to."""

import re
from pathlib import Path

import pytest

from samplan.work.plans.recognition import read, recognise

from .document_making import Part, as_docx, as_odt, as_pdf

SEEDS = Path(__file__).resolve().parents[4].parent / "shared/seeds"

PLAN = """# Plan för psykisk hälsa 2026–2028

## Område ett

### Trygga föräldrar

### Utmaningsfrågor

- Hur kan fler föräldrar få stöd?

### Att följa upp

- Har fler föräldrar fått stöd?

### Starka barn

### Utmaningsfrågor

- Hur kan barn få fler vuxna?

### Att följa upp

- Har barn fått fler vuxna?
"""


def test_a_label_in_its_parts_own_style_stands_under_that_part():
    found = recognise(read(PLAN.encode(), "plan.md"), match_actor=lambda text: None).to_json()
    titles = {node["id"]: node["title"] for node in found["nodes"]}
    above = {node["title"]: titles.get(node["parent"]) for node in found["nodes"]}
    assert above["Hur kan fler föräldrar få stöd?"] == "Trygga föräldrar"
    assert above["Hur kan barn få fler vuxna?"] == "Starka barn"
    asked = {question["text"]: titles[question["node"]] for question in found["questions"]}
    assert asked == {"Har fler föräldrar fått stöd?": "Trygga föräldrar", "Har barn fått fler vuxna?": "Starka barn"}


def styled(text):
    """The real text as somebody with heading styles would have written it: parts, directions, areas, and all else in style four."""
    lines, parts = text.replace("**", "").splitlines(), []
    listed = {re.sub(r"[\s.]*\d+$", "", line).strip() for line in lines[8:36]}
    for place, raw in enumerate(lines):
        line = raw.strip()
        alone = line and not lines[place - 1].strip() and not "".join(lines[place + 1 : place + 2]).strip()
        if not line or 8 <= place < 36:
            continue
        if found := re.match(r"[-*•]\s+(?=\S)", line):
            parts.append(Part("bullet", line[found.end() :]))
        elif re.match(r"(DEL \d|BILAGA|KÄLLOR|SAMMANF)", line):
            parts.append(Part("heading", line, 1))
        elif re.match(r"\d+\. \D{3,60}$", line):
            parts.append(Part("heading", line, 3))
        elif line in listed:
            parts.append(Part("heading", line, 2))
        elif alone and len(line) < 75 and line[-1] not in ".?,:;" and line[0].isupper() and "www" not in line:
            parts.append(Part("heading", line, 4))
        else:
            parts.append(Part("text", line))
    return parts


@pytest.mark.slow
@pytest.mark.parametrize(("make", "ending"), [(as_docx, "docx"), (as_odt, "odt"), (as_pdf, "pdf")])
def test_the_real_plan_with_heading_styles_gives_the_tree_of_the_text(make, ending):
    found = sorted(SEEDS.glob("001_*.txt"))
    if not found:
        pytest.skip("the real plan lies in ../shared/seeds, which is not here")
    text = found[0].read_text(encoding="utf-8")

    def tree(data, name):
        proposal = recognise(read(data, name), match_actor=lambda text: None).to_json()
        # «Kunskaps- och …» and «Kunskaps och …» stand for the same part in the document itself.
        titles = {node["id"]: node["title"].replace("- ", " ") for node in proposal["nodes"]}
        nodes = sorted((node["tier"], titles[node["id"]], titles.get(node["parent"], "")) for node in proposal["nodes"])
        questions = sorted((question["text"], titles.get(question["node"], "")) for question in proposal["questions"])
        return nodes, questions, len(proposal["measures"]), len(proposal["activities"])

    as_made, as_text = tree(make(styled(text)), f"plan.{ending}"), tree(found[0].read_bytes(), "plan.txt")
    assert as_made == as_text
