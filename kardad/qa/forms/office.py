"""What staff fill in: moderation, answers, guides, official addresses."""

from typing import Any

from django import forms

from kardad.calc import rooms
from kardad.kit import text
from kardad.qa import policy, topics
from kardad.qa.actions.answers import Said
from kardad.qa.models import Answer, LinkEntry
from kardad.ui import fields


class Publish(forms.Form):
    """The question as everybody will read it."""

    title = fields.Text(label="عنوان", max_length=policy.LONGEST_TITLE)
    body = fields.LongText(label="متن", max_length=policy.LONGEST_BODY)
    topic = fields.Choice(label="موضوع", choices=topics.choices())


class Reason(forms.Form):
    """Why; the one who is told reads it."""

    reason = fields.LongText(label="دلیل", max_length=400, help_text="پرسنده همین را می‌خواند؛ یک یا دو جمله روشن.")


class Merge(forms.Form):
    """The question that asks the same."""

    into = fields.Number(label="شماره پرسشی که همین را پرسیده است", min_value=1, max_value=2**53)


class Write(forms.Form):
    """An answer: short, then the rule, then the cases."""

    coverage = fields.Radios(label="قانون چه می‌گوید؟", choices=Answer.Coverage.choices, initial=Answer.Coverage.ANSWERED)
    short = fields.LongText(
        label="پاسخ کوتاه", max_length=policy.LONGEST_SHORT, help_text="در یک یا دو جمله؛ نخستین چیزی که خوانده می‌شود.", required=False
    )
    explanation = fields.LongText(
        label="توضیح و قاعده",
        max_length=policy.LONGEST_EXPLANATION,
        required=False,
        help_text="با درود آغاز کنید، قاعده را بگویید. سطری که با «- » آغاز شود ردیف فهرست است.",
    )
    calculators = fields.Ticks(label="محاسبه‌های نزدیک", choices=[], required=False)
    why = fields.Text(label="دلیل ویرایش", max_length=300, required=False, help_text="فقط برای پاسخی که پیش‌تر منتشر شده است.")

    def __init__(self, *args: Any, cases: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calculators"].choices = [(room.name, room.calculator.title) for room in rooms.rooms().values()]
        self.fields["short"].needed_when = "برای انتشار لازم است"
        self.many = min(max(cases + 1, 2), policy.MANY_CASES)
        for place in range(self.many):
            number = text.to_persian_digits(place + 1)
            self.fields[f"when_{place}"] = fields.Text(label=f"حالت {number}: اگر", max_length=300, required=False)
            self.fields[f"then_{place}"] = fields.LongText(label=f"حالت {number}: آنگاه", max_length=1000, required=False)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of the cases, two by two."""
        return [(self[f"when_{place}"], self[f"then_{place}"]) for place in range(self.many)]

    def said(self) -> Said:
        """What the action takes; empty cases are left out."""
        given = self.cleaned_data
        rows = [(given.get(f"when_{place}", ""), given.get(f"then_{place}", "")) for place in range(self.many)]
        cases = [{"when": when, "then": then} for when, then in rows if when or then]
        return Said(given.get("short", ""), given.get("explanation", ""), given["coverage"], cases, list(given.get("calculators") or []))

    @staticmethod
    def of(answer: Answer) -> dict[str, Any]:
        """The words of an answer, to begin with."""
        words = {"coverage": answer.coverage, "short": answer.short, "explanation": answer.explanation, "calculators": answer.calculators}
        for place, case in enumerate(answer.cases):
            words |= {f"when_{place}": case["when"], f"then_{place}": case["then"]}
        return words


class Circular(forms.Form):
    """A circular that is not in the data of the law."""

    number = fields.Text(label="شماره بخشنامه", max_length=60)
    title = fields.Text(label="عنوان بخشنامه", max_length=200)
    on = fields.JalaliDate(label="تاریخ بخشنامه")
    url = forms.URLField(label="نشانی متن", required=False, max_length=300, assume_scheme="https")


class Guide(forms.Form):
    """A guide and the day of its last review."""

    title = fields.Text(label="عنوان", max_length=120)
    slug = forms.SlugField(label="نشانی", max_length=80, help_text="حروف کوچک لاتین، رقم و خط تیره")
    lead = fields.LongText(label="در یک جمله", max_length=400)
    topic = fields.Choice(label="موضوع", choices=topics.choices())
    reviewed_on = fields.JalaliDate(label="آخرین بازبینی")
    body = fields.LongText(label="متن", max_length=20_000, help_text="سطری که با «## » آغاز شود تیتر و با «- » ردیف فهرست است.")


class Link(forms.Form):
    """An official address."""

    group = fields.Choice(label="گروه", choices=LinkEntry.Group.choices)
    title = fields.Text(label="نام", max_length=120)
    url = forms.URLField(label="نشانی", max_length=300, assume_scheme="https")
    text = fields.Text(label="به چه کار می‌آید؟", max_length=300)
    checked_on = fields.JalaliDate(label="آخرین بازبینی")
    place = fields.Number(label="ترتیب", min_value=0, max_value=1000, initial=0)
    is_official = fields.Tick(label="نشانی رسمی دولت یا سازمان است", required=False)
    is_down = fields.Tick(label="در آخرین بازبینی باز نشد", required=False)
    is_shown = fields.Tick(label="در فهرست نشان داده شود", required=False, initial=True)


class Judge(forms.Form):
    """Whether a comment is shown."""

    verdict = fields.Radios(label="تصمیم شما", choices=[("publish", "انتشار نظر"), ("reject", "نپذیرفتن نظر")])
    reason = fields.Text(label="دلیل", max_length=300, required=False, help_text="نویسنده همین را در سابقه خود می‌خواند.")

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") == "reject" and not given.get("reason"):
            self.add_error("reason", "بنویسید چرا این نظر نشان داده نمی‌شود.")
        return given
