"""Fields that prove something: a password, a captcha."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from kardad.core import captcha
from kardad.kit.refusal import Refusal
from kardad.ui import widgets
from kardad.ui.fields.typed import missing

SAID = {
    "password_too_short": "رمز عبور دست‌کم ۱۰ نویسه دارد؛ چند حرف یا رقم دیگر بیفزایید.",
    "password_too_common": "این رمز عبور را بسیاری به کار برده‌اند و زود حدس زده می‌شود؛ رمز دیگری بسازید.",
    "password_entirely_numeric": "رمز عبور نمی‌تواند فقط رقم باشد؛ حرف هم در آن بگذارید.",
}


class Password(forms.CharField):
    """A password, exactly as typed; a new one meets Django's rules and is told them before."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        self.new = new
        kwargs.setdefault("label", "رمز عبور")
        if new:
            kwargs.setdefault("help_text", "دست‌کم ۱۰ نویسه. سه یا چهار واژه بی‌ربط پشت هم، هم به یاد می‌ماند و هم حدس‌زدنی نیست.")
        said = {"required": missing(kwargs["label"], "بنویسید"), "max_length": "رمز عبور تا ۱۲۸ نویسه است."}
        kwargs["error_messages"] = said | (kwargs.get("error_messages") or {})
        attrs = {"autocomplete": "new-password" if new else "current-password", "dir": "ltr", "autocapitalize": "off"}
        super().__init__(strip=False, max_length=128, widget=widgets.Secret(attrs), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a password is refused, never cut."""
        return {}

    def validate(self, value: Any) -> None:
        """A new password is judged by the validators of the settings."""
        super().validate(value)
        if self.new and value:
            try:
                password_validation.validate_password(value)
            except ValidationError as error:
                raise ValidationError([SAID.get(str(each.code), each) for each in error.error_list]) from error


class Captcha(forms.Field):
    """Proof that a person stands behind the form; a right answer or solved challenge serves once."""

    widget = widgets.Captcha

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "پرسش امنیتی")
        super().__init__(**kwargs)

    def clean(self, value: dict[str, str]) -> bool:
        """True, once the proof is spent."""
        try:
            captcha.require(**value, at=timezone.now())
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal
        return True
