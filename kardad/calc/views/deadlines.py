"""The page of deadlines: until when, drawn as a small calendar, with the reason of every day."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kardad.calc.deadline_form import Deadline
from kardad.calc.views.calculators import INDEX
from kardad.core.pages import page
from kardad.kit.refusal import Refusal
from kardad.law import deadlines, holidays
from kardad.ui import structured

QUESTION = "تا کی مهلت دارم؟"
ABOUT = "آخرین روز اعتراض به رأی، شکایت به دیوان و مهلت‌های دیگر، با تعطیلی‌ها و دلیل هر روز."


@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """One deadline from one day on; nothing is stored, the address holds what was asked."""
    form = Deadline(request.GET if "of" in request.GET or "served_on" in request.GET else None)
    answer, silent = None, None
    if form.is_valid():
        try:
            answer = deadlines.deadline(form.asking(), calendar=holidays.current())
        except Refusal as refusal:
            silent = refusal
    status = silent.status if silent else 422 if form.errors else 200
    facts = structured.page("WebApplication", request.path, name=QUESTION, description=ABOUT, above=((INDEX, reverse("calc:index")),))
    told = {"question": QUESTION, "about": ABOUT, "structured": facts}
    return page(
        request,
        "calc/deadline.html",
        status=status,
        form=form,
        day=answer,
        answer=answer and answer.as_json(),
        sheet=answer,
        silent=silent,
        **told,
    )
