"""Reads the PDF file on standard input and writes its lines as JSON; run by `pdf.py`, under limits."""

import json
import logging
import resource
import sys
from dataclasses import asdict

from .archive import MEGABYTE
from .errors import ReadRefused, refused

MAX_MEMORY = 800 * MEGABYTE
MAX_CPU_SECONDS = 75


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    logging.disable(logging.CRITICAL)  # the library reports each oddity of the file
    try:
        answer: dict[str, object] = {"lines": _lines(sys.stdin.buffer.read())}
    except ReadRefused as error:
        answer = {"refused": error.reason, "message": error.message_sv}
    json.dump(answer, sys.stdout)


def _lines(data: bytes) -> list[dict]:
    from .pdf_pages import lines_of_pdf  # the heavy library comes in under the limits

    try:
        return [asdict(line) for line in lines_of_pdf(data)]
    except (MemoryError, RecursionError) as error:
        raise refused("too_heavy") from error


if __name__ == "__main__":
    main()
