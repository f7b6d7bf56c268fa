"""Asks a clamd daemon whether a file is clean, by its INSTREAM protocol: length-prefixed pieces, then one line of answer."""

import socket
import struct
from urllib.parse import urlsplit

_PIECE = 64 * 1024
_TIMEOUT = 30  # seconds without an answer


class ScannerDown(Exception):
    """No usable answer: the file is not known to be clean."""


def found_in(data: bytes, address: str) -> str:
    """The name of what clamd found, "" if nothing. `address` is tcp://host:port or unix:///path; ScannerDown without a clear answer."""
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = _line(connection)
    except OSError as error:
        raise ScannerDown(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(answer or "no answer")


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_TIMEOUT)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=_TIMEOUT)


def _line(connection: socket.socket) -> str:
    """clamd ends its answer with NUL; one that is cut short is no answer."""
    answer = b""
    while not answer.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece or len(answer) > 4096:
            raise ScannerDown("the answer was cut short")
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
