"""Forms of the office: outages."""

from django import forms

from kardad.core.models import Incident
from kardad.ui import fields


class Open(forms.Form):
    """What has trouble, in words for the public."""

    part = fields.Radios(label="کدام بخش؟", choices=Incident.Part.choices)
    title = fields.Text(label="عنوان", max_length=120, example="پیامک‌ها دیر می‌رسد")
    text = fields.LongText(label="برای مردم بنویسید", max_length=1000, help_text="چه شده است، تا کی، و تا آن زمان چه کنند.")


class Close(forms.Form):
    """What it was, once it is over."""

    afterword = fields.LongText(label="چه بود و چه شد؟", max_length=1000, help_text="در صفحه وضعیت می‌ماند.")
