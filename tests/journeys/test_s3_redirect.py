"""Scenario A3 of the desk: a general question is led to the public part; nothing of what was written goes along."""

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from kardad.billing.models import Invoice
from kardad.desk.actions.reviewing import CHECKS
from kardad.qa.models import Question
from tests.journeys import public
from tests.journeys.bureau import done, fresh, pdf, state, states

PRIVATE = "کارگر کارخانه بلورسازان یکتا هستم. کارگر در سال چند روز مرخصی استحقاقی با مزد دارد؟ شماره من ۰۹۱۲۱۲۳۴۵۶۷ است."
TITLES = ("کارگر در سال چند روز مرخصی استحقاقی دارد؟", "مرخصی استحقاقی سالانه کارگر چند روز است؟", "مرخصی سالانه با مزد چند روز است؟")


@pytest.fixture
def answered(bureau, sms):
    """Three questions about leave that were answered, and one about something else."""
    rows = []
    for place, title in enumerate((*TITLES, "کارفرما تا کی باید عیدی بدهد؟")):
        question = public.Guest(sms, f"0912000000{place}").ask(title, topic="leave" if place < len(TITLES) else "wage")
        public.publish(bureau.expert, question)
        public.answer(bureau.expert, question, short="سالی ۲۶ روز کاری.", cites=["article:ll-64"])
        rows.append(fresh(question))
    return rows


def test_a_general_question_ends_at_the_public_part_and_nothing_private_goes_along(bureau, answered):
    request = bureau.in_review("written", text=PRIVATE, files=[pdf()])
    done(bureau.redirect(request, request.items.get()))
    request = fresh(request)
    assert (request.state, states(request)) == ("redirected_to_qa", ["redirected"])
    assert request.invoice is None
    assert not Invoice.objects.exists()

    html = bureau.client.get("desk:request", request.pk).content.decode()
    shown = [link.get_text() for link in BeautifulSoup(html, "html.parser").select(".similar a")]
    assert len(shown) == 3
    assert sorted(shown) == sorted(TITLES)
    way = next(link["href"] for link in BeautifulSoup(html, "html.parser").select("a") if "/questions/ask/" in link.get("href", ""))
    assert "یکتا" not in unquote(way)
    form = bureau.client.open(way).content.decode()
    assert "یکتا" not in form
    assert BeautifulSoup(form, "html.parser").select_one("[name=body]").get_text().strip() == ""

    assert Question.objects.count() == len(answered)  # nothing was published, nothing begun
    for one in answered:
        assert "یکتا" not in public.page(one)


@pytest.mark.parametrize("missing", list(CHECKS))
def test_without_one_of_the_five_answers_nobody_is_redirected(bureau, missing):
    request = bureau.in_review("written", text=PRIVATE)
    ticked = {key: "on" for key in CHECKS if key != missing}
    assert bureau.expert.press("desk_office:redirect", request.pk, request.items.get().pk, **ticked).status_code == 422
    assert state(request) == "in_review"


def test_the_client_objects_once_and_a_manager_takes_it_back(bureau):
    from kardad.desk.models import Approval

    request = bureau.in_review("written", text=PRIVATE)
    done(bureau.redirect(request, request.items.get()))
    done(bureau.client.press("desk:request_object", request.pk, reason="قرارداد من باید خوانده شود."))
    done(bureau.manager.press("desk_office:approval", Approval.objects.get().pk, verdict="approve", note=""))
    assert (state(request), states(request)) == ("in_review", ["pending"])
    done(bureau.redirect(request, request.items.get()))
    assert bureau.client.press("desk:request_object", request.pk, reason="باز هم می‌خواهم.").status_code == 409
