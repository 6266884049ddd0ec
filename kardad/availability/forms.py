"""What is to be certified: a part, from a day until a day."""

from datetime import date, datetime
from typing import Any

from django import forms

from kardad.availability import parts
from kardad.kit import calendar
from kardad.ui import fields

ALL = "all"
PARTS = [(ALL, "همه بخش‌ها"), *((part.key, part.title) for part in parts.PARTS.values())]


class Interval(forms.Form):
    """Whole days, both of them in it; today until now."""

    part = fields.Choice(label="کدام بخش؟", choices=PARTS, initial=ALL)
    since = fields.JalaliDate(label="از روز")
    until = fields.JalaliDate(label="تا پایان روز")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = fields.JalaliDate(label="از روز", latest=today)
        self.fields["until"] = fields.JalaliDate(
            label="تا پایان روز", latest=today, help_text="اگر امروز را بنویسید، تا همین لحظه گواهی می‌شود."
        )

    def interval(self, at: datetime) -> dict[str, Any]:
        """What was asked, as the action takes it."""
        asked = self.cleaned_data
        ends = min(calendar.day_start_end(asked["until"])[1], at)
        since = calendar.day_start_end(asked["since"])[0]
        return {"part": "" if asked["part"] == ALL else asked["part"], "since": since, "until": ends}
