"""What comes next in a contract, for one side: what it is called, why, until when, and the page where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.urls import reverse

from kardad.contracts import signing_kinds
from kardad.contracts.actions import renewing
from kardad.contracts.models import Contract, Ending, Version
from kardad.contracts.queries import life, settling
from kardad.contracts.queries.standing import EMPLOYER, WORKER, Standing
from kardad.kit import calendar, text


@dataclass(frozen=True, slots=True)
class Next:
    """One thing: `page` is the URL name where it is done, empty where the other side or time does it; `until` its last day."""

    title: str
    says: str
    page: str = ""
    submit: str = ""
    until: date | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wording beside the contract that is open before this side; `waits` for its signature, or for the other's."""

    title: str
    version: Version
    href: str
    waits: bool


RUNS: Final = Next("قرارداد جاری است", "الحاقیه، تعلیق و پایان آن در همین صفحه‌ها ثبت می‌شود و طرف دیگر خبر می‌شود.", "life", "جریان قرارداد")
BEGINS: Final = Next(
    "هر دو امضا کرده‌اند", "قرارداد در نخستین روز کار خودبه‌خود جاری می‌شود. نسخه خودتان را بگیرید.", "papers", "برگه‌ها و رسیدها"
)
SETTLED: Final = Next("تسویه شده است", "برگه تسویه، رسید پرداخت و متن قرارداد همیشه همین‌جا می‌ماند.", "papers", "برگه‌ها و رسیدها")
RENEWED: Final = Next("این قرارداد تمدید شد", "کار با قرارداد تازه ادامه دارد؛ این یکی برای همیشه خواندنی می‌ماند.", "life", "جریان قرارداد")
VOID: Final = Next("این قرارداد باطل است", "کاری از آن آغاز نمی‌شود. متن آن برای همیشه خواندنی می‌ماند.")
PAUSED: Final = Next(
    "قرارداد معلق است", "قرارداد پابرجاست؛ در این روزها کار و مزد نیست. بازگشت به کار را همان روز ثبت کنید.", "resume", "ثبت بازگشت به کار"
)
BY_SIDE: Final[dict[tuple[str, str], Next]] = {
    (EMPLOYER, "draft"): Next(
        "قرارداد نیمه‌کاره است",
        "در بازبینی می‌بینید چه کم است و قانون چه می‌گوید. تا امضا نکنید و نفرستید، کارگر چیزی نمی‌بیند.",
        "review",
        "بازبینی",
    ),
    (EMPLOYER, "sent"): Next("منتظر پاسخ کارگر است", "او می‌خواند و امضا می‌کند، اصلاح می‌خواهد یا نمی‌پذیرد؛ همان دم خبر می‌شوید."),
    (EMPLOYER, "revision_requested"): Next(
        "کارگر اصلاح خواسته است", "آنچه نشان کرده است ببینید، متن را درست کنید و دوباره امضا کنید و بفرستید.", "send", "دیدن اصلاح‌ها"
    ),
    (EMPLOYER, "rejected"): Next(
        "کارگر نپذیرفت", "این قرارداد دیگر فرستاده نمی‌شود. از روی همین می‌توانید قرارداد تازه‌ای بنویسید.", "again", "قرارداد تازه"
    ),
    (EMPLOYER, "expired"): Next(
        "کسی در مهلت امضا نکرد", "همین متن را می‌توانید دوباره باز کنید، تاریخ‌ها را درست کنید و بفرستید.", "reopen", "باز کردن دوباره"
    ),
    (EMPLOYER, "dropped"): Next("این قرارداد کنار گذاشته شده است", "کسی آن را امضا نمی‌کند."),
    (EMPLOYER, "ended"): Next("قرارداد پایان یافته است", "اکنون نوبت تسویه‌حساب است.", "settlement", "تسویه‌حساب"),
    (EMPLOYER, "in_settlement"): Next(
        "تسویه‌حساب مانده است",
        "آنچه مانده را بگویید؛ برگه ردیف به ردیف حساب می‌شود، هر دو امضا می‌کنید و پرداخت را ثبت می‌کنید.",
        "settlement",
        "تسویه‌حساب",
    ),
    (WORKER, "sent"): Next(
        "این قرارداد منتظر پاسخ شماست",
        "همه متن را بخوانید؛ بعد امضا کنید، اصلاح بخواهید یا نپذیرید. پیش از امضا می‌توانید متن را با خود ببرید.",
        "read",
        "خواندن و پاسخ‌دادن",
    ),
    (WORKER, "draft"): Next("کارفرما متن را پس گرفته است", "نسخه تازه را که بفرستد خبر می‌شوید؛ امضایی روی نسخه پیشین نمی‌ماند."),
    (WORKER, "revision_requested"): Next("منتظر کارفرماست", "اصلاحی که خواستید به او رسیده است. نسخه تازه را که بفرستد خبر می‌شوید."),
    (WORKER, "rejected"): Next("این قرارداد را نپذیرفتید", "دیگر کسی آن را امضا نمی‌کند."),
    (WORKER, "expired"): Next("مهلت امضا گذشت", "اگر هنوز این کار را می‌خواهید، از کارفرما بخواهید دوباره بفرستد."),
    (WORKER, "dropped"): Next("کارفرما این قرارداد را کنار گذاشت", "دیگر کسی آن را امضا نمی‌کند."),
    (WORKER, "ended"): Next("قرارداد پایان یافته است", "اکنون نوبت تسویه‌حساب است.", "settlement", "تسویه‌حساب"),
    (WORKER, "in_settlement"): Next(
        "تسویه‌حساب در راه است",
        "کارفرما برگه را ردیف به ردیف می‌نویسد و پیش از شما امضا می‌کند. هر ردیفی را که قبول ندارید می‌توانید جدا نگه دارید.",
        "settlement",
        "تسویه‌حساب",
    ),
} | {
    (side, state): told
    for side in (EMPLOYER, WORKER)
    for state, told in (
        ("signed", BEGINS),
        ("registered", BEGINS),
        ("active", RUNS),
        ("suspended", PAUSED),
        ("settled", SETTLED),
        ("renewed", RENEWED),
        ("void", VOID),
    )
}


GIVEN: Final = Next("پایان این قرارداد ثبت شده است", "تا آخرین روز برقرار است؛ بعد تسویه‌حساب آغاز می‌شود.", "ending", "دیدن پایان")
NAMED: Final[dict[tuple[str, str], Next]] = {
    (EMPLOYER, Ending.State.OFFERED): Next(
        "کارگر استعفا داده است", "قرارداد مدت دارد؛ تنها با پذیرش شما زودتر پایان می‌یابد.", "ending", "دیدن و پاسخ"
    ),
    (WORKER, Ending.State.OFFERED): Next("استعفای شما منتظر کارفرماست", "تا نپذیرد، قرارداد برقرار است.", "ending", "دیدن استعفا"),
    (EMPLOYER, Ending.State.GIVEN): GIVEN,
    (WORKER, Ending.State.GIVEN): GIVEN,
}
PAST: Final = Next(
    "مدت این قرارداد گذشته است", "پایان یا تمدید آن ثبت نشده است. اگر کار ادامه دارد، بی قرارداد ادامه دارد.", "renewal", "تمدید یا پایان"
)
NEAR: Final = Next("پس از این مدت چه می‌شود؟", "سکوت قرارداد را تمدید نمی‌کند.", "renewal", "تمدید یا پایان")


def of(place: Standing, beside: Sequence[Waiting], *, at: datetime) -> Next:
    """What comes next for this side: first a wording that waits for its signature, then what the state and the days want."""
    contract = place.contract
    mine = next((one for one in beside if one.waits), None)
    if mine is not None:
        says = "متن را تا پایان بخوانید و امضا کنید؛ اگر درست نیست، امضا نکنید و بگویید چرا."
        told = Next(f"{mine.title} منتظر امضای شماست", says, submit="خواندن و امضا", href=mine.href)
        return replace(told, until=calendar.tehran_day(mine.version.until))
    found = _near_its_end(place, at=at) or BY_SIDE[place.side, contract.state]
    href = reverse(f"contracts:{found.page}", args=[contract.token]) if found.page else ""
    return replace(found, href=href, until=found.until or _until(contract))


def wordings(place: Standing) -> list[Waiting]:
    """The wordings beside the contract that are open before this side."""
    contract, found = place.contract, []
    for version in contract.versions.filter(state="open").exclude(kind="contract").order_by("pk"):
        known = signing_kinds.find(version.kind)
        signed = signing_kinds.signed(version)
        if known is None or not (signed or signing_kinds.begins(version, place.side)):
            continue
        address = reverse("contracts:sign_version", args=[contract.token, version.kind, version.number])
        found.append(Waiting(known.title, version, address, place.side in known.sides(version) - signed))
    return found


def _near_its_end(place: Standing, *, at: datetime) -> Next | None:
    """What the end of a contract that runs asks of this side, where it was named or comes near."""
    contract = place.contract
    if contract.state not in life.AT_WORK:
        return None
    ending = settling.ending(contract)
    named = NAMED.get((place.side, ending.state)) if ending else None
    if ending is not None and named is not None:
        return replace(named, until=ending.ends_on)
    days = life.left(contract, calendar.tehran_day(at))
    if contract.state != "active" or days is None or not renewing.may_choose(contract, at=at):
        return None
    if days < 0:
        return PAST
    return replace(NEAR, says=text.to_persian_digits(f"{days} روز تا آخرین روز مانده است. {NEAR.says}"))


def _until(contract: Contract) -> date | None:
    """The day that the state waits for: the last one for signing, the first of work, the last of the term, the one of the settlement."""
    if contract.state in ("sent", "revision_requested"):
        return calendar.tehran_day(contract.due_at) if contract.due_at else None
    if contract.state in ("signed", "registered"):
        return contract.starts_on
    if contract.state in life.AT_WORK:
        return contract.ends_on
    row = settling.settlement(contract) if contract.state == "in_settlement" else None
    return row.due_on if row else None


UNTIL: Final = {
    "sent": "مهلت امضا",
    "revision_requested": "مهلت امضا",
    "signed": "نخستین روز کار",
    "registered": "نخستین روز کار",
    "in_settlement": "تا این روز تسویه شود",
}


def until_title(contract: Contract, found: Next, beside: Sequence[Waiting]) -> str:
    """What its day is called."""
    if any(one.href == found.href for one in beside):
        return "مهلت امضا"
    return UNTIL.get(contract.state, "آخرین روز")
