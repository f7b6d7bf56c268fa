"""Writes docs/coverage.csv: one line per row of the requirements inventory, made from the tests' marks.

    .venv/bin/python tools/coverage.py [--check]

A test says which rows it shows: `@pytest.mark.row(145, 147, where="Sammanställning")`. With `partly="what is missing"` the row is only partly there.
A row without a test is missing. Rows about care itself are outside: Samplan holds no data about single persons.
"""

import ast
import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/coverage.csv"
ROWS = 310
OUTSIDE = {39, 61, 212, 214, 263, 264, 270, 275}


@dataclass(frozen=True)
class Mark:
    rows: tuple[int, ...]
    where: str
    partly: str
    test: str


def marks() -> list[Mark]:
    found = []
    for path in sorted([*ROOT.glob("samplan/**/tests/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]):
        module = ast.parse(path.read_text())
        constants = _constants(module)
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                found += [_mark(d, path, node.name, constants) for d in node.decorator_list if _is_row(d)]
    return found


def _is_row(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.row"


def _constants(module: ast.Module) -> dict[str, str]:
    """The module's own texts, as in `where=WHERE`."""
    return {
        node.targets[0].id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def _mark(call: ast.expr, path: Path, test: str, constants: dict[str, str]) -> Mark:
    assert isinstance(call, ast.Call)
    words = {
        k.arg: constants[k.value.id] if isinstance(k.value, ast.Name) else ast.literal_eval(k.value)
        for k in call.keywords
    }
    room = path.relative_to(ROOT).parts[2] if path.is_relative_to(ROOT / "samplan") else "tests"
    where = words.get("where") or f"{room}: {path.stem.removeprefix('test_').replace('_', ' ')}"
    rows = tuple(ast.literal_eval(a) for a in call.args)
    return Mark(rows, where, words.get("partly", ""), f"{path.relative_to(ROOT)}::{test}")


def table() -> str:
    by_row: dict[int, list[Mark]] = {}
    for mark in marks():
        for row in mark.rows:
            by_row.setdefault(row, []).append(mark)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "status", "where", "test", "note"])
    for row in range(1, ROWS + 1):
        writer.writerow([row, *_line(row, by_row.get(row, []))])
    return out.getvalue()


def _line(row: int, found: list[Mark]) -> list[str]:
    if row in OUTSIDE:
        return ["outside", "", "", "about single persons' care"]
    if not found:
        return ["missing", "", "", ""]
    whole = [m for m in found if not m.partly]
    best = (whole or found)[0]
    return ["works" if whole else "partly", best.where, best.test, best.partly]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == table() else "docs/coverage.csv is old: run make coverage")
    TARGET.write_text(table())
    statuses = [line.split(",")[1] for line in table().splitlines()[1:]]
    print({status: statuses.count(status) for status in sorted(set(statuses))})
