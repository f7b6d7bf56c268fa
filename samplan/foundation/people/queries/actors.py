import json
import re

from django.db.models import Q

from samplan.foundation.core.text import fold

from ..models import Alias, County, Organisation, Unit
from ..register import DATA

_SEPARATORS = re.compile(
    r"\s*(?:/|,|;|\boch till\b|\boch\b|\bsamt\b|\bge till\b|\btill\b|\bi samverkan med\b|\bmed\b)\s*"
)


class ActorRegister:
    """Finds the organisation that a document's spelling of an actor means. Reads the county's register once."""

    def __init__(self, county: County) -> None:
        self._by_text: dict[str, Organisation] = {}
        organisations = Organisation.objects.filter(Q(county=county) | Q(county=None))
        for organisation in organisations:
            self._add(organisation, organisation.name, organisation.short_name)
            if organisation.kind == Organisation.Kind.MUNICIPALITY:
                self._add(organisation, f"{organisation.short_name} kommun", f"{organisation.short_name}s kommun")
            if organisation.kind == Organisation.Kind.REGION:
                words = json.loads((DATA / "actor_words.json").read_text())["region"]
                self._add(organisation, *words)
        units = Unit.objects.filter(organisation__in=organisations).select_related("organisation")
        for unit in units:
            self._add(unit.organisation, unit.name)
        aliases = Alias.objects.filter(organisation__in=organisations).select_related("organisation")
        for alias in aliases:
            self._by_text[alias.folded] = alias.organisation

    def _add(self, organisation: Organisation, *texts: str) -> None:
        for text in texts:
            self._by_text.setdefault(fold(text), organisation)

    def find(self, text: str) -> Organisation | None:
        """The organisation meant: the whole spelling, or the region when it alone is named in it («Regionen och föreningar»)."""
        folded = fold(text).strip(" .,;:()")
        if whole := self._by_text.get(folded):
            return whole
        named = {found for part in _SEPARATORS.split(folded) if (found := self._by_text.get(part.strip()))}
        # A municipality named beside words that say nothing may stand for several; a region does not.
        return named.pop() if len(named) == 1 and all(o.kind == Organisation.Kind.REGION for o in named) else None

    def name(self, text: str) -> str | None:
        found = self.find(text)
        return found.name if found else None
