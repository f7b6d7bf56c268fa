"""Swedish text on both databases: SQLite's lower() misses Å, and its sorting puts Ä before Å."""

import re
import unicodedata

_ORDER = {"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc"}
_KEEP = {"å", "ä", "ö"}


def fold(text: str) -> str:
    """For searching: lower case, without accents other than å, ä, ö, single spaces."""
    out = []
    for char in unicodedata.normalize("NFC", text).casefold():
        if char in _KEEP:
            out.append(char)
        else:
            out.append("".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return re.sub(r"\s+", " ", "".join(out)).strip()


def sort_key(text: str) -> str:
    """For sorting: å, ä, ö last and numbers by value, in a–z and digits only, so that any collation sorts it right."""
    folded = fold(text)
    numbered = re.sub(r"\d+", lambda m: m.group().lstrip("0").rjust(8, "0"), folded)
    return "".join(_ORDER.get(c, c if c.isascii() and c.isalnum() else "0") for c in numbered)[:200]


def whole_number(text: object, otherwise: int = 0) -> int:
    """A number from an address or a form, as a row's id can be: ASCII digits only, within what a database holds."""
    written = str(text or "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 18 else otherwise
