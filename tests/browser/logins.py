"""A browser with somebody logged in, past the log-in page that has tests of its own."""

from django.conf import settings
from django.test import Client


def enter(context, site, person):
    """The context's cookies are those of the person's session."""
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": site}])
