"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from kardad.core.operator import operator


def site(request: HttpRequest) -> dict[str, object]:
    """The operator, whether this is a demo, and the address of the site."""
    return {"operator": operator(), "demo": settings.DEMO, "site_url": settings.SITE_URL, "actor": getattr(request, "actor", None)}
