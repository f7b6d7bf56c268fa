"""python -m tests.oidc_provider.serve: makes the database and the client, then serves until it is ended."""

import os
import sys
from urllib.parse import urlsplit

import django
from django.core.management import call_command


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.oidc_provider.settings"
    django.setup()
    from django.conf import settings
    from django.core.servers.basehttp import WSGIServer, run
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    Application.objects.create(
        client_id="samplan",
        client_secret=os.environ["OIDC_SECRET"],
        name="Samplan",
        redirect_uris=" ".join(sys.argv[1:]),
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        skip_authorization=True,
    )
    run("127.0.0.1", urlsplit(settings.ADDRESS).port, get_wsgi_application(), threading=True, server_cls=WSGIServer)


main()
