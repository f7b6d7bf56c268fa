import re

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_the_parts_are_shown_in_demonstrations_and_nowhere_else(client, settings):
    settings.DEMO = True
    html = client.get(reverse("home:parts")).content.decode()
    for word in ("Läge i rubrik", "Sex sorters tomt", "Röd tråd", "Två saker behöver rättas", "Sparat 14.02"):
        assert word in html
    settings.DEMO = settings.DEBUG = False
    assert client.get(reverse("home:parts")).status_code == 404


@pytest.mark.django_db
def test_every_component_stands_on_the_page_of_parts(client, settings):
    """Those of the frame and of lists with pages stand elsewhere; the rest must be looked at here."""
    from pathlib import Path

    from samplan.foundation import core

    elsewhere = {"skip_link", "block", "pager"}
    room = Path(core.__file__).parent
    template = (room.parents[1] / "front/home/templates/home/parts.html").read_text()
    used = {name.replace("-", "_") for name in re.findall(r"<c-([a-z-]+)", template)}
    components = {path.stem for path in (room / "templates/cotton").glob("*.html")}
    assert components - used - elsewhere == set()
