"""What readers fill in: a question, a mobile, a code, an opinion, a comment."""

import re
import secrets
from typing import Any

from django import forms

from kardad.kit import text
from kardad.qa import policy, topics
from kardad.qa.models import Opinion
from kardad.ui import fields

ONCE = re.compile(r"[0-9a-f]{32}")


class Ask(forms.Form):
    """A question for everybody to read."""

    title = fields.Text(
        label="پرسش شما در یک جمله",
        max_length=policy.LONGEST_TITLE,
        help_text="کوتاه و کلی؛ بی نام شخص و شرکت.",
        example="کارگر موقت در سال چند روز مرخصی دارد؟",
    )
    body = fields.LongText(
        label="شرح پرسش",
        max_length=policy.LONGEST_BODY,
        help_text="وضعیت را بگویید: نوع قرارداد، مدت کار، و آنچه روی داده است. شماره، نشانی و نام کسی را ننویسید.",
    )
    topic = fields.Choice(label="موضوع", choices=[("", "انتخاب کنید"), *topics.choices()])
    asker_role = fields.Radios(label="شما", choices=list(topics.ASKERS.items()))
    once = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", secrets.token_hex(16))

    def clean_title(self) -> str:
        """A title of some length."""
        return _long_enough(self.cleaned_data["title"], policy.SHORTEST_TITLE, "پرسش")

    def clean_body(self) -> str:
        """A text of some length."""
        return _long_enough(self.cleaned_data["body"], policy.SHORTEST_BODY, "شرح پرسش")

    def clean_once(self) -> str:
        """The mark of this form; one that somebody made up is replaced."""
        given = self.cleaned_data["once"]
        return given if ONCE.fullmatch(given) else secrets.token_hex(16)

    def asked(self) -> dict[str, str]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("title", "body", "topic", "asker_role")}


class Send(forms.Form):
    """Nothing but the wish to send what was written before."""


class Contact(forms.Form):
    """A visitor's mobile."""

    mobile = fields.Mobile(label="تلفن همراه", help_text="برای یک کد تأیید، و پیامکی که می‌گوید پاسخ رسید. نشان داده نمی‌شود.")
    captcha = fields.Captcha()


class Code(forms.Form):
    """The one-time code."""

    code = fields.OneTimeCode(label="کد تأیید", help_text="کد ۶ رقمی که پیامک شد")


class Disagree(forms.Form):
    """Why an answer did not help."""

    why = fields.Radios(label="چرا به کارتان نیامد؟", choices=Opinion.Why.choices)
    said = fields.LongText(label="چه چیزی کم یا نادرست بود؟", max_length=500, required=False, help_text="نام و شماره کسی را ننویسید.")


class Comment(forms.Form):
    """A comment below a guide."""

    body = fields.LongText(label="نظر شما", max_length=1000, help_text="پس از دیدن کارشناس و بدون نام شما نشان داده می‌شود.")


def _long_enough(typed: str, least: int, what: str) -> str:
    if len(typed) < least:
        short, wanted = text.to_persian_digits(len(typed)), text.to_persian_digits(least)
        raise forms.ValidationError(f"{what} دست‌کم {wanted} نویسه باشد؛ {short} نویسه نوشته‌اید.")
    return typed
