"""docs/security.md is whole, and what it points to is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", (ROOT / "docs/security.md").read_text(), re.M)
STATES = {"met", "partly", "missing", "installation", "not applicable"}
# The requirements of ASVS 4.0.3 at level 1 or 2, by section.
LEVEL_TWO = {
    "1.1": [1, 2, 3, 4, 5, 6, 7],
    "1.2": [1, 2, 3, 4],
    "1.4": [1, 4, 5],
    "1.5": [1, 2, 3, 4],
    "1.6": [1, 2, 3, 4],
    "1.7": [1, 2],
    "1.8": [1, 2],
    "1.9": [1, 2],
    "1.10": [1],
    "1.11": [1, 2],
    "1.12": [2],
    "1.14": [1, 2, 3, 4, 5, 6],
    "2.1": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    "2.2": [1, 2, 3],
    "2.3": [1, 2, 3],
    "2.4": [1, 2, 3, 4, 5, 6],
    "2.5": [1, 2, 3, 4, 5, 6, 7],
    "2.6": [1, 2, 3],
    "2.7": [1, 2, 3, 4, 5, 6],
    "2.8": [1, 2, 3, 4, 5, 6],
    "2.9": [1, 2, 3],
    "2.10": [1, 2, 3, 4],
    "3.1": [1],
    "3.2": [1, 2, 3, 4],
    "3.3": [1, 2, 3, 4],
    "3.4": [1, 2, 3, 4, 5],
    "3.5": [1, 2, 3],
    "3.7": [1],
    "4.1": [1, 2, 3, 5],
    "4.2": [1, 2],
    "4.3": [1, 2, 3],
    "5.1": [1, 2, 3, 4, 5],
    "5.2": [1, 2, 3, 4, 5, 6, 7, 8],
    "5.3": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    "5.4": [1, 2, 3],
    "5.5": [1, 2, 3, 4],
    "6.1": [1, 2, 3],
    "6.2": [1, 2, 3, 4, 5, 6],
    "6.3": [1, 2],
    "6.4": [1, 2],
    "7.1": [1, 2, 3, 4],
    "7.2": [1, 2],
    "7.3": [1, 3, 4],
    "7.4": [1, 2, 3],
    "8.1": [1, 2, 3, 4],
    "8.2": [1, 2, 3],
    "8.3": [1, 2, 3, 4, 5, 6, 7, 8],
    "9.1": [1, 2, 3],
    "9.2": [1, 2, 3, 4],
    "10.2": [1, 2],
    "10.3": [1, 2, 3],
    "11.1": [1, 2, 3, 4, 5, 6, 7, 8],
    "12.1": [1, 2, 3],
    "12.2": [1],
    "12.3": [1, 2, 3, 4, 5, 6],
    "12.4": [1, 2],
    "12.5": [1, 2],
    "12.6": [1],
    "13.1": [1, 3, 4, 5],
    "13.2": [1, 2, 3, 5, 6],
    "13.3": [1, 2],
    "13.4": [1, 2],
    "14.1": [1, 2, 3, 4],
    "14.2": [1, 2, 3, 4, 5, 6],
    "14.3": [2, 3],
    "14.4": [1, 2, 3, 4, 5, 6, 7],
    "14.5": [1, 2, 3, 4],
}


def test_every_requirement_of_the_level_has_its_row():
    wanted = [f"{section}.{number}" for section, numbers in LEVEL_TWO.items() for number in numbers]
    assert [row[0] for row in ROWS] == wanted


def test_every_row_has_a_state_and_says_why():
    assert [row for row in ROWS if row[2] not in STATES or len(row[3]) < 3] == []


def test_every_named_test_exists():
    lost = []
    for number, _what, _state, shown in ROWS:
        for path, name in re.findall(r"((?:samplan|tests)/[\w/.]+\.py)::(\w+)", shown):
            file = ROOT / path
            if not file.exists() or f"def {name}(" not in file.read_text():
                lost.append(f"{number}: {path}::{name}")
    assert lost == []


def test_the_sum_at_the_top_is_the_rows_sum():
    text = (ROOT / "docs/security.md").read_text()
    for state in STATES:
        count = sum(row[2] == state for row in ROWS)
        assert f"{state} {count}" in text
