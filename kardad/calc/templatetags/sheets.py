"""How sheets say figures, shares and arithmetic."""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kardad.calc import words
from kardad.calc.forms import Answer
from kardad.calc.shown import Choice, Row, Source
from kardad.kit import money

register = template.Library()
# A field that nobody has typed in looks the same for everyone: drawn once, since a form has forty of them.
_DRAWN: dict[tuple[object, ...], SafeString] = {}
_MOST_DRAWN = 4096
SILENT = '<span class="small">عدد قانونی نداریم</span>'


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


@register.simple_tag
def drawn(field: Answer) -> SafeString:
    """The field with its label, help, error and input."""
    key = field.looks
    if key is None:
        return _draw(field)
    if key not in _DRAWN:
        if len(_DRAWN) >= _MOST_DRAWN:
            _DRAWN.clear()
        _DRAWN[key] = _draw(field)
    return _DRAWN[key]


@register.simple_tag
def line(row: Row, on: str) -> SafeString:
    """One line of a sheet: a claim has a hundred, and as a template each would cost as much as its whole calculation."""
    return format_html(
        '<tr{}><th scope="row">{}{}{}{}{}</th><td class="number">{}</td></tr>\n',
        SafeString(' class="line-sum"' if row.is_sum else ""),
        row.title,
        SafeString(' <span class="tag tag-wait">دستی</span>' if row.is_overridden else ""),
        format_html('<span class="line-part">{}</span>', row.part) if row.part else "",
        _how(row),
        SafeString("".join([_source(one, on) for one in row.sources])),
        _amount(row),
    )


@register.simple_tag
def reading(choice: Choice) -> SafeString:
    """A reading with its basis and the others there are."""
    return _reading(choice)


def _how(row: Row) -> SafeString:
    told = ""
    if row.how.words or row.how.formula:
        formula = format_html('<bdi class="formula" dir="ltr">{}</bdi>', row.how.formula) if row.how.formula else ""
        told = format_html('<span class="line-how">چگونه: {} {}</span>', row.how.words, formula)
    if row.is_overridden and row.instead_of is not None:
        before = money.figures(row.instead_of)
        told += format_html('<span class="line-how">به جای {} ریال که حساب شده بود</span>', before)
    return SafeString(told)


def _amount(row: Row) -> str:
    if row.said:
        return row.said
    return SafeString(SILENT) if row.amount is None else money.figures(row.amount)


def _draw(field: Answer) -> SafeString:
    return SafeString(get_template("calc/field.html").render({"field": field}))


@lru_cache(maxsize=4096)
def _source(one: Source, on: str) -> SafeString:
    shape = '<span class="line-source"><a href="{}?on={}">{}</a> <span class="tag tag-{}">{}</span></span>'
    return format_html(shape, reverse("calc:value", args=[one.key]), on, one.title, one.tone, one.word)


@lru_cache(maxsize=512)
def _reading(choice: Choice) -> SafeString:
    return SafeString(get_template("calc/reading.html").render({"choice": choice}))
