"""What mail servers say of letters that did not arrive (RFC 3464): read, and noted on the letter with that Message-ID."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message

from .actions import mark_bounced
from .models import Mail

MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True)
class Bounce:
    message_ids: tuple[str, ...]  # the letter it is about, best guess first
    error: str  # "5.1.1 smtp; 550 no such user here"


def note_bounces(raw: Iterable[bytes]) -> list[Mail]:
    """The letters that these messages say did not arrive. What is something else is passed by."""
    found = (note_bounce(one) for one in raw)
    return [mail for mail in found if mail]


def note_bounce(raw: bytes) -> Mail | None:
    bounce = read(raw)
    if bounce is None:
        return None
    for message_id in bounce.message_ids:
        if mail := mark_bounced(message_id=message_id, error=bounce.error):
            return mail
    return None


def read(raw: bytes) -> Bounce | None:
    """None: not a report of failure (a delay, a receipt, an answer from somebody on leave, anything else)."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        status = next((p for p in message.walk() if p.get_content_type() == "message/delivery-status"), None)
        failed = next((group for group in _groups(status) if _action(group) == "failed"), None)
        return Bounce(_ids(message), _error(failed)) if failed is not None else None
    except (MessageError, LookupError, ValueError, TypeError):  # what nobody could read is no report
        return None


def _groups(status: Message | None) -> Iterator[Message]:
    """The part's groups of fields: the first is about the message, the others about a receiver each."""
    groups = status.get_payload() if status is not None else []
    if isinstance(groups, list):
        yield from (group for group in groups if isinstance(group, Message))


def _action(group: Message) -> str:
    return str(group.get("Action", "")).partition("(")[0].strip().lower()


def _error(group: Message) -> str:
    words = " ".join(str(group.get("Diagnostic-Code", "")).split())
    return f"{str(group.get('Status', '')).strip()} {words}".strip()


def _ids(message: EmailMessage) -> tuple[str, ...]:
    """From the original, whole or its headers only; else from the report's own references."""
    texts: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            texts += [str(m.get("Message-ID", "")) for m in inner if isinstance(m, Message)]
        elif part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            headers = message_from_bytes(payload if isinstance(payload, bytes) else b"", policy=policy.default)
            texts.append(str(headers.get("Message-ID", "")))
    texts += [str(message.get("In-Reply-To", "")), str(message.get("References", ""))]
    return tuple(dict.fromkeys(found for text in texts for found in MESSAGE_ID.findall(text)))
