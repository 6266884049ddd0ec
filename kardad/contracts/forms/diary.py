"""Forms of a work diary; nothing here saves."""

from datetime import date
from typing import Any, Final

from django import forms

from kardad.contracts import diaries
from kardad.contracts.diaries import About, Told
from kardad.kit import text
from kardad.ui import fields

TEXT: Final = {
    "hours": ("چه کردید؟ (اگر می‌خواهید)", False, ""),
    "payment": ("این پول بابت چه بود؟ (اگر می‌دانید)", False, "مزد نیمه اول مهر"),
    "message": ("چه گفته یا نوشته شد؟", True, "نوشت: از فردا نیا."),
    "file": ("این عکس یا سند چیست؟", True, "عکس تابلوی کارگاه"),
    "event": ("چه شد؟", True, "سرکارگر گفت مزد این ماه عقب می‌افتد."),
}
WHO: Final = {"payment": "چه کسی پرداخت؟", "message": "با چه کسی؟"}


class Begin(forms.Form):
    """Where the writer works, as he knows it."""

    workplace = fields.Text(label="کجا کار می‌کنید؟", max_length=160, example="کارگاه جوشکاری برادران")
    employer = fields.Text(
        label="کارفرما یا کسی که مزد می‌دهد", max_length=160, required=False, help_text="هر چه می‌دانید؛ نام کوچک هم کافی است."
    )
    place = fields.LongText(label="نشانی محل کار", max_length=300, required=False, widget=fields.LongText.widget({"rows": 2}))
    job = fields.Text(label="کار شما", max_length=120, required=False, example="جوشکار")
    since_on = fields.JalaliDate(label="از چه روزی آنجا کار می‌کنید؟", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since_on"].latest = today

    def told(self) -> About:
        """The heading."""
        return About(**self.cleaned_data)


class Write(forms.Form):
    """What happened on one day; which fields there are depends on the kind."""

    on = fields.JalaliDate(label="درباره چه روزی؟", help_text="زمان نوشتن را خود سامانه کنار آن ثبت می‌کند.")

    def __init__(self, *args: Any, kind: str, today: date, was: Told | None = None, **kwargs: Any) -> None:
        known: dict[str, Any] = {"on": today}
        if was is not None:
            known = {name: getattr(was, name) for name in ("on", "starts", "ends", "amount", "way", "who")}
            known["rest"] = text.to_persian_digits(was.rest or "")
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)
        self.kind, self.fields["on"].latest = kind, today
        if kind == "hours":
            self.fields["starts"] = fields.Hour(label="از ساعت", example="۸:۰۰")
            self.fields["ends"] = fields.Hour(
                label="تا ساعت", example="۱۷:۳۰", help_text="اگر تا فردای آن روز بود، همان ساعت پایان را بنویسید."
            )
            self.fields["rest"] = fields.Number(label="استراحت در میان کار، به دقیقه", required=False, max_value=diaries.DAY, example="۴۵")
        if kind == "payment":
            self.fields["amount"] = fields.Rials(label="چقدر گرفتید؟")
            self.fields["way"] = fields.Radios(label="چگونه؟", choices=list(diaries.WAYS.items()))
        if kind in WHO:
            self.fields["who"] = fields.Text(label=WHO[kind], max_length=120, required=False)
        label, is_asked, example = TEXT[kind]
        self.fields["text"] = fields.LongText(label=label, required=is_asked, max_length=2000, example=example or None)
        if kind != "hours":
            self.fields["file"] = fields.Upload(label="عکس یا PDF", required=kind == "file" and was is None)

    def told(self) -> Told:
        """What was written."""
        names = ("on", "text", "starts", "ends", "rest", "amount", "way", "who", "is_void")
        found = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}
        return Told(kind=self.kind, **found)


class Correct(Write):
    """What is right instead, and why; or that it was not so at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = "چه چیز را و چرا اصلاح می‌کنید؟", True
        self.fields["is_void"] = fields.Tick(label="این نوشته از پایه نادرست بود؛ به حساب نیاید.", required=False)

    def full_clean(self) -> None:
        """Of what was not so only the reason is asked."""
        if self.is_bound and self.data.get("is_void"):
            for name in self.fields.keys() - {"text", "is_void", "on"}:
                self.fields[name].required = False
        super().full_clean()


class Bare(forms.Form):
    """A press."""
