"""Makes the print fonts in samplan/foundation/core/fonts from the npm package @fontsource-variable/inter.

    npm pack @fontsource-variable/inter@5.3.0
    python tools/make_print_fonts.py fontsource-variable-inter-5.3.0.tgz

The web uses the variable WOFF2 files; the PDF and chart makers read only static TrueType.
"""

import argparse
import hashlib
import io
import json
import logging
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "samplan/foundation/core/fonts"
SUBSETS = ("latin", "latin-ext", "greek", "cyrillic")
# Style name, weight on the design axis, weight class that chooses it in print.
INSTANCES = (("Regular", 400, 400), ("Medium", 530, 500), ("SemiBold", 640, 600))
WINDOWS = (3, 1, 0x409)
# A fixed moment makes the same input give the same bytes (seconds since 1904).
MADE = 3_800_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the .tgz that npm pack wrote")
    package = parser.parse_args().package
    logging.disable(logging.WARNING)
    with tarfile.open(package) as archive:
        version = json.loads(_member(archive, "package/package.json"))["version"]
        (FONTS / "LICENSE").write_bytes(_member(archive, "package/LICENSE"))
        for style, weight, weight_class in INSTANCES:
            font = _static_font(archive, weight)
            _name(font, style, weight_class)
            font.save(FONTS / f"Inter-{style}.ttf", reorderTables=True)
    _write_measures()
    _write_readme(version)


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise SystemExit(f"{name} is missing in the package")
    return member.read()


def _static_font(archive: tarfile.TarFile, weight: int) -> TTFont:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            packed = _member(archive, f"package/files/inter-{subset}-wght-normal.woff2")
            font = instantiateVariableFont(TTFont(io.BytesIO(packed)), {"wght": weight})
            font.flavor = None
            for table in ("STAT", "MVAR", "prep", "gasp"):
                if table in font:
                    del font[table]
            path = Path(folder) / f"{subset}.ttf"
            font.save(path)
            parts.append(str(path))
        return Merger(options=Options(drop_tables=["STAT", "MVAR"])).merge(parts)


def _name(font: TTFont, style: str, weight_class: int) -> None:
    # The heaviest is also the family's bold: Word knows only regular and bold.
    is_bold = weight_class == INSTANCES[-1][2]
    is_linked = is_bold or style == "Regular"
    font["OS/2"].usWeightClass = weight_class
    font["OS/2"].fsSelection = 0x20 if is_bold else 0x40 if style == "Regular" else 0
    font["head"].macStyle = 1 if is_bold else 0
    font["head"].created = font["head"].modified = MADE
    font.recalcTimestamp = False
    # Other names repeat these and would still say "Inter Variable".
    kept = {number: font["name"].getDebugName(number) for number in (0, 5, 13, 14)}
    font["name"].names = []
    names = {
        **kept,
        1: "Inter" if is_linked else f"Inter {style}",
        2: "Bold" if is_bold else "Regular",
        3: f"Inter-{style}",
        4: f"Inter {style}",
        6: f"Inter-{style}",
        16: "Inter",
        17: style,
    }
    for number, text in sorted(names.items()):
        if text:
            font["name"].setName(text, number, *WINDOWS)


def _write_measures() -> None:
    """Widths of letters (for chart labels, per thousand of the size) and the characters that can be printed."""
    widths: dict[str, dict[str, int]] = {}
    covered: list[int] = []
    for style, _, weight_class in INSTANCES:
        font = TTFont(FONTS / f"Inter-{style}.ttf")
        cmap, units = font.getBestCmap(), font["head"].unitsPerEm
        covered = sorted(cmap)
        letters = [code for code in cmap if 0x20 <= code < 0x180 or 0x2010 <= code <= 0x2026]
        widths[str(weight_class)] = {
            chr(code): round(font["hmtx"][cmap[code]][0] * 1000 / units) for code in sorted(letters)
        }
    measures = {"widths": widths, "covered": _ranges(covered)}
    text = json.dumps(measures, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    (FONTS / "measures.json").write_text(text + "\n", encoding="utf-8")


def _ranges(codes: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def _write_readme(version: str) -> None:
    rows = "\n".join(
        f"| {path.name} | {hashlib.sha256(path.read_bytes()).hexdigest()} |" for path in sorted(FONTS.glob("*.ttf"))
    )
    (FONTS / "README.md").write_text(
        f"""# Inter for print

Static instances of Inter for the PDF and for charts in Word. The web uses the variable font.

* Source: npm package `@fontsource-variable/inter` {version}, subsets {", ".join(SUBSETS)}
* Licence: SIL Open Font License 1.1, see LICENSE
* Made by `tools/make_print_fonts.py`; `measures.json` (letter widths, covered characters) comes with it

| file | sha256 |
|---|---|
{rows}
""",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
