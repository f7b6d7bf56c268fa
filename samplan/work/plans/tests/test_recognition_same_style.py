"""Word files where the label has the same heading style as the part it belongs to."""

from samplan.work.plans.recognition import read, recognise

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
