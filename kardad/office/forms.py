"""Forms of the office: outages."""

from typing import Any

from django import forms

from kardad.core.incidents import Group
from kardad.core.models import Incident
from kardad.ui import fields

WHOM = [("", "همه"), ("province", "استان"), ("office", "دفتر"), ("operator", "مشترکان اپراتور"), ("messenger", "گیرندگان پیامک از راه")]


class Open(forms.Form):
    """What has trouble, in words for the public."""

    part = fields.Radios(label="کدام بخش؟", choices=Incident.Part.choices)
    title = fields.Text(label="عنوان", max_length=120, example="پیامک‌ها دیر می‌رسد")
    text = fields.LongText(label="برای مردم بنویسید", max_length=1000, help_text="چه شده است، تا کی، و تا آن زمان چه کنند.")
    whom = fields.Radios(label="برای چه کسانی؟", choices=WHOM, initial="", required=False)
    which = fields.Text(
        label="کدام؟", max_length=60, required=False, help_text="نام استان، دفتر، اپراتور یا پیام‌رسان؛ اگر برای همه است خالی بگذارید."
    )

    def clean(self) -> dict[str, Any]:
        """Whom it hit, as `incidents.Group`; a group has a name."""
        given = super().clean() or {}
        whom, which = given.pop("whom", ""), " ".join(given.pop("which", "").split())
        if whom and not which:
            self.add_error("which", "بنویسید کدام.")
        elif whom:
            title = dict(WHOM)[whom]
            given["group"] = Group(f"{whom}:{which}", f"{title} {which}")
        return given


class Close(forms.Form):
    """What it was, once it is over."""

    afterword = fields.LongText(label="چه بود و چه شد؟", max_length=1000, help_text="در صفحه وضعیت می‌ماند.")


class Words(forms.Form):
    """Other words for the same outage."""

    title = fields.Text(label="عنوان", max_length=120)
    text = fields.LongText(label="برای مردم", max_length=1000)
    afterword = fields.LongText(label="چه بود و چه شد؟", max_length=1000, required=False, help_text="پس از پایان، در صفحه وضعیت می‌ماند.")


class Again(forms.Form):
    """A press and nothing else: a paper is to be made once more."""
