"""The parts of the frame that are the same for everybody: drawn once a process, since every page carries them."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from kardad.core.operator import Operator

register = template.Library()


@register.simple_tag(takes_context=True)
def standing(context: template.Context, name: str) -> SafeString:
    """The template of that name, which may speak of nothing but the operator and whether this is a demo."""
    static = settings.STORAGES["staticfiles"]["BACKEND"]
    return _drawn(name, context.get("operator"), bool(context.get("demo")), get_script_prefix(), static)


@lru_cache(maxsize=32)
def _drawn(name: str, operator: Operator | None, demo: bool, _prefix: str, _static: str) -> SafeString:  # noqa: FBT001 – a cache key
    return mark_safe(get_template(name).render({"operator": operator, "demo": demo}))  # noqa: S308 – our own template
