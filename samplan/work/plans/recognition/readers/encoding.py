"""Which letters the bytes of a text file stand for."""

import codecs
import re

from .errors import refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_000
_JUDGED = 300_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NORDIC = frozenset("åäöÅÄÖéÉèÈüÜøØæÆáàâêëíóôúçñ")
_TYPOGRAPHY = frozenset("–—…•·’‘”“»«„´`§°½¼¾%‰€£©®™×±²³µ¹ºª¤¨\u00a0\u00ad")
# UTF-8 once read as Windows-1252 and saved again: "Ã¥" for å, "â€“" for –.
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf„…–—€™‚ƒ†‡‰Š‹ŒŽ‘’“”•˜š›œžŸ]|â€.|Â[\u00a0-\u00bf]|ï¿½|ï»¿")


def decode(data: bytes) -> str:
    """The text, or ReadRefused when no encoding gives plausible Swedish."""
    text = _by_mark(data)
    if text is None:
        text = _by_null_pattern(data)
    if text is None:
        text = _as_utf8(data)
    if text is None:
        text = _as_western(data)
    _check_plausible(text)
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise refused("encoding") from error
    return None


def _by_null_pattern(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is null."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if high.count(0) > 0.8 * half and low.count(0) < 0.05 * half:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise refused("encoding") from error
    return None


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _as_western(data: bytes) -> str:
    """Windows-1252 where the letters outside ASCII are such that Swedish text has."""
    if b"\x00" in data:
        raise refused("not_text")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refused("encoding" if _mostly_ascii(data) else "not_text") from error
    judged = text[:_JUDGED]
    foreign = [char for char in judged if char > "\x7f"]
    if len(foreign) > 0.3 * len(judged):
        raise refused("not_text")
    expected = sum(char in _NORDIC or char in _TYPOGRAPHY for char in foreign)
    # A quotation mark or dagger inside a word is an å or ä of another code page.
    misplaced = len(re.findall(r"(?<=[a-z])[†‡„”Š‘’“Œšœ™](?=[a-z])", judged)) - len(re.findall(r"[a-z]’s\b", judged))
    if expected < 0.9 * len(foreign) or misplaced > 0.2 * len(foreign):
        raise refused("encoding")
    return text


def _mostly_ascii(data: bytes) -> bool:
    return sum(byte < 0x80 for byte in data[:_SAMPLE]) > 0.8 * min(len(data), _SAMPLE)


def _check_plausible(text: str) -> None:
    if "\x00" in text:
        raise refused("not_text")
    text = text[:_JUDGED]
    if len(_CONTROL.findall(text)) > 0.002 * len(text):
        raise refused("not_text")
    letters = sum(char.isalpha() for char in text)
    if letters and letters - sum(char < "\u0250" for char in text if char.isalpha()) > 0.3 * letters:
        raise refused("encoding")
    broken = text.count("\ufffd") + len(_MOJIBAKE.findall(text))
    right = sum(char in _NORDIC for char in text)
    # One slip in a long text is a slip; more than a tenth of the Swedish letters is a wrong encoding.
    if (broken > 2 and broken > 0.1 * right) or (broken and not right):
        raise refused("encoding")
