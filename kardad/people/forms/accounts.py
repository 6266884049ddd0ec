"""Forms of accounts: log-in, reset, passwords, mobile, step-up, second factors."""

import re
from typing import Any

from django import forms

from kardad.kit import ids, text
from kardad.ui import fields


class PersonCode(fields.Digits):
    """A national code, or a foreigner's code of twelve digits."""

    noun = "کد ملی"
    longest = 60

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "تبعه خارجی هستید؟ کد فراگیر ۱۲ رقمی را بنویسید.")
        kwargs.setdefault("autocomplete", "username")
        super().__init__(**kwargs)

    def parse(self, typed: str) -> str:
        """The canonical code of either kind."""
        kind = ids.foreigner_code if len(text.bare_identifier(typed)) == 12 else ids.national_code
        return kind.require(typed)


class OwnFact(fields.JalaliDate):
    """A birth date as either calendar writes it (a year past 1700 is Gregorian), or a mobile: what only the owner knows of himself."""

    noun, check = "تاریخ تولد", ""

    def parse(self, typed: str) -> Any:
        """The day, or the mobile as +989XXXXXXXXX."""
        bare = text.bare_identifier(typed)
        if re.match("(00|[+])?98|0?9", bare):
            return ids.mobile.require(typed)
        if re.match("(1[7-9]|2[0-9])[0-9]{2}", bare):
            return fields.GregorianDate().parse(typed)
        return super().parse(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nobody's browser fills this in."""
        return {"autocomplete": "off"}


class LogIn(forms.Form):
    """Who, and the password."""

    code = PersonCode()
    password = fields.Password()
    captcha = fields.Captcha()


class Reset(forms.Form):
    """Who, and one more thing that only the owner knows."""

    code = PersonCode()
    shown = OwnFact(picker=False, help_text="هنوز احراز هویت نکرده‌اید؟ به جای آن، شماره همراهی را بنویسید که با آن عضو شده‌اید.")
    captcha = fields.Captcha()


class ResetCode(forms.Form):
    """The code that was sent."""

    code = fields.OneTimeCode()


class NewPassword(forms.Form):
    """A new password."""

    password = fields.Password(new=True, label="رمز عبور تازه")


class ChangePassword(forms.Form):
    """The present password and a new one."""

    password = fields.Password(label="رمز عبور کنونی")
    new_password = fields.Password(new=True, label="رمز عبور تازه")


class Mobile(forms.Form):
    """The new mobile."""

    mobile = fields.Mobile(label="شماره همراه تازه", help_text="سیم‌کارت باید به نام خودتان باشد.")


class Code(forms.Form):
    """The code that was sent by SMS."""

    code = fields.OneTimeCode()


class FactorCode(forms.Form):
    """A code of the authenticator app or a recovery code."""

    code = fields.Digits(label="کد", help_text="کد ۶ رقمی برنامه رمزساز، یا یکی از کدهای بازیابی ۸ رقمی.", autocomplete="one-time-code")


class TotpCode(forms.Form):
    """The first code of a new authenticator app."""

    code = fields.OneTimeCode(label="کدی که برنامه نشان می‌دهد")


class Passkey(forms.Form):
    """What the browser answers to a challenge."""

    UNREAD = "کلیدی خوانده نشد. دوباره تلاش کنید."

    credential = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": UNREAD, "invalid": UNREAD})


class NewPasskey(Passkey):
    """A new key with the name its owner gives it."""

    name = fields.Text(label="نام این کلید", max_length=40, help_text="تا بعداً بشناسیدش؛ برای نمونه «گوشی من».", required=False)


class KeyName(forms.Form):
    """Another name for a key."""

    name = fields.Text(label="نام این کلید", max_length=40)


class Nothing(forms.Form):
    """A deed that needs no words, only its button."""
