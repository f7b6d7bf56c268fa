"""The words that a chart adds by itself, in the language of the document it stands in."""

from typing import Literal, TypeAlias

from .data import Answer

Language: TypeAlias = Literal["sv", "en"]

_ANSWERS = {
    "sv": {
        Answer.YES: "Ja",
        Answer.PARTLY: "Delvis",
        Answer.NO: "Nej",
        Answer.DONT_KNOW: "Vet inte",
        Answer.NOT_APPLICABLE: "Ej aktuellt",
        Answer.NOT_ANSWERED: "Ej svarat",
    },
    "en": {
        Answer.YES: "Yes",
        Answer.PARTLY: "Partly",
        Answer.NO: "No",
        Answer.DONT_KNOW: "Don’t know",
        Answer.NOT_APPLICABLE: "Does not apply",
        Answer.NOT_ANSWERED: "No answer",
    },
}
_WORDS = {
    "sv": {
        "answer": "Svar",
        "away": "längre från ja",
        "change": "Förändring",
        "count": "Antal",
        "day": "Dag",
        "expected": "Alla {count}",
        "not_asked": "inte tillfrågad",
        "of": "{count} av {expected}",
        "organisation": "Organisation",
        "same": "samma svar",
        "thing": "Vad",
        "today": "i dag",
        "towards": "närmare ja",
        "unknown": "går inte att jämföra",
    },
    "en": {
        "answer": "Answer",
        "away": "further from yes",
        "change": "Change",
        "count": "Number",
        "day": "Day",
        "expected": "All {count}",
        "not_asked": "not asked",
        "of": "{count} of {expected}",
        "organisation": "Organisation",
        "same": "the same answer",
        "thing": "What",
        "today": "today",
        "towards": "nearer yes",
        "unknown": "cannot be compared",
    },
}
_MONTHS = {
    "sv": "jan feb mars apr maj juni juli aug sep okt nov dec".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}


def answer_word(answer: Answer | None, language: Language) -> str:
    return word("not_asked", language) if answer is None else _ANSWERS[language][answer]


def word(key: str, language: Language) -> str:
    return _WORDS[language][key]


def month(number: int, language: Language) -> str:
    return _MONTHS[language][number - 1]
