"""Reads the texts back out of what the renderers made, for the tests."""

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree
from zipfile import ZipFile

import pdfplumber

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED_CLASSES = {"doc-popover", "doc-note", "doc-narrow", "doc-hidden", "doc-sources-title"}
_SKIPPED_TAGS = {"svg", "summary", "sup"}
_VOID = {"br", "hr", "img", "input", "meta", "link"}


class _Text(HTMLParser):
    """The text of a page, without buttons of the page itself, pictures and what is shown twice."""

    def __init__(self):
        super().__init__()
        self.words = []
        self.depth = 0
        self.skipped_from = None

    def handle_starttag(self, tag, attrs):
        if tag in _VOID:
            return
        self.depth += 1
        classes = set((dict(attrs).get("class") or "").split())
        if self.skipped_from is None and (tag in _SKIPPED_TAGS or classes & _SKIPPED_CLASSES):
            self.skipped_from = self.depth
        self.words.append("\n" if tag in ("p", "div", "li", "td", "th", "dd", "dt", "figcaption", "span") else "")

    def handle_endtag(self, tag):
        if self.skipped_from == self.depth:
            self.skipped_from = None
        self.depth -= 1

    def handle_data(self, data):
        if self.skipped_from is None:
            self.words.append(data)


def web_text(html):
    parser = _Text()
    parser.feed(html)
    return "".join(parser.words)


def word_text(data):
    """Every part with text in it: body, head, foot and footnotes."""
    texts = []
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
                for paragraph in ElementTree.fromstring(archive.read(name)).iter(f"{_W}p"):
                    runs = [run for run in paragraph.iter(f"{_W}r") if not _is_note_mark(run)]
                    texts.append("".join(_word_node(node) for run in runs for node in run.iter()))
    return "\n".join(texts)


def _is_note_mark(run):
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(f"{_W}val") == "FootnoteReference"


def _word_node(node):
    if node.tag in (f"{_W}tab", f"{_W}br"):
        return " "
    return node.text or "" if node.tag == f"{_W}t" else ""


def pdf_text(data):
    """Without the raised numbers of notes, which would stick to the word before them."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = [page.filter(lambda thing: not _is_note_number(thing)) for page in pdf.pages]
        text = "\n".join(page.extract_text(x_tolerance=1.5) or "" for page in pages)
    return re.sub(r"[\u00ad-]\n", "", text)


def _is_note_number(thing):
    if thing["object_type"] != "char" or not thing["text"].isdigit() or "SemiBold" not in thing["fontname"]:
        return False
    colour = thing["non_stroking_color"]
    return len(colour) == 3 and colour[0] < 0.1 and colour[2] > 0.35


def words(text):
    """Words and numbers, without the signs around them. Thousands may be parted by any space."""
    plain = text.replace("\u00a0", " ").replace("\u2002", " ")
    return re.findall(r"[^\W_]+", plain)
