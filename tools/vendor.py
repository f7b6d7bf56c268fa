"""Fetches the parts of other projects that the pages use, from npm, into samplan/foundation/core/static/vendor.

    python tools/vendor.py

Only built files are kept, beside their licences. manifest.json says where each came from and what it must hash to; a test
compares. Of the design system only the parts in PARTS are joined (in the layers of its own index.css): a third of its weight.
"""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "samplan/foundation/core/static/vendor"
PARTS = "button details dialog error-summary field fieldset input label skip-link table validation-message".split()


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    folder: str
    licence: str
    files: dict[str, str]  # path in the package -> name in the folder


PACKAGES = (
    Package(
        "@digdir/designsystemet-css",
        "1.22.0",
        "designsystemet",
        "MIT",
        {
            "dist/src/base.css": "designsystemet.css",
            **{f"dist/src/{p}.css": "designsystemet.css" for p in PARTS},
            "LICENSE": "LICENSE",
        },
    ),
    Package("htmx.org", "2.0.11", "htmx", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "inter",
        "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
            "LICENSE": "LICENSE",
        },
    ),
)


def main() -> None:
    manifest = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            archive = _fetch(package, Path(scratch))
            folder = TARGET / package.folder
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name, data in _contents(package, archive).items():
                (folder / name).write_bytes(data)
                manifest.append(_entry(package, name, data))
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def _fetch(package: Package, scratch: Path) -> tarfile.TarFile:
    command = [
        "npm",
        "pack",
        "--silent",
        "--pack-destination",
        str(scratch),
        f"{package.name}@{package.version}",
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return tarfile.open(fileobj=io.BytesIO((scratch / done.stdout.split()[-1]).read_bytes()))


def _contents(package: Package, archive: tarfile.TarFile) -> dict[str, bytes]:
    contents = {name: _member(archive, path) for path, name in package.files.items()}
    if package.folder == "designsystemet":
        contents["designsystemet.css"] = _joined(archive)
    return contents


def _joined(archive: tarfile.TarFile) -> bytes:
    base = _member(archive, "dist/src/base.css").decode()
    parts = "".join(_member(archive, f"dist/src/{part}.css").decode() for part in PARTS)
    text = f"@layer ds.theme,ds.base,ds.components;@layer ds.base{{{base}}}@layer ds.components{{{parts}}}\n"
    return text.encode()


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    found = archive.extractfile(f"package/{path}")
    if found is None:
        raise SystemExit(f"{path} is not in the package")
    return found.read()


def _entry(package: Package, name: str, data: bytes) -> dict[str, object]:
    return {
        "file": f"{package.folder}/{name}",
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "source": f"https://registry.npmjs.org/{package.name}/-/{package.name.split('/')[-1]}-{package.version}.tgz",
        "made_of": [path for path, target in package.files.items() if target == name],
        "sha256": hashlib.sha256(data).hexdigest(),
    }


if __name__ == "__main__":
    main()
