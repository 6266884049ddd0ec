"""Forms of papers: to whom the council's copy was given."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.contracts.actions.copies import BODIES
from kardad.ui import fields

NOBODY = "none"
FOR_SOMEBODY = "اگر نسخه را به کسی دادید، بنویسید."


class Bare(forms.Form):
    """A form that asks nothing but its button."""


class Council(forms.Form):
    """The third copy: to whom of the workers' side, and when; or that there is nobody."""

    body = fields.Radios(label="نسخه به که داده شد؟", choices=[*BODIES.items(), (NOBODY, "در این کارگاه هیچ‌کدام نیست")])
    name = fields.Name(label="نام گیرنده", required=False, help_text=FOR_SOMEBODY)
    given_on = fields.JalaliDate(label="روز دادن نسخه", required=False, help_text=FOR_SOMEBODY)

    def clean(self) -> dict[str, Any]:
        """Who got it has a name and a day."""
        told = super().clean() or {}
        if told.get("body") in BODIES:
            for name, words in (("name", "نام کسی را که نسخه را گرفت بنویسید."), ("given_on", "روزی را که نسخه را دادید بنویسید.")):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(words, code="COPY_MISSING"))
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What the deed is given."""
        told = self.cleaned_data
        body = "" if told["body"] == NOBODY else told["body"]
        return {"body": body, "name": told["name"] or "", "given_on": told["given_on"]}
