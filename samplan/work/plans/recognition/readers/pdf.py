"""PDF documents. The file is read in a process of its own, so that a hostile file can exhaust nothing but that."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from ..source import Document, Line
from .errors import ReadRefused, refused

_log = logging.getLogger(__name__)

MAX_SECONDS = 90
_PROCESS = "samplan.work.plans.recognition.readers.pdf_process"
_ROOT = Path(__file__).resolve().parents[5]
_END_MARK = b"%%EOF"
_END_WITHIN = 4_096


def read(data: bytes, name: str) -> Document:
    if _END_MARK not in data.rstrip(b"\x00\r\n\t ")[-_END_WITHIN:]:
        raise refused("truncated")
    answer = _answer(data)
    if "refused" in answer:
        raise ReadRefused(answer["message"], reason=answer["refused"])
    lines = (Line(**line) for line in answer["lines"])
    return Document(name=name, kind="pdf", lines=tuple(_with_tuple(line) for line in lines))


def _answer(data: bytes) -> dict:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])}
    try:
        done = subprocess.run(
            [sys.executable, "-m", _PROCESS],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused("too_heavy") from error
    if done.returncode < 0:  # ended by a limit
        raise refused("too_heavy")
    if done.returncode > 0:
        _log.error("Reading a PDF file failed: %s", done.stderr.decode(errors="replace")[-4_000:])
        raise refused("broken")
    answer: dict = json.loads(done.stdout)
    return answer


def _with_tuple(line: Line) -> Line:
    # JSON has lists only.
    if line.cells is not None:
        object.__setattr__(line, "cells", tuple(line.cells))
    return line
