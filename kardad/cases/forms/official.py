"""Forms of what happened at the office: each kind asks what its paper shows, and nothing else."""

from typing import Any, Final

from django import forms

from kardad.cases.models import OfficialEntry
from kardad.law import notices, rules
from kardad.ui import fields

DAYS: Final = {
    "filed": "چه روزی ثبت شد؟",
    "notice": "چه روزی به شما رسید؟",
    "session": "روز جلسه",
    "brief": "تا چه روزی؟",
    "ruling": "روز رأی",
    "objection": "چه روزی اعتراض ثبت شد؟",
    "final": "از چه روزی قطعی است؟",
    "enforcement": "روز درخواست اجرا",
    "money": "چه روزی رسید؟",
    "closed": "روز پایان",
}
NUMBERS: Final = {
    "filed": "شماره ثبت یا کلاسه",
    "notice": "شماره ابلاغیه",
    "ruling": "شماره دادنامه",
    "final": "شماره دادنامه قطعی",
    "enforcement": "شماره پرونده اجرا",
}
PLACES: Final = {"filed": "کدام اداره کار؟", "session": "کجا؟", "enforcement": "کدام دادگاه یا اجرای احکام؟"}
AMOUNTS: Final = {"ruling": "مبلغی که رأی داده‌اند", "final": "مبلغی که رأی داده‌اند", "money": "چقدر رسید؟"}
WORDS: Final = {
    "brief": "چه باید بدهید؟",
    "ruling": "خلاصه رأی",
    "objection": "شما اعتراض کردید یا طرف دیگر، و به چه؟",
    "money": "از چه راهی؟",
    "closed": "چگونه پایان یافت؟",
}
NEEDED: Final = {"number": ("filed", "notice", "enforcement"), "amount": ("money",), "place": ("filed",), "text": ("brief", "closed")}


class Entry(forms.Form):
    """One thing of a kind."""

    code = fields.Choice(label="چه برگه‌ای است؟", choices=lambda: [(code, one.title) for code, one in notices.every().items()])
    on = fields.JalaliDate(label="روز", example="۱۴۰۵/۰۸/۱۰")
    hour = fields.Hour(label="ساعت", required=False)
    number = fields.Text(label="شماره", max_length=60)
    place = fields.Text(label="کجا؟", max_length=120)
    amount = fields.Rials(label="مبلغ")
    text = fields.LongText(label="توضیح", max_length=1000, widget=fields.LongText.widget({"rows": 3}))
    days = fields.Number(
        label="چند روز مهلت داده است؟", required=False, min_value=1, max_value=365, help_text="تنها اگر خود برگه تعداد روز را گفته است."
    )
    photos = fields.Uploads(label="عکس برگه", required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = DAYS[kind]
        for name, table in {"number": NUMBERS, "place": PLACES, "amount": AMOUNTS, "text": WORDS}.items():
            if kind not in table:
                del self.fields[name]
            else:
                self.fields[name].label = table[kind]
                self.fields[name].required = kind in NEEDED.get(name, ())
        for name in ("code", "days", "photos") if kind != "notice" else ():
            del self.fields[name]
        if kind != "session":
            del self.fields["hour"]

    def clean(self) -> dict[str, Any]:
        """Days only where the law leaves them open."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        starts = notices.notice(kept["code"]).starts if kept.get("code") else ""
        if kept.get("days") and starts and not rules.current().rule(starts).may_be_set:
            self.add_error("days", "طول این مهلت را قانون گفته است؛ این خانه را خالی بگذارید.")
        return kept


# What the button says: the deed.
DEEDS: Final = {
    "filed": "ثبت شماره اداره",
    "notice": "ثبت ابلاغیه",
    "session": "ثبت روز جلسه",
    "brief": "ثبت مهلت لایحه یا مدرک",
    "ruling": "ثبت رأی هیئت تشخیص",
    "objection": "ثبت اعتراض به رأی",
    "final": "ثبت رأی قطعی",
    "enforcement": "ثبت درخواست اجرا",
    "money": "ثبت پولی که رسید",
    "closed": "پایان کار",
}
KINDS: Final = dict(OfficialEntry.Kind.choices)
