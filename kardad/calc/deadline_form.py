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


class Deadline(forms.Form):
    """A deadline and the day it runs from; province and days off are for those who know them."""

    of = fields.Choice(label="کدام مهلت؟")
    served_on = fields.JalaliDate(label="از چه روزی؟", help_text="روز ابلاغ، یا روزی که مهلت از آن آغاز می‌شود.")
    province = fields.Choice(label="اداره در کدام استان است؟", required=False, help_text="تعطیلی‌های همان استان را هم در نظر می‌گیریم.")
    closed_days = fields.LongText(
        label="روزهای تعطیل دیگر", required=False, help_text="اگر روزی ناگهان تعطیل شد، تاریخ آن را بنویسید؛ هر کدام در یک خط."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = {rule.name: rule for rule in rules.current().all}
        self.fields["of"].choices = [(name, known[name].title) for name in OF_PEOPLE]
        self.fields["province"].choices = [("", "نمی‌دانم؛ تنها تعطیلی رسمی"), *((name, name) for name in holidays.provinces())]

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
        policy = Policy("offices" if told["province"] else "official", True, told["province"])
        return Asking(rules.current().rule(told["of"]), told["served_on"], None, told["closed_days"], {}, policy)
