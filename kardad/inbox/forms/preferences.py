"""The form of what to be told of."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from kardad.inbox import queries
from kardad.inbox.kinds import Kind
from kardad.inbox.models import Preference
from kardad.inbox.shown.telling import Row
from kardad.ui import fields

SMS, EMAIL = Preference.Channel.SMS, Preference.Channel.EMAIL


class Preferences(forms.Form):
    """One tick a group and channel; a group whose SMS cannot be off has none for it."""

    def __init__(self, data: Mapping[str, Any] | None, rows: Sequence[Row], *, has_mail: bool) -> None:
        super().__init__(data)
        self._rows = rows
        for row in rows:
            if row.has_choice:
                self.fields[f"{row.group}-sms"] = fields.Tick(label=f"پیامک {row.title}", required=False, initial=row.sms)
            if has_mail:
                self.fields[f"{row.group}-email"] = fields.Tick(label=f"رایانامه {row.title}", required=False, initial=row.email)

    def table(self) -> Iterator[tuple[Row, BoundField | None, BoundField | None]]:
        """Each group with its ticks, for the page."""
        for row in self._rows:
            yield row, self._field(f"{row.group}-sms"), self._field(f"{row.group}-email")

    def wanted(self) -> dict[tuple[str, str], bool]:
        """What was ticked and what was not, by group and channel."""
        asked = ((row.group, channel) for row in self._rows for channel in (SMS, EMAIL))
        return {(group, str(channel)): self.cleaned_data[name] for group, channel in asked if (name := f"{group}-{channel}") in self.fields}

    def _field(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None


class One(forms.Form):
    """A tick a channel for letters of one kind; an SMS that cannot be off, or that there is none of, has none."""

    def __init__(self, data: Mapping[str, Any] | None, kind: Kind, choices: Mapping[tuple[str, str], bool], *, has_mail: bool) -> None:
        super().__init__(data)
        self._kind = kind
        titles = {SMS: "پیامک شود"} if kind.sms and not kind.always else {}
        titles |= {EMAIL: "رایانامه شود"} if has_mail else {}
        for channel, title in titles.items():
            self.fields[channel] = fields.Tick(label=title, required=False, initial=queries.is_on(kind.event, channel, choices))

    def wanted(self) -> dict[tuple[str, str], bool]:
        """What was ticked and what was not, by event and channel."""
        return {(self._kind.event, channel): is_on for channel, is_on in self.cleaned_data.items()}
