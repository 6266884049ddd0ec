"""Forms of staff: decisions with their reasons, the switches of methods, appointments."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.kit import text
from kardad.people import papers, roles
from kardad.people.actions.methods import Hours
from kardad.people.models import LabourOffice, Method
from kardad.ui import fields

STAFF_CARDS = [fields.Card(key, role.title, text=role.text) for key, role in roles.ROLES.items() if role.is_staff]
APPROVE, ASK, REFUSE = "approve", "ask_papers", "refuse"


MISSING = "کدام مدرک دوباره فرستاده شود؟"


class Decide(forms.Form):
    """Yes or no, with the reason that the person reads."""

    verdict = fields.Radios(label="تصمیم", choices=[(APPROVE, "تأیید می‌کنم"), (REFUSE, "نمی‌پذیرم")])
    reason = fields.LongText(label="دلیل", max_length=250, help_text="متقاضی همین را می‌خواند؛ روشن و کوتاه بنویسید.")


class DecidePapers(forms.Form):
    """Yes, not yet, or no; what is missing is named, and a reason given unless the answer is yes."""

    verdict = fields.Radios(label="تصمیم", choices=[(APPROVE, "تأیید می‌کنم"), (ASK, "مدرک کم یا ناخواناست"), (REFUSE, "نمی‌پذیرم")])
    missing = fields.Ticks(label=MISSING, choices=[], required=False)
    reason = fields.LongText(label="دلیل", max_length=250, required=False, help_text="متقاضی همین را می‌خواند.")

    def __init__(self, *args: Any, kinds: Iterable[papers.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.key, kind.title) for kind in kinds]
        self.fields["missing"] = fields.Ticks(label=MISSING, choices=choices, required=False)
        self.fields["missing"].needed_when, self.fields["reason"].needed_when = "برای نقص مدرک لازم است", "برای نقص و رد لازم است"
        if not choices:
            del self.fields["missing"]

    def clean(self) -> dict[str, Any]:
        """What goes with the verdict was given."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") in (ASK, REFUSE) and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "دلیل را بنویسید؛ متقاضی باید بداند چه کند.")
        if given.get("verdict") == ASK and "missing" in self.fields and not given.get("missing"):
            self.add_error("missing", "دست‌کم یک مدرک را علامت بزنید.")
        return given


class DeathSignal(Decide):
    """The account is opened, or stays closed."""

    verdict = fields.Radios(label="تصمیم", choices=[(APPROVE, "ورود به حساب باز شود"), (REFUSE, "بسته بماند")])


class Clock(fields.Text):
    """A time of day in Tehran, written ۰۷:۰۵."""

    longest = 10

    def to_python(self, value: Any) -> Any:
        """The time, or None when nothing was typed."""
        return super().to_python(value) or None

    def parse(self, typed: str) -> time:
        """Hours and minutes."""
        shape = re.fullmatch("([0-9]{1,2}):([0-9]{2})", text.to_ascii_digits(text.display(typed)).replace(" ", ""))
        if not shape or int(shape[1]) > 23 or int(shape[2]) > 59:
            raise ValidationError("ساعت را با دقیقه بنویسید؛ نمونه: ۰۷:۰۵", code="CLOCK")
        return time(int(shape[1]), int(shape[2]))

    def prepare_value(self, value: Any) -> Any:
        """A time as people write it."""
        return text.to_persian_digits(f"{value:%H:%M}") if isinstance(value, time) else value


class Switch(forms.Form):
    """A method on or off, its hours, and why."""

    state = fields.Radios(label="این روش", choices=[("on", "باز است"), ("off", "بسته است")])
    opens_at = Clock(label="از ساعت", required=False, example="۰۷:۰۵", help_text="خالی یعنی همیشه.")
    closes_at = Clock(label="تا ساعت", required=False, example="۲۳:۰۰")
    reason = fields.Text(label="دلیل", max_length=300, help_text="اگر ببندید، بازدیدکنندگان همین را می‌خوانند.")

    @classmethod
    def of(cls, method: Method, data: Any) -> "Switch":
        """The form, filled with how the method stands."""
        stands = {"state": "on" if method.is_enabled else "off", "opens_at": method.opens_at, "closes_at": method.closes_at}
        return cls(data, initial=stands)

    def hours(self) -> Hours:
        """The opening hours that were typed."""
        return Hours(self.cleaned_data["opens_at"], self.cleaned_data["closes_at"])


class Appoint(forms.Form):
    """Who gets which staff role where."""

    national_code = fields.NationalCode(help_text="کسی که خودش پیش‌تر احراز هویت کرده است.")
    role = fields.Cards(
        cards=[fields.Card(key, role.title, text=role.text) for key, role in roles.ROLES.items() if role.is_staff], label="نقش"
    )
    office = fields.Choice(label="دفتر", choices=[], required=False)
    was_seen = fields.Tick(
        label="اصل کارت ملی او را حضوری دیده‌ام.", required=False, help_text="اگر هویتش تاکنون حضوری تأیید نشده است، لازم است."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = LabourOffice.objects.filter(is_open=True).order_by("province", "name", "pk")
        choices = [("", "بی‌دفتر"), *((str(one.pk), f"{one.name} – {one.city}") for one in offices)]
        self.fields["office"] = fields.Choice(label="دفتر", choices=choices, required=False)
        self.fields["office"].needed_when = "برای متصدی باجه لازم است"


class Relieve(forms.Form):
    """Why a staff role ends."""

    reason = fields.Text(label="دلیل", max_length=200)
