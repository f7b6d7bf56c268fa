"""Who wrote an answer. The answer is its organisation's; the writer's name is not needed to count it."""

from django.utils.translation import gettext_lazy as _l

from samplan.foundation.core.personal import Place, offered

from .models import Answer

PLACES = [
    Place(
        Answer,
        _l("Skrivna svar"),
        _l("Visar för kollegorna vem som skrev sist. Svaret är organisationens."),
        name="saved_by_name",
        user="saved_by_id",
        at="saved_at",
        blank=("client",),
        # Which answers, not what they say: a coordinator who makes an extract reads no draft by it.
        words=lambda a: f"{a.response.organisation}, {a.question.number}",
        related=("question", "response__organisation"),
    )
]
personal_data, erase, correct = offered(PLACES)
