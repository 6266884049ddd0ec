"""How pages say what a case is: its state with the board's name, the colour of it."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from kardad.cases import flow
from kardad.cases.models import Case
from kardad.cases.queries import petitions
from kardad.kit import calendar
from kardad.law import claims, procedure


def board(instance: str) -> str:
    """The Persian name of the body of an instance."""
    return procedure.body(instance).title


def state(case: Case) -> str:
    """The state in words, the board named where it matters."""
    return flow.STATES[case.state].format(board=board(case.instance))


def tone(case: Case) -> str:
    """The colour of the state."""
    return flow.TONES.get(case.state, "info")


@dataclass(frozen=True, slots=True)
class Item:
    """A claim item as pages say it."""

    title: str
    period: str
    amount: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: what it says and where it leads."""

    label: str
    url: str
    is_next: bool = True  # a step of the case, not a deed that is always there


def items(case: Case) -> list[Item]:
    """What is asked for, in order."""
    return [
        Item(
            claims.claim(one.code).title,
            f"{calendar.long(one.from_day)} تا {calendar.long(one.to_day)}" if one.from_day and one.to_day else "",
            one.amount,
            one.text,
        )
        for one in case.items.order_by("position")
    ]


# What the desk does with a case, the next step first: the move, its page's title,
# what it means, what is told after.
DESK_DEEDS: Final = {
    "accept": ("پذیرش دادخواست", "پرونده شماره کلاسه می‌گیرد و در نوبت تعیین وقت هیئت می‌نشیند. خواهان خبر می‌شود.", "دادخواست پذیرفته شد."),
    "receive": (
        "دریافت پرونده",
        "پرونده‌ای که اداره دیگری فرستاده از این پس نزد این اداره است. تاریخ ثبت آن همان می‌ماند.",
        "پرونده دریافت شد.",
    ),
    "mark_defect": (
        "اخطار رفع نقص",
        "تنها جلوی آنچه کم است بنویسید؛ خواهان همین جمله‌ها را کنار همان بخش می‌خواند و تا پایان مهلت کامل می‌کند.",
        "اخطار رفع نقص ابلاغ شد.",
    ),
    "lapse": ("رد دادخواست ناقص", "مهلت رفع نقص گذشته است. دادخواست رد می‌شود؛ خواهان می‌تواند دوباره ثبت کند.", "دادخواست رد شد."),
    "transfer": (
        "ارسال به اداره صالح",
        "رسیدگی با اداره محل آخرین کارگاه است (ماده ۱۰ آیین دادرسی کار). رأی نقض‌شده‌ای هم که این‌جا هیئت دیگری برایش نیست، "
        "به هیئت هم‌عرض اداره دیگری می‌رود. همه پرونده می‌رود و تاریخ ثبت آن می‌ماند.",
        "پرونده فرستاده شد.",
    ),
    "conciliate": (
        "سازش پیش از هیئت",
        "شورا، انجمن صنفی یا نماینده کارگران کارگاه دو طرف را به سازش می‌خواند (ماده ۱۵۷ قانون کار). "
        "پس از ده روز کاری دوباره به میز شما می‌آید.",
        "پرونده در مرحله سازش است.",
    ),
    "end_conciliation": (
        "پایان سازش بی‌نتیجه",
        "سازش به نتیجه نرسید و رسیدگی ادامه دارد. پرونده‌ای که هنوز پذیرفته نشده بود به میز پذیرش برمی‌گردد.",
        "رسیدگی ادامه دارد.",
    ),
    "tie": ("پیوند به پرونده دیگر", "شکایت همکاران با یک پرونده اصلی رسیدگی می‌شود؛ پرونده تکراری نشان می‌خورد.", "پیوند ثبت شد."),
    "restrict": (
        "محدود کردن دیدن پرونده",
        "کارکنان تنها با اجازه مدیر و برای مدتی معین این پرونده را باز می‌کنند. برداشتن محدودیت را یکی می‌خواهد و مدیر دیگری می‌پذیرد.",
        "ثبت شد.",
    ),
}
ALWAYS: Final = ("tie",)


def deed(name: str) -> dict[str, str]:
    """The title of the page of a deed, what it means, what is told when it is done."""
    title, means, done = DESK_DEEDS[name]
    return {"title": title, "means": means, "done": done}


def deeds(case: Case, role: str) -> list[Deed]:
    """What the role may do with the case now, the next step first."""
    moves = {one.name for one in flow.CASE.open_moves(case.state, role)}
    titles = {"set_hearing": "تعیین وقت و دعوت"} | {name: told[0] for name, told in DESK_DEEDS.items()}
    found = [
        Deed(title, reverse(f"cases_office:{name}", args=[case.pk]), name not in ALWAYS)
        for name, title in titles.items()
        if name in moves or name in ALWAYS
    ]
    if role == "secretary" and petitions.unnamed(case) is not None:
        found.append(Deed("نوشتن نام خوانده", reverse("cases_office:name_respondent", args=[case.pk]), is_next=False))
    return found
