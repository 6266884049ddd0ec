"""The operator's cards: read from the setting, each checked by its last digit, before anybody sends money to it."""

import pytest

from kardad.core import cards, checks

GOOD = "6037990000000006|کارداد|بانک ملی ایران"


def test_a_card_is_read_with_its_holder_and_bank(settings):
    settings.CARDS = [GOOD, " ۶۰۳۷-۹۹۰۰ ۰۰۰۰ ۰۰۰۶ | کارداد | ملی "]
    first, second = cards.cards()
    assert (first.number, first.holder, first.bank) == ("6037990000000006", "کارداد", "بانک ملی ایران")
    assert second == cards.Card("6037990000000006", "کارداد", "ملی")


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "6037990000000006",
        "6037990000000006|کارداد",
        "6037990000000006||ملی",
        f"{GOOD}|x",
        "6037990000000007|ک|م",
        "603799|ک|م",
        "x|ک|م",
    ],
)
def test_what_is_no_card_is_refused_and_stops_the_start(settings, entry):
    with pytest.raises(cards.BadCard):
        cards.read(entry)
    settings.CARDS = [GOOD, entry]
    found = [message for message in checks.setup() if message.id == "kardad.E010"]
    assert len(found) == 1
    assert "entry 2" in found[0].msg


@pytest.mark.parametrize("place", range(15))
def test_a_mistyped_digit_is_noticed(place):
    number = "6037990000000006"
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert cards.is_card(number)
    assert not cards.is_card(wrong)
