"""The widgets: plain HTML inputs that work without script, each in a template of its own under `ui/widgets/`."""

from dataclasses import dataclass
from typing import Any

from django import forms

from kardad.core import captcha


@dataclass(frozen=True, slots=True)
class Card:
    """One choice drawn as a card; `closed` is the reason why it cannot be picked now."""

    value: str
    title: str
    text: str = ""
    badge: str = ""
    closed: str = ""
    note: str = ""

    def __str__(self) -> str:
        """What an error message calls the card."""
        return self.title


class Line(forms.TextInput):
    """One line of text; `check` names the rule that script applies as one leaves the field."""

    template_name = "ui/widgets/line.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, check: str = "") -> None:
        super().__init__(attrs)
        self.check = check

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The usual context and the rule's name."""
        return super().get_context(name, value, attrs) | {"check": self.check}


class Day(Line):
    """A Jalali day, typed; script adds a calendar to pick it from."""

    template_name = "ui/widgets/day.html"
    earliest = latest = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The usual context and the first and last day that can be picked, as `1404-07-12`."""
        return super().get_context(name, value, attrs) | {"earliest": self.earliest, "latest": self.latest}


class BirthDay(Day):
    """A Jalali day that has passed."""

    latest = "today"


class Code(Line):
    """A one-time code; the phone offers it from the message."""

    template_name = "ui/widgets/code.html"


class Secret(forms.PasswordInput):
    """A password; script adds the button that shows it. What was typed is never sent back."""

    template_name = "ui/widgets/secret.html"


class Long(forms.Textarea):
    """Several lines of text, with a count of what is left when there is a limit."""

    template_name = "ui/widgets/long.html"


class Radios(forms.RadioSelect):
    """Plain radio buttons."""

    template_name = "ui/widgets/options.html"


class Cards(forms.RadioSelect):
    """Radio buttons drawn as cards with a title and an explanation."""

    template_name = "ui/widgets/cards.html"

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its card; a closed card cannot be picked."""
        option = super().create_option(name, value, label, *args, **kwargs)
        option["card"] = label
        if label.closed:
            option["attrs"]["disabled"] = True
        return option


class Ticks(forms.CheckboxSelectMultiple):
    """Several checkboxes."""

    template_name = "ui/widgets/options.html"


class Tick(forms.CheckboxInput):
    """One checkbox; its label stands beside it."""

    template_name = "ui/widgets/tick.html"
    label_beside = True


class File(forms.FileInput):
    """One file, with what is taken and how large; script adds progress."""

    template_name = "ui/widgets/file.html"


class Files(File):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Every file that was chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Captcha(forms.Widget):
    """A question in words; script hides it and does some work instead."""

    template_name = "ui/widgets/captcha.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A fresh question and a fresh challenge: neither serves twice."""
        question, token = captcha.question()
        fresh = {"question": question, "token": token, "challenge": captcha.challenge()}
        return super().get_context(name, None, attrs) | fresh

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """The three hidden or typed parts."""
        return {part: data.get(f"{name}_{part}", "") for part in ("token", "answer", "proof")}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether no part came back."""
        return f"{name}_token" not in data and f"{name}_proof" not in data
