"""The few words that a document adds by itself.

A document is printed in its own language, not in its reader's, and a frozen one must read the same for ever:
therefore here and not in the translation files.
"""

from datetime import date

from .model import Language
from .pieces import Empty

_WORDS = {
    "sv": {
        "alt": "Diagram",
        "annex_figures": "Siffrorna i diagrammen",
        "close": "Stäng",
        "contents": "Innehåll",
        "diary_number": "Dnr",
        "figure": "Figur",
        "meaning": "Vad ordet betyder",
        "meanings": "Ord i texten",
        "notes": "Noter",
        "page": "Sida",
        "see_source": "Se underlaget",
        "source": "Källa",
        "sources": "Källor",
        "table": "Tabell",
        "texts": "Texter",
        "view_table": "Visa som tabell",
        "where_from": "Var uppgiften kommer ifrån",
        "section": "Avsnitt",
        "text": "Text",
        "who": "Vem",
        "note": "Anmärkning",
        "number": "Nr",
        "name": "Rubrik",
    },
    "en": {
        "alt": "Chart",
        "annex_figures": "The figures behind the charts",
        "close": "Close",
        "contents": "Contents",
        "diary_number": "Ref.",
        "figure": "Figure",
        "meaning": "What the word means",
        "meanings": "Words in the text",
        "notes": "Notes",
        "page": "Page",
        "see_source": "See what it rests on",
        "source": "Source",
        "sources": "Sources",
        "table": "Table",
        "texts": "Texts",
        "view_table": "Show as a table",
        "where_from": "Where this comes from",
        "section": "Section",
        "text": "Text",
        "who": "Who",
        "note": "Note",
        "number": "No",
        "name": "Heading",
    },
}
_EMPTY = {
    "sv": {
        Empty.NOT_ANSWERED: "inte svarat",
        Empty.NOT_APPLICABLE: "gäller inte",
        Empty.VACANT: "vakant",
        Empty.NOT_MEASURABLE: "ej mätbar än",
        Empty.PROTECTED: "uppgift skyddas",
        Empty.ZERO: "0",
    },
    "en": {
        Empty.NOT_ANSWERED: "no answer",
        Empty.NOT_APPLICABLE: "does not apply",
        Empty.VACANT: "vacant",
        Empty.NOT_MEASURABLE: "not measurable yet",
        Empty.PROTECTED: "protected",
        Empty.ZERO: "0",
    },
}
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def word(key: str, language: Language) -> str:
    return _WORDS[language][key]


def empty_word(kind: Empty, language: Language) -> str:
    return _EMPTY[language][kind]


def long_date(day: date, language: Language) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
