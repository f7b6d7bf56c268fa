"""Who does an activity: «(Aktör: …)», «Ansvarig: …», a column. A clean enumeration becomes several actors."""

import re

_WORD = (
    r"(?:aktör(?:er)?|(?:huvud)?ansvarig(?:a|t)?(?: (?:aktör(?:er)?|part(?:er)?|nämnd(?:er)?|förvaltning(?:ar)?|"
    r"verksamhet(?:er)?|organisation(?:er)?|funktion(?:er)?|för genomförandet?))?|ansvarar|(?:huvud)?ansvar|"
    r"utförare|genomförare|(?:genomförs|utförs|samordnas) av|samordnare|huvudaktör(?:er)?)"
)
_IN_PARENTHESES = re.compile(
    rf"\s*[(\[]\s*(?:{_WORD}\s*:|{_WORD}\s+är|aktör(?:er)?\s+)\s*(?P<names>(?:[^()\[\]]|\([^()]*\))*)(?:[)\]]|$)", re.I
)
_AT_THE_END = re.compile(rf"(?:(?<=[.;!])\s*|\s*[–—-]\s+|\s{{2,}}){_WORD}\s*:\s*(?P<names>[^:]+)$", re.I)
_BEFORE_NEXT = re.compile(
    rf"(?<=[.;!])\s*{_WORD}\s*:\s*(?P<names>[^:.;]+)(?P<end>[.;](?=\s+[A-ZÅÄÖ][\wåäö ]{{1,25}}:))", re.I
)
_AFTER_COMMA = re.compile(r",\s*(?:huvud)?ansvariga?(?:\s+är)?:?\s+(?P<names>[^.,;:()]{3,60})\.?$", re.I)
_NO_NAME = re.compile(r"\b(?:som|kanske|även|mm|m\.m|med flera|m\.fl|etc|ska|kan)\b", re.I)


def take_actors(text: str) -> tuple[str, list[str]]:
    """The text without the actors it names, and their names."""
    names: list[str] = []
    found = _IN_PARENTHESES.search(text)
    while found:
        names += split_names(found["names"])
        text = _closed_up(text[: found.start()], text[found.end() :])
        found = _IN_PARENTHESES.search(text)
    if not names and (found := _BEFORE_NEXT.search(text)):
        # «… Ansvarig: Skolan. Klart: 2023.»: what is said after it stays.
        names = split_names(found["names"])
        text = f"{text[: found.start()]}{text[found.end() :]}"
    if not names and (found := _AT_THE_END.search(text) or _AFTER_COMMA.search(text)):
        names = split_names(found["names"])
        text = text[: found.start()].rstrip()
    return text.strip(), list(dict.fromkeys(names))


def _closed_up(before: str, after: str) -> str:
    """«gör X . (Se Y)» keeps one stop; «gör X (Aktör: Z).» loses the stop that ended the parenthesis only."""
    rest = after.lstrip()
    if re.fullmatch(r"[.\s]*", rest):
        return before.rstrip()
    if rest[:1] in ".,;:":
        return before.rstrip() + rest
    return f"{before.rstrip()} {rest}"


def split_names(text: str) -> list[str]:
    """«Skolan, vården» is two; «Regionen/kommunen samt föreningar» is one spelling, for a person to map."""
    text = re.sub(r"[ \t]+", " ", text).strip(" .;")
    lines = [line.strip(" .;,•–-") for line in re.split(r"\n|;\s|\s•\s", text) if line.strip(" .;,•–-")]
    names: list[str] = []
    for line in lines:
        parts = [part.strip() for part in re.split(r",\s+(?![^(]*\))", line)]
        clean = len(parts) > 1 and all(0 < len(part.split()) <= 7 and not _NO_NAME.search(part) for part in parts)
        names += _last_parted(parts) if clean else [line]
    return [name for name in names if re.search(r"\w", name) and name.casefold() not in _NOBODY]


def _last_parted(parts: list[str]) -> list[str]:
    """«A, B och C» is three, but «A, vård och omsorg» is two: some names have an «och» of their own."""
    pair = re.fullmatch(r"(\S.*?)(?<!-) (?:och|samt) (?:(?:med|av) )?(\S.*)", parts[-1])
    if pair is None or _ONE_NAME.search(parts[-1]):
        return parts
    return [*parts[:-1], pair[1], pair[2]]


_ONE_NAME = re.compile(
    r"\b(?:vård|stöd|barn|unga|kultur|miljö|hälsa|social\w*|individ|familj\w*|utbildning|arbete|arbetsmarknad|mark|plan|bygg\w*|"
    r"samhälle|teknik|lärande|skola|förskola|äldre|missbruk|beroende|integration|tillväxt|sjukvård|kommunikation)"
    r"s? (?:och|samt) (?:omsorg\w*|unga?\w*|utbildning\w*|fritid\w*|sjukvård\w*|familj\w*|arbet\w*|omvårdnad\w*|hälso?\w*|integration\w*|"
    r"funktion\w*|beroende\w*|trygghet\w*|välfärd\w*|sociala?\w*|kultur\w*|bygg\w*|exploatering\w*|arbetsmarknad\w*|vuxn\w*|stöd\w*)\b",
    re.I,
)
_NOBODY = {"", "utreds", "ej beslutat", "-", "–", "saknas", "oklart", "ej klart", "x"}
