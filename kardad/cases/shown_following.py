"""How a case is told to its sides: where it stands, what comes next and who has it in hand, what has been done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from kardad.cases import flow, shown
from kardad.cases.models import Case, Hearing, Referral
from kardad.cases.queries import experts, figures, groups, petitions
from kardad.cases.queries.standing import Standing
from kardad.evidence import kinds
from kardad.evidence.models import Entry
from kardad.inbox.models import Deadline
from kardad.kit import calendar, text
from kardad.law import claims, rules

# State → what comes next, in words; {board} is the body that has it now.
NEXT: Final = {
    "filed": "دبیرخانه دادخواست را می‌خواند. اگر چیزی کم باشد می‌پرسد، وگرنه می‌پذیرد و نوبت هیئت تعیین می‌شود.",
    "defect": "آنچه اداره خواسته است باید کامل شود؛ سپس دوباره خوانده می‌شود.",
    "accepted": "روز جلسه {board} تعیین و با دعوتنامه به هر دو طرف ابلاغ می‌شود.",
    "transferred": "پرونده در راه اداره صالح است. تاریخ ثبت آن همان می‌ماند.",
    "conciliation": "برای سازش کوشیده می‌شود؛ اگر به نتیجه نرسد، روز جلسه تعیین می‌شود.",
    "set": "جلسه {board} برگزار می‌شود. هر دو طرف می‌توانند بیایند، نماینده بفرستند یا لایحه بدهند.",
    "heard": "{board} رأی می‌دهد و رأی به هر دو طرف ابلاغ می‌شود.",
    "adjourned": "جلسه تجدید شده است؛ روز تازه تعیین و ابلاغ می‌شود.",
    "expert": "کارشناس نظر می‌دهد؛ سپس روز جلسه تعیین می‌شود.",
    "decided": "رأی صادر شده و برای ابلاغ به هر دو طرف آماده می‌شود.",
    "serving": "رأی در حال ابلاغ است. مهلت اعتراض هر طرف از ابلاغ به خود او آغاز می‌شود.",
    "window": "مهلت اعتراض جاری است. اگر کسی اعتراض نکند، رأی قطعی می‌شود.",
    "appealed": "هیئت حل اختلاف به اعتراض رسیدگی می‌کند؛ روز جلسه ابلاغ می‌شود.",
    "rehearing": "دیوان رأی را نقض کرده است؛ {board} با عضوهای تازه دوباره رسیدگی می‌کند.",
    "final": "رأی قطعی است و می‌توان اجرای آن را خواست. شکایت در دیوان به تنهایی اجرا را متوقف نمی‌کند.",
    "settled": "پرونده با سازش بسته شد.",
    "withdrawn": "دادخواست پس گرفته شد.",
    "annulled": "دادخواست ابطال شد؛ می‌توان دوباره دادخواست داد.",
    "dismissed": "دادخواست رد شد؛ دلیل آن در برگه ابلاغ‌شده است.",
    "archived": "پرونده بایگانی شد.",
}
WAITS: Final = {
    "defect": "خواهان",
    "serving": "دبیرخانه",
    "window": "هر دو طرف",
    "heard": "{board}",
    "expert": "کارشناس",
    "set": "هر دو طرف",
    "final": "طرفی که رأی به سود اوست",
}
DESKS: Final = "دبیرخانه اداره کار"


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list of who follows it."""

    url: str
    number: str
    title: str
    state: str
    tone: str
    next_at: datetime | None
    claims: str
    days: tuple[str, ...] = ()  # of what an office has: the next day and the deadline, in words
    money: str = ""


def row(case: Case, *, is_open: bool = True) -> Row:
    """The case as its list shows it, what is claimed where its reader may know; a petition that is not filed leads on to its writing."""
    at = {"draft": reverse("cases:petitions"), "prepared": reverse("cases:petition_prepared", args=[case.token])}
    url = at.get(case.state) or reverse("cases:case", args=[case.token])
    title = case.dossier.title if case.dossier else "دادخواست نیمه‌کاره" if case.state == "draft" else "دادخواست آماده"
    items = sorted(case.items.all(), key=lambda one: one.position) if is_open else []
    asked = "، ".join(claims.claim(one.code).title for one in items)
    return Row(url, case.class_number or case.number or "", title, shown.state(case), shown.tone(case), case.next_at, asked)


def ahead(case: Case, referral: Referral | None) -> dict[str, Any]:
    """What comes next, in whose hands it is, and how long cases of the office usually take while this one goes on.

    `referral` is the last one of the case.
    """
    board = shown.board(case.instance)
    usual = None if case.state == "final" or case.state in flow.ENDED else figures.usual(case)
    said = _expert(referral) if case.state == "expert" and referral else (NEXT[case.state], WAITS.get(case.state, DESKS))
    return {"next": said[0].format(board=board), "waits": said[1].format(board=board), "usual": usual}


def timeline(case: Case, entries: Iterable[Entry], deadlines: Iterable[Deadline], sessions: Iterable[Hearing]) -> list[dict[str, Any]]:
    """The days ahead, the present, and what was done; newest first."""
    told = kinds.sentences()
    coming: list[dict[str, Any]] = []
    for one in sessions:
        if one.state == "set":
            coming.append({"state": "expected", "text": f"جلسه {shown.board(one.instance)}", "at": one.starts_at})
    counts = list(deadlines)
    is_shared = len({count.delivery.party_id for count in counts}) > 1  # staff see the days of both sides
    for count in counts:
        whose = f"، {count.delivery.party.name}" if is_shared else ""
        note = "این آخرین روز مطمئن است؛ کار را به روز آخر نگذارید."
        coming.append(
            {
                "state": "expected",
                "text": f"{rules.current().rule(count.code).title}{whose}: تا {calendar.long(count.safe_until)}",
                "note": note,
            }
        )
    done = []
    for entry in entries:
        fact = entry.fact
        words = {name: _said(value) for name, value in fact["data"].items()}
        done.append({"state": "done", "text": told[entry.kind].format_map(words), "at": entry.at})
    return [*coming, {"state": "now", "text": shown.state(case)}, *done]


def _said(value: Any) -> Any:
    """A word of an entry as people read it: a whole number is a sum, a number of something is text already."""
    if isinstance(value, int) and not isinstance(value, bool):
        return text.to_persian_digits(f"{value:,}".replace(",", "٬"))
    return text.to_persian_digits(value) if isinstance(value, str) else value


def ways(place: Standing, *, may_file: bool, has_decision: bool, has_dates: bool) -> list[tuple[str, str]]:
    """What the side can do now: the label and the page."""
    token = place.case.token
    found = []
    if place.case.state == "defect" and place.case.filer_id == place.person.pk:
        found.append(("کامل کردن دادخواست", reverse("cases:petition_cure", args=[token])))
    if may_file:
        found.append(("فرستادن لایحه یا مدرک", reverse("cases:file", args=[token])))
    if has_decision:
        said = "رأی‌های پرونده" if place.case.state in flow.ENDED else "رأی و اعتراض"
        found.append((said, reverse("cases:decisions", args=[token])))
    if place.side == "claimant" and place.party is not None and petitions.unnamed(place.case) is not None:
        found.append(("نوشتن نام خوانده", reverse("cases:name_respondent", args=[token])))
    if place.side == "claimant" and place.case.state in groups.JOINABLE:
        found.append(("شکایت با همکاران", reverse("cases:group", args=[token])))
    if has_dates:
        found.append(("زمان‌های پیشنهادی جلسه", reverse("cases:dates", args=[token])))
    return found


def expert_ways(place: Standing, found: Referral | None) -> list[tuple[str, str]]:
    """The page of experts, in a case that has been before one; called by what this side has to do there, while it has."""
    if found is None or place.party is None:
        return []
    label = "کارشناسی"
    if found.state == "ordered" and found.payer_id == place.party.pk:
        label = "پرداخت هزینه کارشناسی"
    elif found.state == "opined" and not experts.objections(found).filter(party=place.party).exists():
        label = "نظر کارشناس و ایراد به آن"
    return [(label, reverse("cases:expert", args=[place.case.token]))]


def _expert(found: Referral) -> tuple[str, str]:
    """What comes next of a case before an expert, and in whose hands it is."""
    if found.state == "paid":
        return NEXT["expert"], WAITS["expert"]
    if found.state == "ordered":
        return f"هزینه کارشناسی باید تا {calendar.long(found.pay_by)} پرداخت شود؛ سپس کارشناس نظر می‌دهد.", found.payer.get_side_display()
    if found.state == "declined":
        return "کارشناس نپذیرفت. {board} کارشناس دیگری تعیین می‌کند؛ هزینه پرداخت‌شده برای او می‌ماند.", "{board}"
    return "هر دو طرف می‌توانند به نظر کارشناس ایراد بگیرند؛ سپس {board} ادامه می‌دهد.", "هر دو طرف"
