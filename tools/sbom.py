"""Writes build/sbom.json: what the product is made of, as CycloneDX. Python packages from the lock, the rest from our own manifests."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDORED = ROOT / "samplan/foundation/core/static/vendor/manifest.json"


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/sbom.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [Path(sys.executable).parent / "cyclonedx-py", "requirements", "--pyproject", ROOT / "pyproject.toml"]
    command += ["--output-reproducible", "--spec-version", "1.6", "-o", target, ROOT / "lock/run.txt"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    bom = json.loads(target.read_text())
    for component in bom["components"]:
        if licence := licence_of(component["name"]):
            component["licenses"] = [{"license": {"name": licence}}]
        component.pop("externalReferences", None)  # they name the index the lock was made against
    bom["components"] += vendored()
    target.write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n")
    print(f"{target}: {len(bom['components'])} components")


def licence_of(package: str) -> str:
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return ""
    named = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    short = (told.get("License") or "").strip()
    return told.get("License-Expression") or "; ".join(named) or (short if len(short) < 60 else "")


def vendored() -> list[dict[str, object]]:
    """One component per package, with every file of it and its hash."""
    found: dict[str, dict[str, object]] = {}
    for file in json.loads(VENDORED.read_text()):
        purl = f"pkg:npm/{file['package'].replace('@', '%40')}@{file['version']}"
        component = found.setdefault(
            purl,
            {
                "type": "library",
                "bom-ref": purl,
                "name": file["package"],
                "version": file["version"],
                "purl": purl,
                "licenses": [{"license": {"name": file["licence"]}}],
                "components": [],
            },
        )
        files = component["components"]
        assert isinstance(files, list)
        files.append(
            {
                "type": "file",
                "name": file["file"],
                "bom-ref": f"file:{file['file']}",
                "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
            }
        )
    return list(found.values())


if __name__ == "__main__":
    main()
