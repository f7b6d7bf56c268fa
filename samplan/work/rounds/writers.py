"""Who writes: a user, or somebody with a personal link and no account."""

from dataclasses import dataclass

from samplan.foundation.people.models import User


@dataclass(frozen=True)
class Writer:
    name: str
    email: str = ""
    user_id: int | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def pk(self) -> int | None:
        return self.user_id


By = User | Writer
