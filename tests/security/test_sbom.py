"""The bill of materials names everything that the product installs or ships."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bom(tmp_path_factory):
    target = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ROOT / "tools/sbom.py", target], check=True, stdout=subprocess.DEVNULL)
    return target.read_text()


def test_it_is_valid_cyclonedx(bom):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bom) is None


def test_every_locked_package_and_vendored_file_is_in_it(bom):
    components = json.loads(bom)["components"]
    named = {(c["name"].lower(), c["version"]) for c in components}
    locked = set(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "lock/run.txt").read_text(), re.M))
    assert len(locked) > 30
    assert locked <= named
    shipped = {f["name"] for c in components for f in c.get("components", [])}
    vendor = ROOT / "samplan/foundation/core/static/vendor"
    assert {
        str(p.relative_to(vendor)) for p in vendor.rglob("*") if p.is_file() and p.name != "manifest.json"
    } <= shipped


def test_it_names_no_package_index(bom):
    assert "http" not in "".join(json.dumps(c) for c in json.loads(bom)["components"])
