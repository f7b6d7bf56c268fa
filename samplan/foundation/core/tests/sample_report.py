"""A made-up yearly report with every kind of block, for the tests of the renderers."""

from datetime import date

from samplan.foundation.core.charts.data import (
    Answer,
    AnswerStrip,
    ChangeRow,
    Changes,
    Count,
    Counts,
    Distribution,
    DistributionRow,
    RoundCurve,
)
from samplan.foundation.core.documents.model import (
    AnnexHeading,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Lead,
    PageBreak,
    Quote,
    paragraph,
    runs,
)
from samplan.foundation.core.documents.pieces import (
    Cell,
    Column,
    Empty,
    Fact,
    Missing,
    Row,
    Source,
    Table,
    Text,
    Value,
)

QUESTION = "Är det lättare att hitta rätt hjälp än i fjol?"
ROUND = Source(
    "Årsuppföljning 2026, fråga 7",
    url="/uppfoljning/2026/fraga/7",
    facts=(Fact("Svar", "15 av 17 organisationer"), Fact("Räknat", "9 februari 2027 kl. 08.15"), Fact("Version", "3")),
)
ACTIVITY = Source(
    "Aktivitet 3.12, resultat helår 2026, version 9 januari 2027", url="https://example.org/aktivitet/3-12"
)
SURVEY = Source("Påhittad enkät om hälsa, Exempelmyndigheten. Hämtad 6 februari 2027")
PLACES = (
    "Forsby",
    "Ekby",
    "Tallvik",
    "Sjöarp",
    "Granhult",
    "Alby",
    "Norrlunda",
    "Björkåsa",
    "Stenvik",
    "Åmynne",
    "Örvik",
)


def number(value: int, source: Source | None = None) -> Value:
    return Value(f"{value:,}".replace(",", " "), value, source)


def row(name: str, *cells: Cell | int | str) -> Row:
    made = [number(c) if isinstance(c, int) else Value(c) if isinstance(c, str) else c for c in cells]
    return Row((Value(name), *made))


TALKS = Table(
    "Första samtal 2025 och 2026.",
    (Column("Kommun"), Column("2025", True), Column("2026", True), Column("Inom en vecka", True)),
    (
        row("Forsby", 61, 187, "75 %"),
        row("Ekby", Missing(Empty.NOT_APPLICABLE), 49, "71 %"),
        row("Tallvik", 12, Missing(Empty.NOT_ANSWERED), Missing(Empty.NOT_MEASURABLE)),
        row("Sjöarp", Missing(Empty.PROTECTED), Missing(Empty.VACANT), Missing(Empty.PROTECTED, SURVEY)),
        row("Granhult", Missing(Empty.ZERO), 1024, Value("74 %", source=ACTIVITY)),
    ),
    total=row("Samtliga", 73, 1260, "74 %"),
    note="Första samtalen i Ekby hölls i september 2026.",
    source=ACTIVITY,
)
DISTRIBUTION = Distribution(
    QUESTION,
    (
        DistributionRow("2025", yes=2, partly=9, no=4, dont_know=1, not_answered=1),
        DistributionRow("2026", yes=6, partly=7, no=2, dont_know=1, not_applicable=0, not_answered=1),
    ),
)
CHANGES = Changes(
    "Vem har ändrat sig?",
    "2025",
    "2026",
    (
        ChangeRow("Forsby", Answer.PARTLY, Answer.YES),
        ChangeRow("Ekby", Answer.NO, Answer.PARTLY),
        ChangeRow("Tallvik", Answer.PARTLY, Answer.NO),
        ChangeRow("Sjöarp", Answer.YES, Answer.YES),
        ChangeRow("Granhult", Answer.DONT_KNOW, Answer.YES),
        ChangeRow("Region Norrlunda", Answer.PARTLY, None),
    ),
)
COUNTS = Counts("Hinder", (Count("Tid för utbildning", 6), Count("Olika verktyg på olika håll", 5)))
STRIP = AnswerStrip("Svar 2026", DISTRIBUTION.rows[-1])
CURVE = RoundCurve(
    "Svar dag för dag",
    date(2026, 11, 2),
    date(2026, 12, 11),
    expected=17,
    label="2026",
    received=(0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5, 6),
    earlier_label="2025",
    earlier=tuple(min(15, day * day // 95) for day in range(40)),
)

REPORT = Document(
    title="Det är lättare att hitta rätt, men tiden räcker inte",
    subtitle="Årsrapport 2026 för gemensam plan för psykisk hälsa",
    kicker="Årsrapport 2026 · Norrlunda",
    lead="Sex av sjutton organisationer svarar att det har blivit lättare att hitta rätt hjälp. Det är fyra fler än i fjol.",
    sender="Region Norrlunda och 16 kommuner",
    diary_number="RN/2026-127",
    date=date(2027, 2, 9),
    foot="Årsrapport 2026 · Norrlunda",
    marking="Exempel, påhittade uppgifter",
    blocks=(
        Contents(depth=2),
        PageBreak(),
        Heading(1, "Sammanfattning", "1"),
        Lead(runs("Det går åt rätt håll på de flesta håll. Där tjänster står tomma går arbetet tillbaka.")),
        KeyFigures(
            (
                KeyFigure("15 av 17", "organisationer har svarat", "2 har inte svarat", ROUND),
                KeyFigure("6", "svarar att det är lättare att hitta rätt", "2 i fjol"),
                KeyFigure("1 260", "första samtal under året", source=ACTIVITY),
            )
        ),
        paragraph("Vi har frågat alla som står bakom planen. Så här gjorde vi:"),
        BulletList(
            (
                runs("frågorna kommer ur planen och är ", Text("desamma som i fjol", bold=True)),
                runs("ansvarig chef har godkänt varje svar"),
                runs("brukarnas egna ord står som de skrevs, se ", Text("om planen", link="https://example.org/plan")),
            )
        ),
        Heading(1, "Hjälp i tid", "3"),
        Heading(2, "Att hitta rätt", "3.4"),
        Lead(
            runs(
                "Det har blivit lättare att hitta rätt hjälp i sex organisationer. Där tjänster står tomma går arbetet tillbaka."
            ),
            margin=("Målbild 4", "Fråga 7"),
        ),
        paragraph(
            Text("Sex av sjutton", source=ROUND),
            " organisationer svarar ja på frågan om det har blivit lättare att hitta rätt hjälp, mot två året"
            " före. Gemensamt för de sex är ett nummer som delas med vårdcentralen. I Forsby och Ekby fick ",
            Text("236 personer", bold=True, source=ACTIVITY),
            " ett första samtal, 74 procent inom en vecka.",
        ),
        paragraph(
            "I Tallvik har arbetet gått tillbaka sedan kuratorn slutade i mars. Brukarna bedömer målbild 4 som lika."
        ),
        Figure(
            "Är det lättare att hitta rätt hjälp än i fjol? Antal organisationer av 17.", DISTRIBUTION, source=ROUND
        ),
        TALKS,
        Quote("Vi slutade skicka folk vidare.\nDet märktes redan första veckan.", "Ekby kommun", "Ja, delvis i fjol"),
        Heading(3, "Vem har ändrat sig?"),
        Figure("Två har gått framåt och en bakåt.", CHANGES),
        Heading(2, "Det som hindrar", "3.5"),
        Figure("Tid nämns oftast.", COUNTS, source=ROUND),
        Figure("Svaren kom senare än i fjol.", CURVE),
        Figure("Varje organisation är en ruta.", STRIP, alt="Sex rutor är fyllda."),
        AnnexHeading("Vilka som svarade", "Bilaga 1"),
        Table(
            "Svar per organisation.",
            (Column("Organisation"), Column("Svar"), Column("Ansvarig verksamhet"), Column("Antal texter", True)),
            tuple(
                row(f"{place} kommun", "Delvis", "Individ- och familjeomsorgsförvaltningen", index)
                for index, place in enumerate(PLACES)
            ),
        ),
    ),
)
