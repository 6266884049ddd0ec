"""Forms of who follows a case: something for the file, a tracking code."""

from django import forms

from kardad.cases.actions import briefs
from kardad.cases.models import Filing
from kardad.people import flow as people
from kardad.ui import fields


class File(forms.Form):
    """A brief, a piece of evidence, an application."""

    kind = fields.Radios(
        label="چه می‌فرستید؟", choices=[(one.value, one.label) for one in Filing.Kind if one in briefs.KINDS], initial="brief"
    )
    title = fields.Text(label="عنوان", max_length=120, example="پاسخ به دادخواست")
    words = fields.LongText(label="متن", max_length=20_000, required=False)
    files = fields.Uploads(label="فایل‌ها", required=False, help_text="عکس یا PDF؛ هر فایل تا ۱۰ مگابایت، هر بار تا ۲۰ فایل.")


class Status(forms.Form):
    """A tracking code, however it was typed."""

    code = fields.Text(label="کد رهگیری", max_length=30, help_text="روی رسید دادخواست و روی برگه‌های کاغذی پرونده چاپ شده است.")

    def clean_code(self) -> str:
        """The code as it is kept."""
        found = people.read_tracking_code(self.cleaned_data["code"])
        if not found:
            raise forms.ValidationError("این کد رهگیری درست نیست؛ شاید رقمی جا افتاده باشد. آن را از روی برگه دوباره بنویسید.")
        return found
