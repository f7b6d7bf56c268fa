import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samplan.settings")
application = get_wsgi_application()

from samplan.foundation.people.field_keys import check as check_field_keys  # noqa: E402 - needs the rooms to be there

check_field_keys()  # better no start than a sign-in that fails
