"""Who may write words: a county's coordinators its lists, an organisation's editors their own, administrators the whole country's."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samplan.foundation.core.doors import Door, Situation
from samplan.foundation.people.access import (
    CountyRequest,
    View,
    as_administrator,
    in_county,
    speaks_for,
    stamped,
)
from samplan.foundation.people.models import County, Organisation, Role
from samplan.foundation.people.queries import organisations_of
from samplan.foundation.people.visitors import COORDINATOR, HERE, neighbours, outcomes, own

from . import queries
from .models import Term, Vocabulary

__all__ = ["Desk", "in_county", "keeps_words", "makes_lists", "national", "own_organisations"]


@dataclass(frozen=True)
class Desk:
    """Whose words a page is about, a county's or the whole country's, with the addresses of its pages."""

    county: County | None

    def url(self, name: str, *args: Any) -> str:
        if self.county is None:
            return reverse(f"terms:national_{name}", args=args)
        return reverse(f"terms:{name}", args=[self.county.slug, *args])

    @property
    def vocabularies(self) -> QuerySet[Vocabulary]:
        """The lists that are written here."""
        return Vocabulary.objects.filter(county=self.county).select_related("county", "organisation")

    @property
    def readable(self) -> QuerySet[Vocabulary]:
        """Those, and the whole country's."""
        return queries.vocabularies(self.county) if self.county else self.vocabularies

    def vocabulary(self, pk: int) -> Vocabulary:
        return get_object_or_404(self.vocabularies, pk=pk)

    def term(self, pk: int) -> Term:
        related = ("vocabulary__county", "vocabulary__organisation", "replaced_by", "parent")
        return get_object_or_404(Term.objects.select_related(*related), pk=pk, vocabulary__county=self.county)


def own_organisations(request: CountyRequest) -> QuerySet[Organisation]:
    """Those in the county whose own words the visitor may write."""
    return organisations_of(request.user, Role.Kind.EDITOR).filter(county=request.county)


def may_write(request: CountyRequest, vocabulary: Vocabulary) -> bool:
    if vocabulary.county_id is None or vocabulary.county_id != request.county.pk:
        return False
    if request.is_coordinator:  # type: ignore[attr-defined]
        return True
    return vocabulary.organisation is not None and speaks_for(request.user, vocabulary.organisation, Role.Kind.EDITOR)


def keeps_words(view: View) -> View:
    """For pages that change a list or a word in it. 403 for those who may only read it."""

    @in_county
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = Desk(request.county)
        vocabulary = (
            desk.vocabulary(kwargs["vocabulary"]) if "vocabulary" in kwargs else desk.term(kwargs["pk"]).vocabulary
        )
        if not may_write(request, vocabulary):
            raise PermissionDenied
        return view(request, desk, *args, **kwargs)

    return stamped("words", inner)


def makes_lists(view: View) -> View:
    """For a new list: the county's, or one of an organisation's own words."""

    @in_county
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.is_coordinator and not own_organisations(request).exists():  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, Desk(request.county), *args, **kwargs)

    return stamped("words_make", inner)


def national(view: View) -> View:
    """The same page for the lists of the whole country."""

    @as_administrator
    @wraps(view)
    def inner(request: CountyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, Desk(None), *args, **kwargs)

    return inner


_EDITORS = own(Role.Kind.EDITOR)
_MAKERS = COORDINATOR | _EDITORS | neighbours(Role.Kind.EDITOR)
DOORS = (
    Door(
        "words",
        _("Ändra länets ord: samordnaren"),
        outcomes(inside=COORDINATOR, refused=HERE - COORDINATOR),
        situations={
            "own": Situation(
                _("När listan är en organisations egen: också dess redaktör"),
                outcomes(inside=COORDINATOR | _EDITORS, refused=HERE - COORDINATOR - _EDITORS),
            )
        },
    ),
    Door(
        "words_make",
        _("Lägga till en lista: samordnaren, och redaktören för sin organisations egna ord"),
        outcomes(inside=_MAKERS, refused=HERE - _MAKERS),
    ),
)
