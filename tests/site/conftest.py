import pytest
from django.core.management import call_command


@pytest.fixture
def demo_site(settings, transactional_db, live_server):
    """The demo, served by a live server; `sign_in(page, user)` gives a browser that user's session."""
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    call_command("demo", verbosity=0)
    return live_server


@pytest.fixture
def sign_in(client, live_server):
    def go(page, user):
        page.context.clear_cookies()
        if user is None:
            return
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return go
