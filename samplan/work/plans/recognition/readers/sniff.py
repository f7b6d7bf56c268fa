"""What a file is, decided by its content; the name can say anything."""

import re

from .archive import MEGABYTE, Archive
from .encoding import decode
from .errors import refused

MAX_FILE = 25 * MEGABYTE

_STARTS = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"8BPS", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"{\\rtf", "rich_text"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def check_size(size: int) -> None:
    """To be called with the size that is told, before the file is read."""
    if size == 0:
        raise refused("empty")
    if size > MAX_FILE:
        raise refused("too_large", limit=MAX_FILE // MEGABYTE)


def sniff(data: bytes, name: str) -> str:
    """docx, odt, pdf or text; ReadRefused for everything else. The name decides nothing."""
    check_size(len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise refused("empty")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _package(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise refused(_old_office(data))
    if (reason := _known_start(data)) is not None:
        raise refused(reason)
    return _plain_text(data)


def _known_start(data: bytes) -> str | None:
    if data[:4] == b"RIFF":
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "image" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "media"
    for start, reason in _STARTS:
        # "BM" is also how a text may begin, so a bitmap must have its two zero words as well.
        if data.startswith(start) and (start != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            return reason
    return None


def _package(data: bytes) -> str:
    archive = Archive(data)
    names = archive.names
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused("macros")
    if "word/document.xml" in names:
        if "[Content_Types].xml" in names and b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise refused("macros")
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        return _open_document(archive)
    for folder, reason in (("xl/", "spreadsheet"), ("ppt/", "slides")):
        if any(name.startswith(folder) for name in names):
            raise refused(reason)
    office = "[Content_Types].xml" in names or "mimetype" in names or any(name.endswith(".iwa") for name in names)
    raise refused("other_format" if office else "compressed")


def _open_document(archive: Archive) -> str:
    kind = archive.read("mimetype").decode("ascii", "replace").strip().removeprefix(_OPEN_DOCUMENT)
    for start, reason in (("spreadsheet", "spreadsheet"), ("presentation", "slides")):
        if kind.startswith(start):
            raise refused(reason)
    if not kind.startswith("text"):
        raise refused("other_format")
    if any(name.startswith("Basic/") for name in archive.names):
        raise refused("macros")
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise refused("password")
    return "odt"


def _old_office(data: bytes) -> str:
    """The old binary container; a password-protected .docx wears it as well."""
    for stream, reason in (
        ("EncryptedPackage", "password"),
        ("WordDocument", "old_word"),
        ("Workbook", "spreadsheet"),
        ("PowerPoint Document", "slides"),
    ):
        if stream.encode("utf-16-le") in data:
            return reason
    return "old_office"


def _plain_text(data: bytes) -> str:
    start = decode(data).lstrip("\ufeff \t\r\n")[:500].lower()
    if "<svg" in start and start.startswith(("<?xml", "<svg", "<!doctype svg")):
        raise refused("image")
    if start.startswith(("<!doctype html", "<html")) or "<html" in start:
        raise refused("web_page")
    if re.match(r"<\?xml|<office:", start):
        raise refused("other_format")
    return "text"
