"""Zip packages and XML from strangers, opened with limits."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .errors import refused

MEGABYTE = 1024 * 1024
MAX_PARTS = 5_000
MAX_TOTAL = 400 * MEGABYTE  # what the package says it holds, pictures included
MAX_PART = 40 * MEGABYTE  # one XML part; five hundred full pages are about twenty
MAX_RATIO = 150  # real text documents stay under forty
RATIO_FROM = MEGABYTE  # small parts may be as repetitive as they like
_CHUNK = 64 * 1024


class Archive:
    """A zip package. Only the parts asked for are decompressed, and never past the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError, NotImplementedError) as error:
            raise refused("broken") from error
        self._check_declared_sizes()

    def _check_declared_sizes(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_TOTAL:
            raise refused("bomb")
        for info in infos:
            if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise refused("bomb")
            if info.flag_bits & 0x1:
                raise refused("password")

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._infos)

    def read(self, name: str) -> bytes:
        """One part; its real size is counted while it is decompressed, since the declared one may lie."""
        info = self._infos[name]
        if info.file_size > MAX_PART:
            raise refused("bomb")
        pieces, size = [], 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    if size > MAX_PART or (size > RATIO_FROM and size > MAX_RATIO * max(info.compress_size, 1)):
                        raise refused("bomb")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise refused("broken") from error
        return b"".join(pieces)

    def xml(self, name: str) -> Element | None:
        return parse_xml(self.read(name)) if name in self._infos else None


def parse_xml(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refused("unsafe_xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise refused("broken") from error
    return root
