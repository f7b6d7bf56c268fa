from typing import Any

from django.db import models

from .text import fold, sort_key


class SortKeyField(models.CharField):
    """The Swedish sort key of another field, written whenever the row is (bulk_create too; not update())."""

    def __init__(self, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(**{"max_length": 200, "editable": False, "db_index": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = sort_key(str(getattr(instance, self.source) or ""))
        setattr(instance, self.attname, value)
        return value


class FoldedField(models.TextField):
    """Other fields' text folded for searching: use `contains` with `fold(words)`, never `icontains`."""

    def __init__(self, sources: tuple[str, ...] = ("name",), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(**{"editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = fold(" ".join(str(getattr(instance, s) or "") for s in self.sources))
        setattr(instance, self.attname, value)
        return value
