"""A letter's text as HTML: paragraphs, lists, and the one link that stands alone as a button. The text stays what counts."""

import re
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)»]")
DASH = ("– ", "- ")


@dataclass(frozen=True)
class Block:
    kind: str  # paragraph, list, button
    lines: list[SafeString] = field(default_factory=list)
    url: str = ""


def letter_html(subject: str, text: str, *, button: str = "", language: str) -> str:
    with translation.override(language):
        context = {"subject": subject, "blocks": blocks_of(text), "button": button, "language": language}
        return render_to_string("outbox/letter.html", context)


def blocks_of(text: str) -> list[Block]:
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        blocks += _paragraph(lines, has_button=any(b.kind == "button" for b in blocks))
    return blocks


def _paragraph(lines: list[str], *, has_button: bool) -> list[Block]:
    if len(lines) == 1 and not has_button and (found := ADDRESS.fullmatch(lines[0])):
        return [Block("button", url=found.group())]
    said = [line for line in lines if not line.startswith(DASH)]
    items = [line[2:] for line in lines if line.startswith(DASH)]
    blocks = []
    if said:
        blocks.append(Block("paragraph", [_linked(line) for line in said]))
    if items:
        blocks.append(Block("list", [_linked(line) for line in items]))
    return blocks


def _linked(line: str) -> SafeString:
    """The line escaped, with its addresses as links."""
    parts, at = [], 0
    for match in ADDRESS.finditer(line):
        parts.append(format_html("{}", line[at : match.start()]))
        parts.append(format_html('<a href="{}">{}</a>', match.group(), match.group()))
        at = match.end()
    parts.append(format_html("{}", line[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))
