"""What the page of deadlines asks: which deadline, from which day, before which office."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from kardad.kit import calendar
from kardad.kit.refusal import BadInput
from kardad.law import holidays, rules
from kardad.law.deadlines import Asking, Policy
from kardad.ui import fields

# The deadlines that bind people; those that bind a board or its agent are read from the command line and the API.
OF_PEOPLE = (
    "objection",
    "divan",
    "divan_abroad",
    "defect",
    "opinion_objection",
    "refused_return",
    "resignation_revocation",
    "unemployment",
    "compliance",
)
MOST_CLOSED = 20


def _deadlines() -> list[tuple[str, str]]:
    return [(name, rules.current().rule(name).title) for name in OF_PEOPLE]


def _provinces() -> list[tuple[str, str]]:
    return [("", "نمی‌دانم؛ تنها تعطیلی رسمی"), *((name, name) for name in holidays.provinces())]


class Deadline(forms.Form):
    """A deadline and the day it runs from; province and days off are for those who know them."""

    of = fields.Choice(label="کدام مهلت؟", choices=_deadlines)
    served_on = fields.JalaliDate(label="از چه روزی؟", help_text="روز ابلاغ، یا روزی که مهلت از آن آغاز می‌شود.", example="۱۴۰۵/۰۸/۱۰")
    province = fields.Choice(
        label="اداره در کدام استان است؟", choices=_provinces, required=False, help_text="تعطیلی‌های همان استان را هم در نظر می‌گیریم."
    )
    closed_days = fields.LongText(
        label="روزهای تعطیل دیگر", required=False, help_text="اگر روزی ناگهان تعطیل شد، تاریخ آن را بنویسید؛ هر کدام در یک خط."
    )

    def clean_closed_days(self) -> dict[date, str]:
        """The days written, one a line; refuses what is no day, naming the line."""
        found: dict[date, str] = {}
        for line in self.cleaned_data["closed_days"].splitlines():
            if line.strip():
                try:
                    found[calendar.parse_jalali(line)] = ""
                except BadInput as bad:
                    raise ValidationError(f"«{line.strip()}»: {bad.text}", code=bad.code) from bad
        if len(found) > MOST_CLOSED:
            raise ValidationError("بیش از بیست روز ننویسید.", code="TOO_MANY")
        return found

    def asking(self) -> Asking:
        """The question for the deadline engine."""
        told = self.cleaned_data
        policy = Policy("offices" if told["province"] else "official", province=told["province"])
        return Asking(rules.current().rule(told["of"]), told["served_on"], None, told["closed_days"], {}, policy)
