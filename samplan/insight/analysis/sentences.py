"""The finding, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.templatetags.swedish import in_words

from .compilation import Compilation, QuestionResult, Said


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def names(said: list[Said]) -> str:
    return listed([s.organisation.short_name for s in said])


def listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def finding(result: QuestionResult) -> str:
    """«Sju av femton svarar ja. Det är två fler än i fjol. Två av sjutton organisationer har inte svarat.»"""
    if not result.said:
        return _("Ingen har lämnat in ett svar än.")
    if not result.question.is_scale:
        return _written(result)
    yes = result.counts["yes"]
    sentences = [
        ngettext("%(yes)s av %(all)s svarar ja.", "%(yes)s av %(all)s svarar ja.", yes)
        % {"yes": capital(in_words(yes) if yes else _("ingen")), "all": in_words(len(result.said))}
    ]
    if result.before:
        sentences.append(_compared(yes - result.before["yes"]))
    sentences.append(_missing(result))
    return " ".join(s for s in sentences if s)


def _compared(difference: int) -> str:
    if difference == 0:
        return _("Det är lika många som förra gången.")
    words = {"n": in_words(abs(difference))}
    if difference > 0:
        return ngettext("Det är %(n)s fler än förra gången.", "Det är %(n)s fler än förra gången.", difference) % words
    return ngettext("Det är %(n)s färre än förra gången.", "Det är %(n)s färre än förra gången.", -difference) % words


def _missing(result: QuestionResult) -> str:
    missing = len(result.missing)
    if not missing:
        return _("Alla som fått frågan har svarat.")
    words = ngettext(
        "%(missing)s av %(asked)s organisationer har inte svarat.",
        "%(missing)s av %(asked)s organisationer har inte svarat.",
        missing,
    )
    return words % {"missing": capital(in_words(missing)), "asked": in_words(result.asked)}


def _written(result: QuestionResult) -> str:
    count = len(result.texts)
    return ngettext("%(n)s organisation har skrivit.", "%(n)s organisationer har skrivit.", count) % {
        "n": capital(in_words(count))
    }


def movement(result: QuestionResult) -> list[tuple[str, str]]:
    """Who has moved, as (what, who): forward first."""
    rows = []
    if result.forward:
        rows.append(
            (_("%(n)s har gått framåt") % {"n": capital(in_words(len(result.forward)))}, _moves(result.forward))
        )
    if result.back:
        rows.append((_("%(n)s har gått bakåt") % {"n": capital(in_words(len(result.back)))}, _moves(result.back)))
    return rows


def _moves(said: list[Said]) -> str:
    groups: dict[tuple[str, str], list[Said]] = {}
    for row in said:
        groups.setdefault((row.before_label.lower(), row.label.lower()), []).append(row)
    parts = [
        _("%(who)s från %(before)s till %(now)s") % {"who": names(rows), "before": before, "now": now}
        for (before, now), rows in groups.items()
    ]
    return ", ".join(parts)


def overall(compilation: Compilation) -> str:
    """The compilation's heading."""
    forward = sum(len(q.forward) for q in compilation.counted)
    back = sum(len(q.back) for q in compilation.counted)
    if not compilation.approved:
        return _("Inga svar har lämnats in än")
    if not compilation.before_year:
        return _("%(approved)s av %(expected)s har svarat") % {
            "approved": capital(in_words(compilation.approved)),
            "expected": in_words(compilation.expected),
        }
    if forward == back:
        return _("Lika många svar har gått framåt som bakåt")
    if forward > back:
        return _("Fler svar har gått framåt än bakåt: %(forward)s mot %(back)s") % {"forward": forward, "back": back}
    return _("Fler svar har gått bakåt än framåt: %(back)s mot %(forward)s") % {"forward": forward, "back": back}
