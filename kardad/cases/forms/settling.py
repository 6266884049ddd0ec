"""Forms of powers, withdrawals and settlements; nothing here saves."""

from datetime import date
from typing import Any, Final

from django import forms

from kardad.cases import bargaining
from kardad.cases.actions import conciliating, withdrawing
from kardad.kit.text import to_persian_digits
from kardad.ui import fields

POWERS: Final = (
    ("object", "اعتراض به رأی هیئت تشخیص؛ تنها اگر نامه آن را آشکارا گفته باشد (ماده ۲۶ آیین دادرسی کار)"),
    ("settle", "سازش"),
    ("withdraw", "پس گرفتن دادخواست یا دعوا"),
)
DEEDS: Final = (("ordinary", "سند عادی: معرفی‌نامه با امضای خود شخص"), ("official", "سند رسمی: دفتر اسناد رسمی یا وکالت‌نامه وکیل"))
WAYS: Final = (
    (withdrawing.BY_CONSENT, "با رضایت طرف دیگر: از او پرسیده می‌شود؛ اگر رضایت دهد دعوا بسته می‌شود و می‌توانید دوباره آن را طرح کنید."),
    (withdrawing.BY_GIVING_UP, "با گذشتن از حق خود: دعوا هم‌اکنون بسته می‌شود و دیگر هرگز نمی‌توانید همین خواسته را طرح کنید."),
)


class Bare(forms.Form):
    """A press."""


class Empower(forms.Form):
    """What the letter says, and the letter."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = "هر چه را در نامه آمده است علامت بزنید؛ چیزی بیش از نامه اثری ندارد."
        self.fields["can"] = fields.Ticks(label="نامه این‌ها را هم اجازه داده است", choices=POWERS, required=False, help_text=said)
        self.fields["deed"] = fields.Radios(label="نامه چگونه نوشته شده است؟", choices=DEEDS, initial="ordinary")
        self.fields["deed_number"] = fields.Text(
            label="شماره نامه", max_length=40, required=False, help_text="اگر شماره ندارد، خالی بگذارید."
        )
        self.fields["deed_on"] = fields.JalaliDate(label="تاریخ نامه", latest=today)
        self.fields["files"] = fields.Uploads(label="تصویر نامه", help_text="عکس یا PDF خوانا؛ هر فایل تا ۱۰ مگابایت.")


class Withdraw(forms.Form):
    """How and why what was asked for is taken back."""

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_late:
            self.fields["how"] = fields.Radios(label="چگونه؟", choices=WAYS)
        self.fields["reason"] = fields.LongText(
            label="دلیل", max_length=1000, required=False, help_text="اگر می‌خواهید بنویسید؛ تنها هیئت و دبیرخانه آن را می‌خوانند."
        )
        said = "می‌دانم که با این کار دعوا بسته می‌شود و هیئت درباره آن رأی نمی‌دهد."
        self.fields["sure"] = fields.Tick(label=said)

    @property
    def given(self) -> dict[str, Any]:
        """What the action is given."""
        return {"how": self.cleaned_data.get("how", ""), "reason": self.cleaned_data["reason"]}


class Offer(forms.Form):
    """A sealed amount, of the round that the page was opened in."""

    round = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_claimant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = "کمترین مبلغی که می‌پذیرم" if is_claimant else "بیشترین مبلغی که می‌پردازم"
        self.fields["amount"] = fields.Rials(label=label)

    def clean_amount(self) -> int:
        """More than nothing."""
        found: int = self.cleaned_data["amount"]
        if found <= 0:
            raise forms.ValidationError("مبلغی بیش از صفر بنویسید.")
        return found


class Terms(forms.Form):
    """The instalments, one pair of fields each, and what else is agreed upon."""

    def __init__(self, *args: Any, count: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        for place in range(1, count + 1):
            named = f" قسط {to_persian_digits(place)}" if count > 1 else ""
            self.fields[f"due_on_{place}"] = fields.JalaliDate(label=f"روز پرداخت{named}", earliest=today)
            self.fields[f"amount_{place}"] = fields.Rials(label=f"مبلغ{named}", **({} if place == 1 else {"help_text": ""}))
        self.fields["default"] = fields.Radios(label="اگر قسطی پرداخت نشود", choices=list(bargaining.DEFAULTS.items()), initial="all")
        self.fields["waiver"] = fields.Radios(label="گذشت", choices=list(bargaining.WAIVERS.items()), initial="case")
        said = "برای نمونه دادن گواهی سابقه کار یا پس دادن سفته."
        self.fields["promises"] = fields.LongText(label="تعهدهای دیگر", max_length=2000, required=False, help_text=said)

    @property
    def terms(self) -> bargaining.Terms:
        """What the action is given."""
        given = self.cleaned_data
        places = range(1, self.count + 1)
        parts = tuple(bargaining.Part(given[f"due_on_{place}"], given[f"amount_{place}"]) for place in places)
        return bargaining.Terms(parts, given["default"], given["waiver"], given["promises"])


class Agree(forms.Form):
    """A press on the terms that were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Sign(forms.Form):
    """A press under the words that were read."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sure = fields.Tick(label="این سازش‌نامه را خوانده‌ام و می‌دانم که با تأیید آن پرونده بسته می‌شود و اعتراض ندارد.")


class Remit(forms.Form):
    """How much of an instalment was paid, and when."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = fields.Rials(label="مبلغ پرداخت‌شده")
        self.fields["paid_on"] = fields.JalaliDate(label="روز پرداخت", latest=today)


class Conciliate(forms.Form):
    """Who of the workshop brings the sides together."""

    body = fields.Radios(label="سازش نزد کدام یک دنبال شود؟", choices=list(conciliating.BODIES.items()))


class NotConciliated(forms.Form):
    """Why it came to nothing."""

    result = fields.LongText(label="چرا به نتیجه نرسید؟", max_length=500, help_text="هر دو طرف همین را می‌خوانند.")
