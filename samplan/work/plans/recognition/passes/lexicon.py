"""The words of the field: how Swedish plans name their levels, parts and columns. No plan's own words."""

import re
from enum import StrEnum


class Role(StrEnum):
    """What the items under a heading, a lead-in or a column are."""

    ACTIVITY = "activity"
    CHALLENGE = "challenge"
    FOLLOWUP = "followup"
    MEASURE = "measure"
    GOAL = "goal"
    ACTOR = "actor"
    DETAIL = "detail"  # time, cost, status: stays as text with what it belongs to
    BACKGROUND = "background"


# Level words: a pattern for singular and plural, the level's name, its standard type.
TIERS: tuple[tuple[str, str, str], ...] = (
    (r"visioner(?:na)?|vision(?:en)?", "Vision", "impact"),
    (r"långsiktigt?a? mål(?:et|en)?", "Långsiktigt mål", "impact"),
    (r"övergripande mål(?:et|en)?|huvudmål(?:et|en)?", "Övergripande mål", "impact"),
    (r"effektmål(?:et|en)?", "Effektmål", "impact"),
    (r"målbild(?:er|erna|en)?", "Målbild", "outcome"),
    (r"prioriterat mål|prioriterade mål(?:en)?", "Prioriterat mål", "outcome"),
    (r"inriktningsmål(?:et|en)?", "Inriktningsmål", "outcome"),
    (
        r"strategiskt? inriktning(?:ar|arna|en)?|strategiska inriktning(?:ar|arna|en)?",
        "Strategisk inriktning",
        "direction",
    ),
    (r"inriktning(?:ar|arna|en)?", "Inriktning", "direction"),
    (r"strategiskt?a? område(?:n|na|t)?", "Strategiskt område", "direction"),
    (r"strategisk[at]? mål(?:et|en)?", "Strategiskt mål", "outcome"),
    (r"huvudstrategi(?:er|erna|n)?|delstrategi(?:er|erna|n)?|strategi(?:er|erna|n)?", "Strategi", "direction"),
    (r"fokusområde(?:n|na|t)?", "Fokusområde", "direction"),
    (r"prioriterat område|prioriterade områden(?:a)?|prioriterade området", "Prioriterat område", "direction"),
    (r"prioritering(?:ar|arna|en)?", "Prioritering", "direction"),
    (r"temaområde(?:n|na|t)?|teman?(?:t|na)?", "Tema", "direction"),
    (r"målområde(?:n|na|t)?", "Målområde", "outcome"),
    (r"utvecklingsområde(?:n|na|t)?", "Utvecklingsområde", "output"),
    (r"insatsområde(?:n|na|t)?", "Insatsområde", "output"),
    (r"åtgärdsområde(?:n|na|t)?", "Åtgärdsområde", "output"),
    (r"verksamhetsområde(?:n|na|t)?", "Verksamhetsområde", "output"),
    (r"delområde(?:n|na|t)?", "Delområde", "output"),
    (r"resultatmål(?:et|en)?", "Resultatmål", "output"),
    (r"aktivitetsmål(?:et|en)?", "Aktivitetsmål", "output"),
    (r"delmål(?:et|en)?", "Delmål", "output"),
    (r"etappmål(?:et|en)?", "Etappmål", "output"),
    (r"mål(?:et|en)?|målsättning(?:ar|arna|en)?", "Mål", "outcome"),
    (r"utmaningsfråg(?:a|or|orna|an)", "Utmaningsfråga", "question"),
    (r"utmaning(?:ar|arna|en)?", "Utmaning", "question"),
    (r"frågeställning(?:ar|arna|en)?", "Frågeställning", "question"),
    (r"område(?:n|na|t)?", "Område", "output"),
)
STANDARD_TYPES = {name: kind for _, name, kind in TIERS} | {"Fråga": "question", "Underområde": "output"}
QUESTION_TIERS = {name for name, kind in STANDARD_TYPES.items() if kind == "question"}

TIER_WORDS = "|".join(f"(?:{pattern})" for pattern, _, _ in TIERS)
_COMPILED = [(re.compile(pattern, re.I), name) for pattern, name, _ in TIERS]
PLURAL = re.compile(r"(?:er|or|ar|na|n|ningar)$", re.I)
_SINGULAR_ENDS = {"vision", "inriktning", "målsättning", "prioritering", "utmaning", "frågeställning"}

# «Mål 1: …», «Fokusområde A – …», «Långsiktigt mål och syfte: …»
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-ZÅÄÖ]|[IVX]{1,4})"
PREFIX = re.compile(
    rf"(?P<tier>{TIER_WORDS})(?:\s+och\s+(?:syfte|mål|inriktning))?"
    rf"(?:\s+(?:nr\.?\s*)?{_NUMBER}(?:\s*[:.–—)-]+\s*|\s+)|\s*[:–—]\s*|\s+-\s+)(?P<title>\S.*)$",
    re.I,
)
# «Mål 1», «delmål 1.2», «strategi 1 och 3», as a reference to a part.
REFERENCE = re.compile(
    rf"\b(?P<tier>{TIER_WORDS})\s+(?P<numbers>\d{{1,2}}(?:\.\d{{1,2}})*\.?(?:(?:\s*[,&/+]\s*|\s+(?:och|samt|eller)\s+|\s*[–-]\s*)\d{{1,2}}(?:\.\d{{1,2}})*)*|[A-H]\b)",
    re.I,
)
CHAPTER = re.compile(
    r"(?:del|kapitel|avsnitt|bilaga|appendix|kap\.?)\s*(?:\d{1,2}|[A-ZÅÄÖ]|[IVX]{1,4})\b[\s:.–—-]*(?P<title>.*)$", re.I
)
ANNEX = re.compile(r"(?:bilaga|bilagor|appendix)\b", re.I)


def tier_name(word: str) -> str | None:
    """The level that a word names, in any of its forms."""
    for pattern, name in _COMPILED:
        if pattern.fullmatch(word.strip()):
            return name
    return None


def tiers_named(text: str) -> list[tuple[int, str]]:
    """Every level word in a text, with its place; «insatsområde» is not also «område»."""
    found = [(m.start(), tier_name(m[0])) for m in re.finditer(rf"\b(?:{TIER_WORDS})\b", text, re.I)]
    return [(place, name) for place, name in found if name]


_ROLE_NOUNS: tuple[tuple[Role, str], ...] = (
    (Role.FOLLOWUP, r"uppföljningsfråg(?:a|or|orna)|kontrollfrågor|utvärderingsfrågor"),
    (
        Role.CHALLENGE,
        r"utmaningsfråg(?:a|or|orna)|utmaningar(?:na)?|frågeställning(?:ar|arna)?|nyckelfrågor|utvecklingsfrågor",
    ),
    (
        Role.ACTIVITY,
        r"aktiviteter(?:na)?|aktivitet|insatser(?:na)?|insats|åtgärder(?:na)?|åtgärd|åtgärdsförslag|aktivitetsförslag|"
        r"handlingsplan|aktivitetsplan|aktivitetslista|genomförandeplan|åtgärdsplan|åtaganden?(?:a)?|"
        r"arbetsuppgifter|uppgifter|uppdrag|deluppdrag|konkreta steg|prioriterade steg",
    ),
    (
        Role.MEASURE,
        r"indikator(?:er|erna)?|mått|måtten|nyckeltal(?:en)?|mätetal(?:en)?|mätvärden|resultatmått|effektmått|målvärden?",
    ),
    (
        Role.GOAL,
        r"mål|målen|delmål|delmålen|målsättning(?:ar|arna)?|målbild(?:er|erna)?|resultatmål|effektmål|inriktningsmål",
    ),
    (
        Role.ACTOR,
        r"ansvarig(?:a|t)?(?: aktör(?:er)?| nämnd(?:er)?| förvaltning(?:ar)?| part(?:er)?| funktion(?:er)?| verksamhet(?:er)?)?|"
        r"ansvar|aktör(?:er)?|utförare|huvudansvar(?:ig|iga)?|huvudaktör(?:er)?|samverkansparter|samarbetspart(?:er|ners)?|samverkan med|"
        r"medverkande|vem|av vem|vem gör|vem ansvarar|ägare|ansvarig chef|genomförs av|utförs av|part(?:er)?|organisation",
    ),
    (
        Role.DETAIL,
        r"tid|tidplan|tidsplan|tidpunkt|tidsram|när|klart|klar|start|startdatum|slutdatum|slut|år|status|kostnad|budget|resurs(?:er)?|finansiering|"
        r"kommentar(?:er)?|anmärkning|besvaras av|prioritet|senast|period|målgrupp(?:er)?|resultat|hur|metod|beskrivning|"
        r"förväntat resultat|effekt|förväntad effekt|syfte|koppling|källa|basvärde|nuläge|målnivå|datakälla|frekvens|tidsperiod|uppföljningsmetod|genomförande",
    ),
    (
        Role.BACKGROUND,
        r"bakgrund|nuläge|varför|beskrivning|nulägesbeskrivning|motiv|utgångsläge|behov|lägesbild|omvärld",
    ),
)
_ROLE_PATTERNS = [(role, re.compile(pattern, re.I)) for role, pattern in _ROLE_NOUNS]

# Whole headings that say what stands under them.
_FILL = (
    r"(?:(?:våra|vårt|identifierade|gemensamma|planerade|föreslagna|förslag till|förslag på|exempel på|prioriterade|konkreta|de|årliga|viktiga|"
    r"tillhörande|aktuella|nya|möjliga|länsgemensamma|kommande|pågående|övriga|följande|specifika|uppsatta)\s+)*"
)
_TAIL = r"(?:\s+(?:för|inom|som gäller|kopplade? till|under|\d{4}|på befolkningsnivå)\b.*|\s+[–-]\s.*)?"
LABELS: tuple[tuple[Role, re.Pattern[str], bool], ...] = tuple(
    (role, re.compile(pattern, re.I), strict)
    for role, pattern, strict in (
        # strict: everything listed under it is of the role; otherwise only what looks like it.
        (
            Role.FOLLOWUP,
            rf"att följa upp(?:\s+\w+)?|följ upp|följs upp|följa upp|så följs det upp|{_FILL}(?:uppföljningsfråg(?:a|or|orna)|frågor (?:att|för) följa upp|frågor för uppföljning|utvärderingsfrågor){_TAIL}",
            True,
        ),
        (
            Role.FOLLOWUP,
            r"hur (?:görs|sker|går) uppföljning\w*(?: till)?|(?:så|hur)(?: här)?(?: ska)?(?: \w+){0,2}? (?:följ(?:er|s|as|a)|mät(?:er|s|as|a)|utvärderas?)(?: \w+){0,6}|"
            r"(?:så|hur) vet (?:vi|man)(?: \w+){0,8}",
            False,
        ),
        (
            Role.FOLLOWUP,
            r"uppföljning(?:en)?(?: och (?:utvärdering|revidering|analys|lärande|återkoppling|rapportering|indikatorer|mätning))?|utvärdering|återrapportering|årlig uppföljning|"
            r"uppföljning (?:av|för|i|inom) .{1,60}|frågor (?:till|som gäller|för|om) .{1,60}|frågor att besvara|rapportering",
            False,
        ),
        (
            Role.CHALLENGE,
            rf"{_FILL}(?:utmaningsfråg(?:a|or|orna)|utmaningar|frågeställning(?:ar)?|nyckelfrågor|utvecklingsfrågor){_TAIL}",
            True,
        ),
        (
            Role.MEASURE,
            rf"{_FILL}(?:indikator(?:er)?|mått|nyckeltal|mätetal|resultatmått|effektmått)(?: och (?:mått|indikatorer|nyckeltal|mätetal|målvärden?))?{_TAIL}|så mäter vi.*|hur mäter vi.*|uppföljning (?:görs |sker )?(?:på befolkningsnivå|i befolkningen)",
            True,
        ),
        (
            Role.ACTIVITY,
            rf"{_FILL}(?:aktiviteter(?:na)?|insatser(?:na)?|åtgärder(?:na)?|aktivitet|insats|åtgärd|åtaganden|åtgärdsförslag|aktivitetsförslag|uppgifter|arbetsuppgifter|uppdraget|uppdrag)"
            rf"(?: och (?:insatser|åtgärder|aktiviteter|ansvar|ansvariga|tidplan|tidsplan))*{_TAIL}",
            True,
        ),
        (
            Role.ACTIVITY,
            r"(?:det här|detta|så|så här|vad)(?: ska| gör| vill| kommer)? vi(?: ska| att| nu)?(?: göra| gör| genomföra)(?: under \d{4}.*| tillsammans| för .*| framåt)?|"
            r"(?:detta|det här|så) (?:ska|gör) vi(?: göra)?|vad ska göras|vad behöver göras|vad (?:görs|gör vi)(?: .*)?|så gör vi(?: .*)?|hur gör vi(?: .*)?|hur når vi (?:dit|målet|målen)|så når vi (?:dit|målet|målen)",
            True,
        ),
        (
            Role.GOAL,
            rf"{_FILL}(?:kortsiktiga mål|mål på (?:kort|lång|längre|medellång) sikt|mål|målen|delmål|målsättning(?:ar)?|resultatmål|effektmål|inriktningsmål)(?:\s+(?:till |för |år )?\d{{4}}(?:\s*[–-]\s*\d{{4}})?)?(?: för (?:uppdraget|området|arbetet|perioden|planen|insatsområdet|fokusområdet).*)?|vad vill vi (?:uppnå|nå|åstadkomma)|(?:det här|hit|detta) vill vi (?:uppnå|nå|åstadkomma)|dit vill vi|detta vill vi uppnå|hit vill vi",
            True,
        ),
        (
            Role.ACTOR,
            r"ansvar(?:ig|iga)?|aktör(?:er)?|ansvariga? aktör(?:er)?|vem ansvarar|vem gör (?:det|vad)|ansvariga? nämnd(?:er)?",
            True,
        ),
        (Role.DETAIL, r"tidplan|tidsplan|när|tid|resurser|kostnad(?:er)?|finansiering|målgrupp(?:er)?|metod", True),
        (
            Role.BACKGROUND,
            r"bakgrund|nuläge|nulägesbeskrivning|varför(?: är det viktigt| det är viktigt)?|beskrivning|utgångsläge|lägesbild|så ser det ut(?: i dag| idag)?|motivering|"
            r"vad är (?:problemet|nuläget)|vad (?:betyder|innebär) det(?: här)?|vad vill vi (?:förändra|ändra|bidra till)|hur ser det ut(?: i dag| idag)?|syfte(?: och mål)?|definitioner?|vad säger forskningen",
            True,
        ),
    )
)


ACTION = re.compile(
    r"(?:aktivitet|insats|åtgärd|uppgift|deluppdrag|åtagande|projekt)\s+(?:nr\.?\s*)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[A-H])\s*[:.–—)-]*\s+(?P<title>\S.*)$",
    re.I,
)


def label(title: str) -> tuple[Role, bool] | None:
    """What a heading that is only a label says about what stands under it, and whether all of it is so."""
    text = re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", title.strip()).rstrip(" :?.…").strip()
    for role, pattern, strict in LABELS:
        if pattern.fullmatch(text):
            return role, strict
    return None


def field(text: str) -> tuple[Role, str, str] | None:
    """A labelled paragraph: «Ansvar: …» gives the role, the label's word and the value."""
    found = re.match(r"(?:\*\*|__)?([A-ZÅÄÖ][\wåäöÅÄÖ /()-]{1,34}?)\s*:\s*(?:\*\*|__)?\s*(.*)$", text, re.S)
    if not found:
        return None
    role = column(found[1])
    return (role, found[1], found[2].strip()) if role else None


_COLUMNS: tuple[tuple[Role, str], ...] = (
    (Role.FOLLOWUP, r"uppföljningsfråg\w*|fråg(?:a|or) (?:att|för|vid) (?:följa upp|uppföljning)|uppföljning"),
    (Role.CHALLENGE, r"utmaningsfråg\w*|frågeställning\w*|utmaning(?:ar)?"),
    (
        Role.MEASURE,
        r"så mäter vi(?: .*)?|hur (?:vet|ser|märker) vi(?: .*)?|så mäts(?: .*)?|mäts genom|(?:\w*indikator(?:er)?|\w*mått|nyckeltal|mätetal|hur mäts det|mätning)(?: .*)?",
    ),
    (Role.DETAIL, r"(?:målgrupp|målår|målvärde|målnivå|aktivitetsnummer|nr|nummer|id)\w*"),
    (
        Role.ACTIVITY,
        r"(?:aktivitet|insats|åtgärd|uppgift|deluppdrag|åtagande)(?:er|en|erna|na)?(?: (?!utförd|genomförd).*|/.*)?|vad(?: ska göras| görs| gör vi)?|vad ska vi göra|vi ska",
    ),
)
_COLUMN_PATTERNS = [(role, re.compile(pattern, re.I)) for role, pattern in _COLUMNS]


def column(head: str) -> Role | None:
    """What a column's or a field's head says about its values."""
    text = re.sub(r"\s+", " ", re.sub(r"\(.*?\)|[*_]", " ", head)).strip(" :?.").strip()
    text = re.sub(r"\s+\d{1,2}(?:\.\d{1,2})*$", "", text)
    for role, pattern in (*_COLUMN_PATTERNS, *_ROLE_PATTERNS):
        if pattern.fullmatch(text):
            return role
    if tier_name(text) or (len(text.split()) == 2 and tier_name(text.split()[-1])):
        return Role.GOAL
    words = text.split("/")
    return column(words[0]) if len(words) > 1 and words[0] != text else None


def lead_in(text: str) -> tuple[Role | None, str | None]:
    """What a sentence before a list says that the list is: a role, or the level whose names it gives.

    The last noun counts: «aktiviteter som kan sammanfattas i följande områden:» gives areas.
    """
    tail = text[-160:]
    places: list[tuple[int, Role | None, str | None]] = []
    for role, pattern in _ROLE_PATTERNS:
        if role in (Role.ACTOR, Role.DETAIL, Role.BACKGROUND):
            continue
        places += [(m.start(), role, None) for m in re.finditer(rf"\b(?:{pattern.pattern})\b", tail, re.I)]
    places += [(m.start(), Role.FOLLOWUP, None) for m in re.finditer(r"\bfrågor(?:na)?\b", tail, re.I)]
    places += [
        (place, None, name)
        for place, name in tiers_named(tail)
        if "mål" not in name.casefold() and name not in QUESTION_TIERS
    ]
    if re.search(r"\b(?:på befolkningsnivå|i befolkningen)\b", tail, re.I) and re.search(
        r"följ|uppföljning|mät", tail, re.I
    ):
        return Role.MEASURE, None
    return max(places, key=lambda found: found[0])[1:] if places else (None, None)


POPULATION = re.compile(r"\b(?:på befolkningsnivå|i befolkningen|befolkningens)\b", re.I)
BACKGROUND = re.compile(
    r"""(?:\w+\s+){0,2}?(?:inledning|bakgrund|sammanfattning|förord|läsanvisning(?:ar)?|innehåll|om\ (?:planen|dokumentet|strategin|programmet|handlingsplanen)
    |syfte|metod|nuläge|nulägesanalys|nulägesbeskrivning|analys|behovsanalys|omvärldsanalys|omvärldsbevakning|utgångspunkter|definitioner?|begrepp|ordlista|förkortningar
    |källor|referenser|litteratur|lästips|länkar|fotnoter|kontakt(?:uppgifter)?|giltighet(?:stid)?|revidering|avgränsning(?:ar)?|organisation|beslutsgång|beslut
    |styrdokument|lagstiftning|uppdraget\ i\ korthet|genomförande|process(?:en)?|framtagande|delaktighet|kommunikation|ekonomi|finansiering|ansvarsfördelning
    |perspektiv|genomgående\ perspektiv|förhållningssätt|värdegrund|roller|målgrupp(?:er)?|effekter|riskanalys|statistik|uppföljning)
    (?:(?:,|\ och|\ av|\ för|\ samt|\ i|\ till|:|\ -|\ –)\s.*)?
    |så\ (?:här\ )?(?:läser|arbetar|har|togs|tas|används|använder|gick|är|går).*|varför\ .*|hur\ (?:planen|arbetet|vi\ arbetat|denna\ plan|har).*|vad\ (?:är|menas|betyder).*
    |om\ .{1,40}|uppföljning\ av\ tidigare.*|.*\b(?:källor|referenser|referenslista)\b.*|planens?\ (?:uppbyggnad|struktur|syfte|giltighet|bakgrund).*|arbetet\ med\ planen.*|.*förändringsteori""",
    re.I | re.X,
)


_FIRM = re.compile(
    r"(?:inledning|bakgrund|sammanfattning|förord|läsanvisning(?:ar)?|innehåll|om (?:planen|dokumentet)|syfte|källor|referenser|definitioner|"
    r"begrepp|ordlista|förkortningar|litteratur|lästips|länkar|kontakt(?:uppgifter)?|giltighet(?:stid)?|revidering|avgränsning(?:ar)?)\b.*",
    re.I,
)


def is_firmly_background(title: str) -> bool:
    """Background whatever stands under it; other such headings may after all head a part that holds activities."""
    text = re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", title.strip())
    if found := CHAPTER.match(text):
        text = found["title"] or text
    return is_background(text) and bool(_FIRM.fullmatch(text))


def is_background(title: str) -> bool:
    text = re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", title.strip())
    if found := CHAPTER.match(text):
        text = found["title"] or text
    return bool(BACKGROUND.fullmatch(text.rstrip(" :?.").strip()))


_STRUCTURE_WORDS = re.compile(
    rf"\b(?:{TIER_WORDS}|aktivitet\w*|insats\w*|åtgärd\w*|indikator\w*|handlingsplan\w*|aktivitetsplan\w*|uppföljning\w*|ansvar\w*|tidplan|tidsplan|syfte\w*|mått)\b",
    re.I,
)
_FILLER = re.compile(
    r"\b(?:våra|vårt|vår|de|den|det|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\d+|och|samt|med|för|till|inom|i|per|planens?|länets?|regionens|kommunens|gemensamma?|prioriterade?|"
    r"strategiska?|fördjupning|av|övergripande|översikt|beskrivning|tillhörande|plan|planen|perioden|\d{4}|identifierade|detaljerad[et]?|presentation|sammanställning|områdena|under|psykisk|hälsa|vi|arbetar)\b",
    re.I,
)


def container(title: str) -> tuple[bool, str | None]:
    """Whether a heading only holds parts («Våra strategier», «Mål och aktiviteter»), and which level they are of."""
    text = re.sub(r"^\d+(?:\.\d+)*\.?\s+", "", title.strip())
    if found := CHAPTER.match(text):
        text = found["title"]
    left = _FILLER.sub(" ", _STRUCTURE_WORDS.sub(" ", text))
    named = [(m.start(), m[0]) for m in re.finditer(rf"\b(?:{TIER_WORDS})\b", text, re.I)]
    tiers = [tier_name(word) for _, word in named]
    if not re.sub(r"[\W_]+", "", left) and _STRUCTURE_WORDS.search(text):
        goals = [name for name in tiers if name]
        return True, goals[0] if goals else None
    plural = [tier_name(word) for _, word in named if is_plural_tier(word)]
    extra = len(re.sub(r"[\W_]+", " ", left).split())
    if (
        plural
        and extra <= 1
        and re.match(r"(?:\w+\s+){0,4}?(?:" + TIER_WORDS + r")\b", text, re.I)
        and text[:1].isupper()
        and ":" not in text
    ):
        return True, plural[-1]
    return False, None


def is_plural_tier(word: str) -> bool:
    return bool(re.search(r"(?:er|or|ar|rna|orna|områden|områdena|teman|målen)$", word.casefold()))
