"""The operator's own cards, to which payers may transfer: named by the settings, each checked by its last digit."""

import re
from dataclasses import dataclass

from django.conf import settings

from kardad.kit import text

LENGTH = 16


class BadCard(ValueError):
    """The setting names something that is no card."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card to which money is sent."""

    number: str
    holder: str
    bank: str


def cards() -> list[Card]:
    """The cards of the settings in their order; raises BadCard for one that cannot be."""
    return [read(entry) for entry in settings.CARDS]


def read(entry: str) -> Card:
    """The card of one entry `number|holder|bank`; raises BadCard when a part is missing or the number is mistyped."""
    number, holder, bank, *rest = [part.strip() for part in entry.split("|")] + [""] * max(0, 2 - entry.count("|"))
    digits = re.sub("[ -]", "", text.to_ascii_digits(number))
    if rest or not holder or not bank or not is_card(digits):
        raise BadCard("a card is `number|holder|bank`, its number sixteen digits of which the last one checks the others")
    return Card(digits, holder, bank)


def is_card(digits: str) -> bool:
    """Whether these are sixteen digits that pass Luhn's check."""
    if not re.fullmatch(f"[0-9]{{{LENGTH}}}", digits):
        return False
    doubled = [int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(digits)]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0
