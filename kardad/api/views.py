"""The page that explains the interface to people; the document for programs is its only source."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from kardad.api import asking, reading
from kardad.core.pages import page
from kardad.ui import structured

TITLE = "رابط برنامه‌نویسی"
DESCRIPTION = "محاسبه‌های حقوق کار، عددهای قانون، تقویم و مهلت‌ها برای برنامه‌ها؛ با JSON و بی‌نیاز از ورود."


@gzip_page  # a tenth of its length: every operation has the same rows
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes, an example and its errors."""
    told = structured.page("WebPage", reverse("api_docs"), name=TITLE, description=DESCRIPTION)
    context = {"document": reading.document(), "tags": reading.tags(), "readings": reading.readings()}
    return page(request, "api/docs.html", structured=told, **context, **asking.bounds())
