"""Where reports of failure lie: a Maildir, an mbox file, or a mailbox over IMAP. Nothing in them is ever deleted."""

import imaplib
import mailbox
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT = 20


def from_maildir(path: Path) -> Iterator[bytes]:
    """What is new; when it is read it is moved to what is seen."""
    box = mailbox.Maildir(str(path), create=False)
    for key, message in list(box.iteritems()):
        if message.get_subdir() != "new":
            continue
        yield message.as_bytes()
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def from_mbox(path: Path) -> Iterator[bytes]:
    """All of it, each time: a letter noted before is not noted again."""
    box = mailbox.mbox(str(path), create=False)
    try:
        for message in box:
            yield message.as_bytes()
    finally:
        box.close()


def from_imap(address: str) -> Iterator[bytes]:
    """What is unseen; marked as seen one by one, after it is taken care of."""
    where = urlsplit(address)
    with _opened(where) as box:
        box.login(unquote(where.username or ""), unquote(where.password or ""))
        _ok(box.select(unquote(where.path.strip("/")) or "INBOX"))
        for number in _ok(box.uid("SEARCH", "UNSEEN"))[0].split():
            fetched = _ok(box.uid("FETCH", number, "(BODY.PEEK[])"))
            raw = next((part[1] for part in fetched if isinstance(part, tuple)), None)
            if raw is not None:
                yield raw
            _ok(box.uid("STORE", number, "+FLAGS", r"(\Seen)"))


def _opened(where: SplitResult) -> imaplib.IMAP4:
    host = where.hostname or ""
    if where.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, where.port or 993, timeout=TIMEOUT)
    return imaplib.IMAP4(host, where.port or 143, timeout=TIMEOUT)


def _ok(answer: tuple[str, list]) -> list:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(str(answer[1]))
    return answer[1]
