"""How forms are drawn: our own templates for forms and fields, Django's for the widgets that need nothing of ours."""

from functools import lru_cache
from typing import Any

from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist


class Renderer(TemplatesSetting):
    """Draws a form as its fields, each with label, help, error and widget; the page draws the error summary."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Our template of that name, or the one that Django brings."""
        return _found(template_name)


@lru_cache(maxsize=128)
def _found(template_name: str) -> Any:
    try:
        return TemplatesSetting().get_template(template_name)
    except TemplateDoesNotExist:
        return DjangoTemplates().get_template(template_name)
