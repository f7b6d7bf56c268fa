"""Tests that guard the house itself (docs/house.md)."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "samplan"
SHARED = ROOT.parent / "shared"

FLOORS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]


def tracked(*patterns):
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def is_test(path):
    return "tests" in path.parts or path.name == "conftest.py"


def floor_of(module):
    for height, floor in enumerate(reversed(FLOORS)):
        if any(module == room.strip() or module.startswith(room.strip() + ".") for room in floor.split(":")):
            return height
    raise AssertionError(f"{module} stands on no floor")


def python_code(tests=False):
    return [p for p in tracked("samplan/**/*.py") if "migrations" not in p.parts and (tests or not is_test(p))]


def templates():
    return tracked(":(glob)samplan/**/templates/**/*.html")


def test_no_foreign_key_points_upwards():
    """import-linter can't see a foreign key given as a string."""
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("samplan"):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or isinstance(target, str):
                continue
            if target.__module__.startswith("samplan") and floor_of(target.__module__) > floor_of(model.__module__):
                upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_the_rooms_that_keep_ids_only_have_no_foreign_keys_out():
    for label in ("history", "outbox", "files"):
        for model in apps.get_app_config(label).get_models():
            relations = [f.name for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]
            assert relations == [], model


def test_every_room_says_what_it_is_for_and_is_in_the_docs():
    rooms_page = (ROOT / "docs/rooms.md").read_text()
    for room in settings.ROOMS:
        package = ROOT / room.replace(".", "/") / "__init__.py"
        assert ast.get_docstring(ast.parse(package.read_text())), room
        assert f"**{room.split('.')[-1]}**" in rooms_page, f"docs/rooms.md lacks {room}"


@pytest.mark.parametrize(("tests", "limit"), [(False, 400), (True, 600)])
def test_files_stay_short(tests, limit):
    long = [
        f"{p.relative_to(ROOT)} {n}"
        for p in python_code(tests)
        if is_test(p) is tests and (n := p.read_text().count("\n")) > limit
    ]
    assert long == []


def test_functions_stay_short():
    long = []
    for path in python_code():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_nothing_happens_behind_the_scenes():
    """No signals, nothing in save(), no generic foreign keys, no class-based views of our own."""
    found = []
    for path in python_code():
        text = path.read_text()
        for pattern in (
            r"dispatch import receiver",
            r"db\.models\.signals",
            r"GenericForeignKey",
            r"views\.generic",
            r"^    def save\(",
        ):
            if re.search(pattern, text, re.M):
                found.append(f"{path.relative_to(ROOT)}: {pattern}")
    assert found == []


def test_swedish_is_searched_and_sorted_the_swedish_way():
    """SQLite's icontains misses «Öland» for «öland», and its sorting puts Ä before Å (core/text.py)."""
    found = []
    for path in python_code():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"__i(contains|startswith|exact)\b", line) or re.search(
                r"""order_by\((["'][a-z_]*__)?["']-?(name|title|short_name)["']""", line
            ):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_the_design_system_is_known_to_components_only():
    found = [
        str(path.relative_to(ROOT))
        for path in templates()
        if "cotton" not in path.parts and re.search(r"""class="[^"]*\bds-""", path.read_text())
    ]
    assert found == []


def test_no_template_holds_inline_script_style_or_handlers():
    pattern = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\sstyle=[\"']|\son[a-z]+=[\"']")
    assert [str(p.relative_to(ROOT)) for p in templates() if pattern.search(p.read_text())] == []


def test_no_page_asks_another_host_for_anything():
    pattern = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//(?!www\.w3\.org)""")
    pages = [*templates(), *tracked("samplan/**/static/**/*.css", "samplan/**/static/**/*.js")]
    found = [str(p.relative_to(ROOT)) for p in pages if "vendor" not in p.parts and pattern.search(p.read_text())]
    assert found == []


def test_every_template_is_used():
    everything = "\n".join(p.read_text() for p in [*templates(), *python_code(tests=True)])
    unused = []
    for path in templates():
        name = str(path).split("/templates/")[1]
        if name.startswith("cotton/"):
            used = f"<c-{name[7:-5].replace('/', '.').replace('_', '-')}" in everything
        elif name.startswith(("account/", "allauth/", "mfa/", "socialaccount/")) or name in {
            "404.html",
            "403.html",
            "500.html",
            "403_csrf.html",
        }:
            used = True
        else:
            # The document's blocks are found by kind: core/documents/_<kind>.html
            used = name in everything or name.startswith("core/documents/_") or f"/{name.split('/')[-1]}" in everything
        if not used:
            unused.append(name)
    assert unused == []


def test_every_setting_is_in_the_docs():
    told = "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
    named = set(re.findall(r'"(SAMPLAN_[A-Z_]+)"', (ROOT / "samplan/settings.py").read_text()))
    assert len(named) > 15
    assert sorted(name for name in named if f"`{name}`" not in told) == []


def test_every_dependency_says_why():
    lines = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("\n]")[0].splitlines()
    silent = [line for line in lines if line.strip().startswith('"') and "#" not in line and "tzdata" not in line]
    assert silent == []


def test_every_runtime_dependency_is_used():
    names = {
        "psycopg": "postgresql", "django-htmx": "django_htmx", "django-template-partials": "template_partials", "django-cotton": "django_cotton",
        "django-allauth": "allauth", "django-csp": "csp", "environs": "environs", "argon2-cffi": "Argon2PasswordHasher", "python-docx": "docx",
        "xlsxwriter": "xlsxwriter", "django": "django", "rich": "rich",
    }  # fmt: skip
    code = "\n".join(p.read_text() for p in [*python_code(), ROOT / "samplan/settings.py"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    unused = []
    for requirement in project["dependencies"]:
        name = re.match(r"[A-Za-z0-9-]+", requirement).group().lower()
        if name != "tzdata" and names.get(name, name) not in code:
            unused.append(name)
    assert unused == []


def _source_words():
    """County and municipality names, and headings of the source documents where they lie beside the project."""
    register = json.loads((CODE / "foundation/people/data/register.json").read_text())
    names = {c["name"] for c in register["counties"]} | {m["short_name"] for m in register["municipalities"]}
    # Words that are also ordinary Swedish, or the place the country's registers are named for.
    names -= {
        "Mark",
        "Eda",
        "Kil",
        "Ale",
        "Ed",
        "Hede",
        "Hjo",
        "Mora",
        "Sala",
        "Lund",
        "Vara",
        "Håbo",
        "Solna",
        "Botkyrka",
        "Berg",
        "Ånge",
        "Stockholm",
    }
    headings = set()
    for seed in sorted((SHARED / "seeds").glob("*.txt")) if SHARED.exists() else []:
        lines = seed.read_text().splitlines()
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
            words = line.strip().rstrip(":")
            if (
                not before.strip()
                and not after.strip()
                and 18 <= len(words) <= 70
                and words[0].isupper()
                and words[-1] not in ".?!,"
            ):
                headings.add(words)
    return names, headings


def test_no_source_document_is_known_to_the_code():
    names, headings = _source_words()
    allowed = ("front/demo/", "foundation/people/data/register.json", "/tests/", "/locale/")
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")s?\b")
    found = []
    for path in tracked(
        "samplan/**/*.py", "samplan/**/*.html", "samplan/**/*.json", "samplan/**/*.txt", "samplan/**/*.js"
    ):
        if any(part in str(path) for part in allowed) or "vendor" in path.parts:
            continue
        text = path.read_text()
        found += [f"{path.relative_to(ROOT)}: {word}" for word in set(pattern.findall(text))]
        found += [f"{path.relative_to(ROOT)}: {heading}" for heading in headings if heading in text]
    assert found == []


def test_tests_can_fail():
    """A test without an assertion, a raises or a helper that asserts is no test."""
    hollow = []
    for path in tracked(":(glob)samplan/**/tests/test_*.py", ":(glob)tests/**/test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                text = ast.dump(node)
                calls = {
                    getattr(c.func, "attr", getattr(c.func, "id", ""))
                    for c in ast.walk(node)
                    if isinstance(c, ast.Call)
                }
                if (
                    "Assert(" not in text
                    and "raises" not in text
                    and not any(re.match(r"_?(assert|expect|check|verify|to_)", c) for c in calls)
                ):
                    hollow.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert hollow == []
