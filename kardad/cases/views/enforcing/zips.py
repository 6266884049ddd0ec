"""A package as a download."""

from django.http import HttpResponse

from kardad.cases.models import Enforcement


def zipped(raw: bytes, enforcement: Enforcement) -> HttpResponse:
    """The ZIP under a name that tells nothing of anybody."""
    name = f"enforcement-{enforcement.pk}.zip"
    return HttpResponse(raw, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})
