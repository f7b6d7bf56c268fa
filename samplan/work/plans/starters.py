"""Ways to begin a plan: levels with their standard types, and the headings that are there from the start. Named by what they are,
not by who works so; a county changes the words as it likes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.language import house_language
from samplan.foundation.terms.models import Term, Vocabulary

from .actions import NewNode, NewTier
from .models import Edition, Tier

Words = str | Promise
IMPACT, OUTCOME, OUTPUT, QUESTION, DIRECTION = (
    Tier.Type.IMPACT,
    Tier.Type.OUTCOME,
    Tier.Type.OUTPUT,
    Tier.Type.QUESTION,
    Tier.Type.DIRECTION,
)


@dataclass(frozen=True)
class Level:
    name: Words
    type: str
    is_vision: bool = False


@dataclass(frozen=True)
class Starter:
    key: str
    name: Words
    suits: Words  # when it suits, in a sentence
    levels: tuple[Level, ...]
    headings: tuple[tuple[int, int | None, Words], ...] = ()  # (level, the heading it stands under, title)
    numbers_itself: bool = False


_AREA, _PART = Level(_("Insatsområde"), OUTCOME), Level(_("Delområde"), OUTPUT)
STARTERS = (
    Starter(
        "visions",
        _("Målbilder och insatsområden"),
        _(
            "När brukarnas organisationer formulerar vad ni ska nå, och arbetet är ordnat i områden som följs upp med frågor."
        ),
        (
            Level(_("Långsiktigt mål"), IMPACT),
            Level(_("Målbild"), OUTCOME, is_vision=True),
            Level(_("Strategisk inriktning"), DIRECTION),
            _AREA,
            _PART,
            Level(_("Utmaningsfråga"), QUESTION),
        ),
        (
            (0, None, _("Vårt långsiktiga mål")),
            (1, 0, _("Den första målbilden, med brukarnas egna ord")),
            (2, 0, _("Den första inriktningen")),
            (3, 2, _("Det första insatsområdet")),
        ),
    ),
    Starter(
        "assignments",
        _("Fokusområden och uppdrag"),
        _("När planen samlar behov, projekt med gemensamma medel och uppdrag som organen ger varandra."),
        (Level(_("Vision"), IMPACT), Level(_("Fokusområde"), OUTCOME), Level(_("Mål"), OUTPUT)),
        ((0, None, _("Vår vision")), (1, 0, _("Det första fokusområdet"))),
    ),
    Starter(
        "goals",
        _("Fokusområden och numrerade mål"),
        _("När ni följer upp mål för mål varje år, och skiljer det nya från ordinarie verksamhet."),
        (Level(_("Fokusområde"), DIRECTION), Level(_("Mål"), OUTCOME), _PART),
        (
            (0, None, _("Det första fokusområdet")),
            (1, 0, _("Det första målet")),
            (0, None, _("Ordinarie verksamhet")),
            (0, None, _("Övrigt arbete")),
        ),
        numbers_itself=True,
    ),
    Starter(
        "national",
        _("De nationella målen"),
        _(
            "När länets mål ska svara mot den nationella strategins. Målen ligger överst, och ni skriver era egna under dem."
        ),
        (Level(_("Nationellt mål"), IMPACT), Level(_("Vårt mål"), OUTCOME), _PART),
    ),
    Starter(
        "usual",
        _("Mål, område och delområde"),
        _("När ni vill ha något enkelt att bygga på. Planen är tom från början."),
        (Level(_("Mål"), IMPACT), Level(_("Område"), OUTCOME), _PART),
    ),
)


@dataclass(frozen=True)
class Beginning:
    """What a new edition is made with: words in the house's language, and the terms that its parts answer to."""

    tiers: list[NewTier]
    nodes: list[NewNode]
    numbers_itself: bool = False
    terms: tuple[tuple[str, Term], ...] = ()  # (a node's ref, what it answers to)


def beginning(key: str) -> Beginning:
    starter = next(one for one in STARTERS if one.key == key)
    with house_language():
        tiers = [NewTier(str(level.name), level.type, level.is_vision) for level in starter.levels]
        nodes = [
            NewNode(str(ref), tiers[level].name, None if under is None else str(under), "", str(title))
            for ref, (level, under, title) in enumerate(starter.headings)
        ]
    if key != "national":
        return Beginning(tiers, nodes, starter.numbers_itself)
    goals = [(str(ref), term) for ref, term in enumerate(national_goals())]
    nodes = [NewNode(ref, tiers[0].name, None, term.code, term.text, _said_by(term)) for ref, term in goals]
    return Beginning(tiers, nodes, terms=tuple(goals))


def _said_by(term: Term) -> str:
    return "\n\n".join(words for words in (term.definition, term.source) if words)


def national_goals() -> list[Term]:
    """The national goals that hold today, in their order; none when the country has no list of them."""
    lists = Vocabulary.objects.filter(county=None, kind=Vocabulary.Kind.GOALS)
    now = lists.exclude(valid_to__lt=today()).exclude(valid_from__gt=today()).order_by("-valid_from", "-pk").first()
    return list(now.terms.filter(parent=None)) if now else []


def like(edition: Edition, *, with_parts: bool) -> Beginning:
    """As another plan: its levels, and its parts too when they are asked for. Nothing ties the two together after."""
    tiers = [NewTier(t.name, t.standard_type, t.is_target_vision) for t in edition.tiers.all()]
    nodes = [
        NewNode(str(n.pk), n.tier.name, str(n.parent_id) if n.parent_id else None, n.number, n.title, n.text)
        for n in (edition.nodes.select_related("tier") if with_parts else ())
    ]
    return Beginning(tiers, nodes, edition.numbers_itself)


def preview(starter: Starter) -> tuple[list[str], list[str]]:
    """The names of its levels, and its headings."""
    goals = [term.text for term in national_goals()] if starter.key == "national" else []
    return [str(level.name) for level in starter.levels], goals or [str(title) for *_, title in starter.headings]
