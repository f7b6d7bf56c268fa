"""Population measures that stand in a sentence, where the document lists none."""

import re
from collections.abc import Sequence

from ..proposal import MeasureProposal, Proposal
from .pieces import Piece

_SENTENCE = re.compile(
    r"(?=.*\b(?:befolkningsnivå|i befolkningen|befolkningens)\b)(?=.*\b(?:följs|mäts|följer|mäter)\b)"
    r".*?\b(?:genom|via|med hjälp av|med stöd av|i)\s+(?P<named>(?!befolkning)[^.:]+)\.?$",
    re.I,
)
_MOST_WORDS = 10


def add_prose_measures(proposal: Proposal, pieces: Sequence[Piece]) -> None:
    if proposal.measures:
        return
    for piece in pieces:
        if piece.is_row or piece.bullet is not None or piece.level is not None:
            continue
        for sentence in re.split(r"(?<=\.)\s+(?=[A-ZÅÄÖ])", piece.text):
            if found := _SENTENCE.match(sentence):
                _add(proposal, piece, found["named"])


def _add(proposal: Proposal, piece: Piece, named: str) -> None:
    names = re.split(r",?\s+(?:och|samt)\s+(?:(?:genom|via|med)\s+)?|,\s+", named)
    names = [re.sub(r"^(?:genom|via|med)\s+", "", name).strip() for name in names]
    if not all(0 < len(name.split()) <= _MOST_WORDS for name in names):
        return
    for name in names:
        measure = MeasureProposal(f"m{len(proposal.measures) + 1}", name, None, list(piece.lines))
        measure.sure, measure.why = False, "Måttet står i löpande text, inte i en lista."
        proposal.measures.append(measure)
    for line in piece.lines:
        proposal.account[line] = "measure"
