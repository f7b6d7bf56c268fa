"""Whether a line says what is to be done: by its verb, in the form that plans use."""

import re

_SHORT_VERBS = frozenset("ta ge se få gå stå slå bli be le nå dra ha fly sy tro".split())
_SHALL = re.compile(r"^(?:\S+\s+){1,7}?(?:ska|skall|kommer att|bör)\s+(?!vara\b)\w+", re.I)
_NOT_VERBS = frozenset(
    "alla andra flera bättre detta denna dessa våra sina samma vissa många båda lätta goda unga äldre kunskapsbaserade tydliga gemensamma samtliga ökade utökade nya stora låga höga tidiga friska trygga svenska psykiska utsatta egna enskilda inga färre minst extra data fasta".split()
)


def is_action(text: str) -> bool:
    """Whether a line says what is to be done: «Införa …», «Ta fram …», «Vi ska …»."""
    if _SHALL.match(text):
        return True
    words = re.findall(r"[\wåäöÅÄÖ-]+", text[:80])
    if not words or text.rstrip().endswith("?"):
        return False
    first = words[0].casefold()
    return first in _SHORT_VERBS or (
        len(first) > 3
        and first.endswith("a")
        and not first.endswith(("liga", "iska", "rna", "ella", "siva", "bara", "ena"))
        and first not in _NOT_VERBS
    )
