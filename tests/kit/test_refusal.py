"""Refusals say no in one shape everywhere."""

import pytest

from kardad.kit.refusal import BadInput, Refusal


class TooFewDays(Refusal):
    code = "TOO_FEW_DAYS"
    status = 409
    message = "تا {days} روز دیگر صبر کنید."


def test_a_refusal_fills_its_sentence_from_its_details():
    assert TooFewDays(days="۳").text == "تا ۳ روز دیگر صبر کنید."


def test_a_refusal_becomes_the_error_object_of_every_interface():
    assert TooFewDays(field="day", days="۳").as_error() == {
        "error": {"code": "TOO_FEW_DAYS", "message": "تا ۳ روز دیگر صبر کنید.", "field": "day", "details": {"days": "۳"}}
    }


def test_a_detail_that_was_not_given_stays_visible_and_raises_nothing():
    assert TooFewDays().text == "تا {days} روز دیگر صبر کنید."


def test_a_sentence_given_on_the_spot_replaces_the_class_sentence():
    assert BadInput("روز را بنویسید.").text == "روز را بنویسید."


def test_bad_input_is_a_refusal_with_its_own_status():
    with pytest.raises(Refusal) as caught:
        raise BadInput(field="day")
    assert (caught.value.code, caught.value.status, caught.value.field) == ("BAD_INPUT", 422, "day")


def test_the_exception_itself_prints_only_its_code_so_that_no_detail_reaches_a_log():
    assert str(TooFewDays(mobile="+989120000001")) == "TOO_FEW_DAYS"
