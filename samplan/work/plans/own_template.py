"""The county's own Word template: which one is in use, and Word files printed in it."""

from collections.abc import Callable
from functools import partial

from samplan.foundation.core.documents.model import Document
from samplan.foundation.core.documents.word_template import BadTemplate, read_template
from samplan.foundation.files import store
from samplan.foundation.people.models import County

from .models import OwnTemplate

Printer = Callable[..., bytes]


def in_use(county: County) -> OwnTemplate | None:
    return OwnTemplate.objects.filter(county=county, ended_at=None).select_related("file", "county").first()


def printer(county: County, render: Printer) -> Callable[[Document], bytes]:
    """`render` with the county's template, when it has one that can be read."""
    own = in_use(county)
    if own is None:
        return render
    try:
        template = read_template(store.read(own.file))
    except (BadTemplate, OSError, ValueError):  # a damaged file must not stop the county from printing
        return render
    return partial(render, template=template)
