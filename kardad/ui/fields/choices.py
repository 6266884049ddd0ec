"""Fields that offer what can be chosen."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from kardad.ui import widgets
from kardad.ui.fields.typed import helped, missing
from kardad.ui.widgets import Card


class Choice(forms.ChoiceField):
    """One of a list, in a drop-down."""

    verb: ClassVar[str] = "انتخاب کنید"

    def __init__(self, **kwargs: Any) -> None:
        helped(kwargs, kwargs.pop("example", None))
        said = {"required": missing(kwargs.get("label"), self.verb), "invalid_choice": "یکی از گزینه‌های همین فهرست را انتخاب کنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)


class Radios(Choice):
    """One of a few, as radio buttons."""

    widget = widgets.Radios


class Cards(Choice):
    """One of a few, as cards; a closed card is refused with its reason."""

    widget = widgets.Cards

    def __init__(self, *, cards: Iterable[Card], **kwargs: Any) -> None:
        self.cards = {card.value: card for card in cards}
        super().__init__(choices=[(card.value, card) for card in self.cards.values()], **kwargs)

    def validate(self, value: Any) -> None:
        """Refuse what is not on the list or closed now."""
        super().validate(value)
        if value in self.cards and self.cards[value].closed:
            raise ValidationError(self.cards[value].closed, code="CLOSED")


class Ticks(forms.MultipleChoiceField):
    """Any of a few, as checkboxes."""

    widget = widgets.Ticks

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "دست‌کم یکی را انتخاب کنید.", "invalid_choice": "یکی از گزینه‌های همین فهرست را انتخاب کنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)


class Tick(forms.BooleanField):
    """One checkbox; required means that it must be ticked."""

    widget = widgets.Tick

    def __init__(self, **kwargs: Any) -> None:
        said = {"required": "برای ادامه، این گزینه را علامت بزنید."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)
