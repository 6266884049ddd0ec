"""The WSGI entry that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
application = get_wsgi_application()

from kardad.core import checks  # noqa: E402 – settings are readable only now

checks.require()
