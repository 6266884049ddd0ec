"""The ground of every typed field: parse what was written, or say in Persian how to mend it."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.html import format_html

from kardad.kit import text
from kardad.kit.refusal import Refusal
from kardad.ui import widgets

LTR: dict[str, Any] = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
FIGURES = LTR | {"inputmode": "numeric"}


def helped(kwargs: dict[str, Any], example: str | None) -> None:
    """Let the help end with an example, so that both are announced with the field."""
    if example:
        shown = format_html('<span class="example">نمونه: <bdi dir="ltr">{}</bdi></span>', example)
        kwargs["help_text"] = format_html("{} {}", kwargs["help_text"], shown) if kwargs.get("help_text") else shown


def missing(label: Any, verb: str) -> str:
    """What is said when a required field came back empty."""
    named = str(label or "")
    return f"{named} را {verb}." if named and not named.endswith(("؟", "?")) else f"این بخش را {verb}."


class Typed(forms.CharField):
    """One typed line: the ground of the fields below, each of which sets only what differs."""

    noun: ClassVar[str] = ""
    sample: ClassVar[str] = ""
    check: ClassVar[str] = ""
    attrs: ClassVar[dict[str, Any]] = {}
    widget: type[forms.Widget] = widgets.Line
    longest: ClassVar[int] = 200

    def __init__(self, *, example: str | None = None, autocomplete: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", self.noun or None)
        kwargs.setdefault("max_length", self.longest)
        helped(kwargs, self.sample if example is None else example)
        given = {"autocomplete": autocomplete} if autocomplete else {}
        kwargs.setdefault("widget", self.drawn(self.attrs | given))
        said = {
            "required": missing(self.noun or kwargs["label"], "بنویسید"),
            "max_length": text.to_persian_digits(f"این نوشته بسیار بلند است؛ تا {kwargs['max_length']} نویسه بنویسید."),
        }
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)

    def drawn(self, attrs: dict[str, Any]) -> forms.Widget:
        """The widget with these attributes."""
        return self.widget(attrs, check=self.check) if issubclass(self.widget, widgets.Line) else self.widget(attrs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: spaces and hyphens that come along with a paste are dropped, not cut off."""
        return {}

    def run_validators(self, value: Any) -> None:
        """Judge the length of what is still text; what was parsed has been judged."""
        if isinstance(value, str):
            super().run_validators(value)

    def to_python(self, value: Any) -> Any:
        """What the field means, or the sentence that says how to mend it."""
        typed = super().to_python(value)
        if typed in self.empty_values:
            return typed
        try:
            return self.parse(str(typed))
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal

    def parse(self, typed: str) -> Any:
        """The meaning of what was typed; may refuse."""
        return text.display(typed)


class Text(Typed):
    """One line of any text, with Persian letters and single spaces."""


class Name(Typed):
    """A name of a person, as it is shown and stored."""

    longest = 100
    attrs = {"autocomplete": "name"}

    def parse(self, typed: str) -> str:
        """The name, freed of what does not belong in one."""
        name = text.display(typed)
        if re.search(r"[0-9۰-۹٠-٩<>{}@#$%^&*=+/\\|]", name):
            raise ValidationError("نام فقط حرف دارد؛ رقم‌ها و نشانه‌ها را بردارید.", code="NAME")
        return name


class LongText(Typed):
    """Several lines; line ends are kept, everything else is tidied."""

    widget = widgets.Long
    longest = 4000
    attrs = {"rows": 5}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The limit, which the widget shows."""
        return {"maxlength": str(self.max_length)}

    def parse(self, typed: str) -> str:
        """Each line as it is shown and stored."""
        return "\n".join(text.display(line) for line in typed.splitlines()).strip()


class Email(Typed):
    """An e-mail address."""

    noun, sample = "رایانامه", "name@example.com"
    attrs = LTR | {"type": "email", "inputmode": "email", "autocomplete": "email"}

    def parse(self, typed: str) -> str:
        """The address, if it has the shape of one."""
        address = text.to_ascii_digits(text.drop_unseen(typed)).strip()
        EmailValidator("نشانی رایانامه درست نیست؛ نمونه: name@example.com")(address)
        return address
