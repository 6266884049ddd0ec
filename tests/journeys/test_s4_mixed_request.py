"""Scenario A4 of the desk: of two services one is a general question; it goes public, and the other goes on alone."""

from tests.journeys.bureau import done, fresh, state, states, sums

FACTS = {"hired_on": "۱۴۰۰/۰۱/۰۱", "left_on": "۱۴۰۴/۰۸/۳۰", "reason": "end"}


def test_the_general_question_is_redirected_and_the_settlement_is_invoiced(bureau):
    request = bureau.in_review("written", "settlement_calc", **FACTS)
    general = request.items.get(service_code="written")
    done(bureau.redirect(request, general))
    assert (state(request), states(request)) == ("in_review", ["redirected", "pending"])

    done(bureau.price(request))
    done(bureau.expert.press("desk_office:invoice", request.pk))
    request = fresh(request)
    assert (request.state, states(request)) == ("invoiced", ["redirected", "priced"])
    assert sums(request.invoice) == (2_500_000, 250_000, 2_750_000, 0, 2_750_000)
    assert [line.service_code for line in request.invoice.lines.all()] == ["settlement_calc"]
    told = bureau.client.reads("desk:request", request.pk)
    assert "۲٬۷۵۰٬۰۰۰" in told
    assert "صورتحساب صادر شد" in told
    assert "پرسش و پاسخ" in told


def test_what_was_redirected_is_neither_priced_nor_redirected_again(bureau):
    request = bureau.in_review("written", "settlement_calc", **FACTS)
    general = request.items.get(service_code="written")
    done(bureau.redirect(request, general))
    assert f"quantity-{general.pk}" not in bureau.expert.get("desk_office:price", request.pk).content.decode()
    assert bureau.redirect(request, general).status_code == 409
    assert states(request) == ["redirected", "pending"]
