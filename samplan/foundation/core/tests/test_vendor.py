import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


def manifest() -> list[dict]:
    return json.loads((VENDOR / "manifest.json").read_text())


def test_every_vendored_file_is_what_the_manifest_says():
    for entry in manifest():
        data = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["file"]


def test_nothing_lies_there_that_the_manifest_does_not_name():
    lying = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert lying - {"manifest.json"} == {entry["file"] for entry in manifest()}


def test_every_package_says_version_licence_and_source_and_brings_its_licence():
    for entry in manifest():
        assert entry["package"]
        assert entry["version"]
        assert entry["licence"] in {"MIT", "0BSD", "OFL-1.1"}
        assert entry["version"] in entry["source"]
        assert (VENDOR / entry["file"]).parent.joinpath("LICENSE").exists()


def test_no_vendored_stylesheet_asks_another_host():
    for path in VENDOR.rglob("*.css"):
        text = path.read_text()
        assert "url(http" not in text
        assert "@import" not in text
