"""Words, target groups, places and assessments of the first county in the demonstration. What is not a public fact says so."""

from samplan.foundation.people.actions.places import add_place
from samplan.foundation.people.models import Organisation, User
from samplan.foundation.terms import actions as terms
from samplan.foundation.terms.models import Term, Vocabulary
from samplan.foundation.terms.national import load_national
from samplan.work.activities.models import Activity, ActivityTerm, Assessment
from samplan.work.plans.models import Edition, NodeTerm, PlanVocabulary

COUNTY = "17"
PERSPECTIVES = (
    "Jämställdhet",
    "Jämlikhet",
    "Hbtqi",
    "Tillgänglighet",
    "Mångfald",
    "Barnperspektivet",
    "Äldres perspektiv",
)
# Word, first and last year. Nobody is for those between seven and twelve.
GROUPS: list[tuple[str, int | None, int | None]] = [
    ("Små barn och deras föräldrar", 0, 6),
    ("Unga", 13, 25),
    ("Ungdomar i skolan", 13, 24),
    ("Vuxna", 18, 64),
    ("Äldre", 65, None),
    ("Närstående", None, None),
]
METHODS = ("Utbildning", "Samtal i grupp", "Uppsökande arbete")
MEANINGS = [
    ("samordnad individuell plan", "En plan som kommun och region gör tillsammans med den som behöver insatser från båda.", "SIP", "synonym"),
    ("skadligt bruk och beroende", "När alkohol, droger eller spel skadar, eller styr vardagen.", "missbruk", "older"),
    ("egenerfarenhet", "Kunskap som kommer av att själv ha levt med psykisk ohälsa.", "", ""),
]  # fmt: skip
OUTCOMES = ("meets", "partly", "not", "irrelevant")
# Sub-area: what it answers to in the national goals, by code.
ANSWERS = {"1.1": "1", "1.3": "3", "2.1": "2", "2.2": "2", "3.1": "4", "3.2": "1", "4.3": "4"}


def sort_into_words(edition: Edition, coordinator: User) -> None:
    county = edition.plan.county
    if county.code != COUNTY:
        return
    load_national()
    perspectives = _list(edition, "perspectives", "Planens perspektiv", PERSPECTIVES, coordinator)
    groups = _groups(edition, coordinator)
    methods = _list(edition, "methods", "Metoder", METHODS, coordinator)
    _meanings(edition, coordinator)
    goals = Vocabulary.objects.get(county=None, kind=Vocabulary.Kind.GOALS)
    lists = {goals, perspectives[0].vocabulary, groups[0].vocabulary, methods[0].vocabulary}
    PlanVocabulary.objects.bulk_create([PlanVocabulary(plan=edition.plan, vocabulary=v) for v in lists])
    codes = dict(goals.terms.values_list("code", "pk"))
    nodes = {n.number: n for n in edition.nodes.exclude(tier__is_target_vision=True)}
    NodeTerm.objects.bulk_create([NodeTerm(node=nodes[number], term_id=codes[c]) for number, c in ANSWERS.items()])
    _sort(list(Activity.objects.filter(edition=edition)), groups, methods, perspectives, coordinator)
    town = Organisation.objects.filter(county=county, kind=Organisation.Kind.MUNICIPALITY).order_by("code").first()
    place = add_place(municipality=town, name="Norra stadsdelen (påhittad)", by=coordinator) if town else None
    if place:
        place.activities.set(Activity.objects.filter(edition=edition)[:3])


def _list(edition: Edition, kind: str, name: str, words: tuple[str, ...], by: User) -> list[Term]:
    made = terms.add_vocabulary(county=edition.plan.county, kind=kind, name=name, by=by)
    return [terms.add_term(vocabulary=made, text=text, position=n, by=by) for n, text in enumerate(words, 1)]


def _groups(edition: Edition, by: User) -> list[Term]:
    made = terms.add_vocabulary(
        county=edition.plan.county, kind="target_groups", name="Målgrupper", description="Påhittade åldrar.", by=by
    )
    return [
        terms.add_term(vocabulary=made, text=text, age_from=first, age_to=last, position=n, by=by)
        for n, (text, first, last) in enumerate(GROUPS, 1)
    ]


def _meanings(edition: Edition, by: User) -> None:
    made = terms.add_vocabulary(county=edition.plan.county, kind="glossary", name="Ord i planen", by=by)
    for text, meaning, other, kind in MEANINGS:
        term = terms.add_term(vocabulary=made, text=text, definition=meaning, by=by)
        if other:
            terms.add_spelling(term=term, kind=kind, text=other, by=by)


def _sort(
    activities: list[Activity], groups: list[Term], methods: list[Term], perspectives: list[Term], by: User
) -> None:
    """Two of three have a target group, and every other has been assessed; one perspective nobody works with."""
    words, assessed = [], []
    for n, activity in enumerate(activities):
        if n % 3:
            words.append(ActivityTerm(activity=activity, term=groups[(n + n // 3) % len(groups)]))
        if n % 4 == 0:
            words.append(ActivityTerm(activity=activity, term=methods[n % len(methods)]))
        for m, term in enumerate(perspectives if n % 2 else ()):
            outcome = OUTCOMES[(n + m) % 4]
            if term.text == "Hbtqi":
                outcome = "not"
            if (n + m) % 5:
                assessed.append(Assessment(activity=activity, term=term, outcome=outcome, by_id=by.pk, by_name=by.name))
    ActivityTerm.objects.bulk_create(words)
    Assessment.objects.bulk_create(assessed)
