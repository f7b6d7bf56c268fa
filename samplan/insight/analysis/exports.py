from django.utils.translation import gettext as _

from samplan.foundation.core.tables import Sheet, write_xlsx

from .compilation import Compilation


def workbook(compiled: Compilation) -> bytes:
    """Two sheets: the counts per question, and every answer that was handed in."""
    counts = Sheet(
        _("Fördelning"),
        (
            _("Fråga"),
            _("Lydelse"),
            _("Ja"),
            _("Delvis"),
            _("Nej"),
            _("Vet inte"),
            _("Ej aktuellt"),
            _("Ej svarat"),
            _("Framåt"),
            _("Bakåt"),
        ),
        [
            (r.question.number, r.question.text, *r.counts.values(), len(r.forward), len(r.back))
            for r in compiled.counted
            if r.question.is_scale
        ],
    )
    answers = Sheet(
        _("Svar"),
        (_("Organisation"), _("Fråga"), _("Lydelse"), _("Svar"), _("Förra gången"), _("Text"), _("Godkänt av")),
        [
            (s.organisation.name, r.question.number, r.question.text, s.label, s.before_label, s.text, s.approved_by)
            for r in compiled.results
            for s in r.said
        ],
    )
    return write_xlsx([counts, answers], title=_("Sammanställning %(year)s") % {"year": compiled.year})
