"""How sheets say figures, shares and arithmetic."""

from django import template

from kardad.calc import words
from kardad.kit import money

register = template.Library()


@register.filter
def figures(value: int | None) -> str:
    """«۷٬۷۰۰٬۰۰۰», without a unit."""
    return "" if value is None else money.figures(value)


@register.filter
def thousandths(value: int) -> str:
    """So many thousandths as per cent: «۲۲٫۵٪»."""
    return f"{words.figure(value / 10)}٪"


@register.filter
def arithmetic(value: str) -> words.How:
    """Arithmetic as it is read in a Persian line: its words and its formula."""
    return words.how(value)


@register.filter
def nth(values: list[str], place: int) -> str:
    """The value at a place; empty past the end."""
    return values[place] if place < len(values) else ""
