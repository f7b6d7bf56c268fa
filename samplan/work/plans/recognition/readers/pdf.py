"""PDF documents. The file is read in a process of its own, so that a hostile file can exhaust nothing but that."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ..source import Document, Line
from .errors import ReadRefused, refused

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
    try:
        answer: dict = json.loads(done.stdout)
    except ValueError as error:
        raise refused("too_heavy") from error
    return answer


def _with_tuple(line: Line) -> Line:
    # JSON has lists only.
    if line.cells is not None:
        object.__setattr__(line, "cells", tuple(line.cells))
    return line
