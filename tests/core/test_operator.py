"""Who operates this installation."""

import pytest

from kardad.core.operator import operator


def test_an_authority_holds_public_power(settings):
    settings.OPERATOR, settings.OPERATOR_NAME = "authority", "کارداد تهران"
    assert operator().is_authority
    assert "«کارداد تهران»" in operator().statement
    assert "نهاد دولتی نیست" not in operator().statement


def test_a_bureau_says_that_it_is_not_the_state_and_serves_nothing_official(settings):
    settings.OPERATOR, settings.OPERATOR_NAME = "bureau", "دفتر مهر"
    assert not operator().is_authority
    assert "نهاد دولتی نیست" in operator().statement
    assert "ابلاغ رسمی صادر نمی‌کند" in operator().statement


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["authority", "bureau"])
def test_every_page_says_who_operates_it(client, settings, kind):
    settings.OPERATOR = kind
    assert operator().statement in client.get("/no-such-page/").content.decode()
