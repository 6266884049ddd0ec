"""What is asked while hours are chosen and papers written; nothing is saved here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from kardad.calc.models import SavedSheet
from kardad.core import files
from kardad.desk import papers
from kardad.desk.actions.ratings import TAGS
from kardad.desk.queries.delivery import Free
from kardad.kit import calendar
from kardad.law import articles
from kardad.people.models import Person
from kardad.ui import fields

DOCUMENTS = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
BOOKS = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",)
TRUTH = "روشن و ساده بنویسید؛ وعده نتیجه ندهید."
SCORES = (
    ("5", "عالی", "همان بود که می‌خواستم."),
    ("4", "خوب", "کارم راه افتاد."),
    ("3", "متوسط", "بخشی از کارم راه افتاد."),
    ("2", "ضعیف", "کم به کارم آمد."),
    ("1", "بد", "به کارم نیامد."),
)


class Bare(forms.Form):
    """A deed that asks nothing."""


class Hour(forms.Form):
    """One of the free hours; consent to recording is asked here, before any call."""

    hour = forms.ChoiceField(
        label="ساعت", error_messages={"required": "یکی از ساعت‌های آزاد را انتخاب کنید.", "invalid_choice": "این ساعت دیگر آزاد نیست."}
    )
    may_record = fields.Tick(
        label="با ضبط گفت‌وگو موافقم.",
        required=False,
        help_text="اختیاری است. بدون این علامت چیزی ضبط نمی‌شود و خدمت شما فرقی نمی‌کند.",
    )
    phone = fields.Mobile(label="شماره برای تماس", required=False, help_text="خالی بگذارید تا با تلفن همراه ثبت‌شده شما تماس گرفته شود.")

    def __init__(self, *args: Any, free: Sequence[Free], is_move: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {one.key: one for one in free}
        self.fields["hour"].choices = [(key, calendar.with_time(one.starts_at)) for key, one in self.free.items()]
        if is_move:
            del self.fields["may_record"], self.fields["phone"]

    @property
    def chosen(self) -> Free:
        """The hour that was chosen."""
        return self.free[self.cleaned_data["hour"]]


class Cancel(forms.Form):
    """An hour is given back."""

    reason = fields.LongText(label="دلیل", max_length=250, required=False, help_text="اختیاری است.")


class Lay(forms.Form):
    """The hours of a day in which an expert takes calls."""

    expert = fields.Choice(label="کارشناس")
    day = fields.JalaliDate(label="روز")
    starts = fields.Hour(label="از ساعت", example="۰۹:۰۰")
    ends = fields.Hour(label="تا ساعت", example="۱۲:۰۰")

    def __init__(self, *args: Any, experts: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.experts = {str(one.pk): one for one in experts}
        self.fields["expert"].choices = [(pk, f"{one.first_name} {one.last_name}") for pk, one in self.experts.items()]
        if len(self.experts) == 1:
            self.fields["expert"].initial = next(iter(self.experts))

    @property
    def shift(self) -> tuple[Person, datetime, datetime]:
        """Who, from when until when, in Tehran."""
        told = self.cleaned_data
        start = datetime.combine(told["day"], told["starts"], tzinfo=calendar.TEHRAN)
        end = datetime.combine(told["day"], told["ends"], tzinfo=calendar.TEHRAN)
        return self.experts[told["expert"]], start, end if end > start else end + timedelta(days=1)


class Summary(forms.Form):
    """What was said in the call: the client keeps it."""

    summary = fields.LongText(
        label="خلاصه گفت‌وگو",
        max_length=10_000,
        help_text="دست‌کم ۲۰۰ نویسه: موضوع، قانون، آنچه گفتید و گام‌های بعدی. متقاضی همین را نگه می‌دارد.",
    )


class More(forms.Form):
    """Further units, agreed by a manager and paid before the talk goes on."""

    units = fields.Number(label="چند واحد ۱۵ دقیقه‌ای دیگر؟", min_value=1, max_value=4, initial=1)


class Opinion(forms.Form):
    """A written opinion, part by part."""

    facts = fields.LongText(
        label=papers.PARTS["facts"], max_length=8_000, help_text="آنچه متقاضی گفت و از مدارک دیدید؛ او باید بتواند بگوید درست فهمیده‌اید."
    )
    question = fields.LongText(label=papers.PARTS["question"], max_length=2_000)
    articles = fields.Ticks(label="ماده‌های قانون", required=False)
    law = fields.LongText(
        label="قانون دیگر", max_length=4_000, required=False, help_text="ماده‌ای که در فهرست نیست، با نام قانون و تاریخ آن."
    )
    law_on = fields.JalaliDate(label="قانون چه روزی؟", help_text="روزی که قانون آن را گفته‌اید؛ معمولاً امروز یا روز رویداد.")
    opinion = fields.LongText(label=papers.PARTS["opinion"], max_length=12_000, help_text=TRUTH)
    next_steps = fields.LongText(label=papers.PARTS["next_steps"], max_length=6_000, help_text="کجا، تا چه روزی، با چه مدرکی.")
    limits = fields.LongText(label=papers.PARTS["limits"], max_length=3_000, help_text="بر چه فرضی استوار است و چه چیز آن را عوض می‌کند.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["articles"].choices = [(key, f"{one.name}: {one.says}") for key, one in articles.every().items()]

    @property
    def body(self) -> dict[str, Any]:
        """The opinion as it is kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "law_on"}

    @property
    def law_day(self) -> date:
        """The day whose law it tells."""
        day: date = self.cleaned_data["law_on"]
        return day


class Calculation(forms.Form):
    """Sheets that the expert computed and kept, and a workbook where there are many people."""

    sheets = fields.Ticks(label="برگه‌های محاسبه", required=False)
    words = fields.LongText(label="توضیح برای متقاضی", max_length=4_000, required=False)
    workbook = fields.Upload(
        label="کارپوشه اکسل", kinds=BOOKS, required=False, help_text="برای لیست چند نفر: کارپوشه‌ای که از «لیست حقوق» گرفته‌اید."
    )

    def __init__(self, *args: Any, kept: Iterable[SavedSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {str(one.pk): one for one in kept}
        self.fields["sheets"].choices = [(pk, f"{one.title}؛ {calendar.long(one.on)}") for pk, one in self.kept.items()]

    @property
    def chosen(self) -> list[SavedSheet]:
        """The sheets that were chosen, in their order."""
        return [self.kept[pk] for pk in self.cleaned_data["sheets"]]


class Document(forms.Form):
    """The text of a petition, brief or contract; every save is a version."""

    text = fields.LongText(label="متن سند", max_length=60_000, help_text="خطی که با # آغاز شود عنوان است.")
    law_on = fields.JalaliDate(label="قانون چه روزی؟")
    note = fields.LongText(label="در این نسخه چه عوض شد؟", max_length=500, required=False)
    file = fields.Upload(label="پرونده Word یا PDF", kinds=DOCUMENTS, required=False, help_text="اختیاری؛ کنار متن به متقاضی داده می‌شود.")


SUMMARY = {
    "text": ("متن خلاصه", "دست‌کم ۲۰۰ نویسه: موضوع، قانون، آنچه گفتید و گام‌های بعدی."),
    "file": ("پیوست خلاصه", "اختیاری؛ کنار خلاصه به متقاضی داده می‌شود."),
}
MATERIAL = {
    "text": ("متن آموزش", "دست‌کم ۲۰۰ نویسه: آنچه گفته شد و آنچه باید بماند."),
    "file": ("جزوه", "اختیاری؛ کنار متن به متقاضی داده می‌شود."),
}


class Words(forms.Form):
    """A plain text: the material of a training session, or a summary that is mended."""

    text = fields.LongText(label="متن", max_length=20_000)
    file = fields.Upload(label="جزوه", kinds=(*files.PAPERS, *DOCUMENTS[1:]), required=False)

    def __init__(self, *args: Any, is_summary: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = SUMMARY if is_summary else MATERIAL
        for name, (label, help_text) in said.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text


class Signer(forms.Form):
    """Who checks the figures."""

    signer = fields.Choice(label="کارشناس دوم")

    def __init__(self, *args: Any, experts: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.experts = {str(one.pk): one for one in experts}
        self.fields["signer"].choices = [
            ("", "انتخاب کنید"),
            *((pk, f"{one.first_name} {one.last_name}") for pk, one in self.experts.items()),
        ]


class Sign(forms.Form):
    """The second expert signs, or sends it back with a reason."""

    verdict = fields.Radios(label="نظر شما", choices=[("sign", "ورودی‌ها و رقم‌ها را دیدم و امضا می‌کنم"), ("back", "باید اصلاح شود")])
    reason = fields.LongText(label="چه باید درست شود؟", max_length=450, required=False)

    def clean(self) -> dict[str, Any]:
        """What is sent back says why."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("verdict") == "back" and not told.get("reason"):
            self.add_error("reason", "بنویسید چه باید درست شود.")
        return told


class FollowUp(forms.Form):
    """The free question."""

    body = fields.LongText(label="پرسش شما", max_length=2_000, help_text="یک پرسش درباره همین نظر، رایگان.")


class Rate(forms.Form):
    """What the client thought of it."""

    score = fields.Cards(label="امتیاز شما", cards=[fields.Card(value, title, text=words) for value, title, words in SCORES])
    tags = fields.Ticks(label="چه چیزی را می‌پسندید یا نمی‌پسندید؟", required=False, choices=list(TAGS.items()))
    comment = fields.LongText(label="توضیح", max_length=1_000, required=False)
