"""A report's parts as its editor sees them: is it written, and was it written on the answers as they are now?"""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from samplan.insight.analysis.compilation import Compilation, SectionResult
from samplan.insight.analysis.models import OwnAnalysis

from .building import METHOD, SUMMARY, part_of
from .models import ReportText


@dataclass(frozen=True)
class Part:
    key: str
    number: str
    title: str
    text: str
    revision: int
    data_version: str  # of the answers as they are now
    is_stale: bool
    is_needed: bool  # a report without it is not complete
    note: str = ""
    anchor: str = ""

    @property
    def is_done(self) -> bool:
        return not self.is_stale and (bool(self.text) or not self.is_needed)

    @classmethod
    def summary(cls, saved: ReportText | None, compiled: Compilation) -> "Part":
        version = _version([q.data_version for q in compiled.results])
        note = _("Skrivs sist. Siffrorna fyller sig själva.")
        return cls._made(
            SUMMARY, "1", _("Sammanfattning"), saved, version, needed=True, note=note, anchor="sammanfattning"
        )

    @classmethod
    def method(cls, saved: ReportText | None) -> "Part":
        note = _("Vem som fick frågorna och när står redan där.")
        return cls._made(METHOD, "2", _("Så gjordes uppföljningen"), saved, "", needed=False, note=note, anchor="metod")

    @classmethod
    def section(
        cls, number: int, section: SectionResult, saved: ReportText | None, analyses: dict[int, OwnAnalysis]
    ) -> "Part":
        version = _version([q.data_version for q in section.questions])
        with_own = sum(
            1 for q in section.counted if (own := analyses.get(q.question.pk)) and own.in_report and own.text
        )
        note = _("%(own)s av %(all)s frågor har en egen analys med i rapporten.") % {
            "own": with_own,
            "all": len(section.counted),
        }
        title, anchor = section.section.title, f"avsnitt-{section.section.pk}"
        return cls._made(
            part_of(section), str(number), title, saved, version, needed=not with_own, note=note, anchor=anchor
        )

    @classmethod
    def _made(
        cls,
        key: str,
        number: str,
        title: str,
        saved: ReportText | None,
        version: str,
        *,
        needed: bool,
        note: str,
        anchor: str,
    ) -> "Part":
        text = saved.text if saved else ""
        stale = bool(text and version and saved and saved.data_version != version)
        return cls(key, number, title, text, saved.revision if saved else 0, version, stale, needed, note, anchor)


def _version(versions: list[str]) -> str:
    return sha256("".join(versions).encode()).hexdigest()
