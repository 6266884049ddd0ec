"""The picture of a deadline, for the component that shows it."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from kardad.ui import strips

register = template.Library()


@register.filter
def strip_picture(answer: Mapping[str, Any], ident: str) -> SafeString:
    """The small calendar of a deadline as SVG."""
    return mark_safe(strips.deadline(answer, ident=ident))  # noqa: S308 – every text in it is escaped there


@register.filter
def strip_summary(answer: Mapping[str, Any]) -> str:
    """The same in a sentence."""
    return strips.summary(answer)
