"""Forms of service: a paper is handed out, a call taken down, a service made void or made again, a doubt judged, a word said to all."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms

from kardad.inbox.models import Delivery, Visit
from kardad.kit import calendar
from kardad.law import holidays
from kardad.people import roles
from kardad.ui import fields

Via = Delivery.Via


class HandOut(forms.Form):
    """Who takes the paper out."""

    agent_name = fields.Name(label="نام مأمور ابلاغ", max_length=80)


class Call(forms.Form):
    """What became of a call, in the order in which the law goes on (LP 38–53)."""

    outcome = fields.Radios(label="چه شد؟", choices=Visit.Outcome.choices)
    day = fields.JalaliDate(label="در چه روزی؟")
    hour = fields.Hour(label="ساعت", help_text="روز و ساعت روی رسید با حروف نوشته می‌شود.")
    receiver = fields.Text(label="نام گیرنده", max_length=80, required=False)
    relation = fields.Text(label="نسبت او با مخاطب", max_length=60, required=False, example="برادر، سرایدار، منشی شرکت")
    note = fields.LongText(label="گزارش مأمور", max_length=500, required=False)
    photo = fields.Upload(label="عکس رسید یا محل الصاق", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].latest = today
        self.initial.setdefault("day", today)
        self.fields["receiver"].needed_when = "اگر کسی آن را گرفت لازم است"
        self.fields["relation"].needed_when = "اگر به بستگان یا خدمه داده شد لازم است"

    @property
    def moment(self) -> datetime:
        """The moment of the call."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], calendar.TEHRAN)


class NoteByHand(forms.Form):
    """What stands in SANA: the paper's number there, and the days of its arrival and opening."""

    number = fields.Text(label="شماره برگه در ثنا", max_length=40)
    arrived_on = fields.JalaliDate(label="روز رسیدن در حساب ثنا")
    opened_on = fields.JalaliDate(label="روز باز شدن", required=False, help_text="اگر هنوز باز نشده است، خالی بگذارید.")

    def __init__(self, *args: Any, delivery: Delivery, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("arrived_on", "opened_on"):
            self.fields[name].latest = today
        self.initial = {"number": delivery.outside_number, "arrived_on": delivery.served_on, **self.initial}


class Void(forms.Form):
    """Why a service is without effect."""

    reason = fields.LongText(label="چرا بی‌اثر می‌شود؟", max_length=280, help_text="هر دو طرف همین را می‌خوانند و در سرگذشت پرونده می‌ماند.")


class Again(forms.Form):
    """By which way a notice goes once more."""

    def __init__(self, *args: Any, ways: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(one, Via(one).label) for one in ways]
        self.fields["via"] = fields.Radios(label="این بار از چه راهی؟", choices=said, initial=said[0][0])


class Risk(forms.Form):
    """Which of the days that an outage touched are lost, and why; none of them leaves the deadline as it is."""

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [(day.isoformat(), calendar.long(day)) for day in days]
        told = (
            "روزی را علامت بزنید که طرف به سبب اختلال نتوانسته است کارش را بکند؛ آن روز شمرده نمی‌شود. "
            "اگر هیچ‌کدام را علامت نزنید، مهلت همان است که بود."
        )
        self.fields["lost"] = fields.Ticks(label="کدام روزها از دست رفت؟", choices=said, required=False, help_text=told)
        self.fields["reason"] = fields.LongText(label="دلیل", max_length=300, help_text="طرف همین را می‌خواند و در سرگذشت پرونده می‌ماند.")

    @property
    def lost(self) -> dict[date, str]:
        """The lost days with the reason."""
        return {date.fromisoformat(day): self.cleaned_data["reason"] for day in self.cleaned_data["lost"]}


class Announce(forms.Form):
    """A word to everybody, or to those of a role or a province, for some days."""

    title = fields.Text(label="عنوان", max_length=120)
    text = fields.LongText(label="متن", max_length=2000)
    role = fields.Choice(label="برای چه کسانی؟", choices=[], required=False)
    province = fields.Choice(label="کدام استان؟", choices=[], required=False)
    from_day = fields.JalaliDate(label="از روز")
    until_day = fields.JalaliDate(label="تا پایان روز")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "همه"), *((one.key, one.title) for one in roles.ROLES.values() if not one.is_staff)]
        self.fields["province"].choices = [("", "همه استان‌ها"), *((one, one) for one in holidays.provinces())]
        self.fields["until_day"].earliest = today
        self.initial.setdefault("from_day", today)

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        given = super().clean() or self.cleaned_data
        if given.get("from_day") and given.get("until_day") and given["until_day"] < given["from_day"]:
            self.add_error("until_day", "روز پایان پیش از روز آغاز است.")
        return given

    @property
    def told(self) -> dict[str, Any]:
        """What is announced, from the first midnight to the last."""
        given = self.cleaned_data
        since = datetime.combine(given["from_day"], time(), calendar.TEHRAN)
        until = calendar.day_start_end(given["until_day"])[1]
        return {name: given[name] for name in ("title", "text", "role", "province")} | {"from_at": since, "until_at": until}
