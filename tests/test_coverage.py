"""docs/coverage.csv is made from the tests' marks, and says no more than they show."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("coverage_table", ROOT / "tools/coverage.py")
coverage = importlib.util.module_from_spec(spec)
sys.modules["coverage_table"] = coverage
spec.loader.exec_module(coverage)


def test_the_coverage_table_is_true():
    assert (ROOT / "docs/coverage.csv").read_text() == coverage.table(), "run: make coverage"


def test_one_test_shows_at_most_five_rows():
    assert [m.test for m in coverage.marks() if len(m.rows) > 5] == []


def test_every_marked_row_is_in_the_inventory():
    assert {row for m in coverage.marks() for row in m.rows} <= set(range(1, coverage.ROWS + 1)) - coverage.OUTSIDE
