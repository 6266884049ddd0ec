"""What a verifier says: problems in their order, who signed, what is covered. Knows no Django."""

from dataclasses import dataclass, field
from typing import Any, Final

from kardad.kit.text import to_persian_digits

MOST: Final = 100

MESSAGES: Final = {
    "ENTRY_ALTERED": "رویداد شماره {seq} آن نیست که ثبت شده بود: محتوای آن پس از ثبت تغییر کرده است.",
    "ENTRY_MISSING": "رویداد شماره {seq} نیست: حذف شده است.",
    "ENTRY_INSERTED": "رویداد شماره {seq} از این پرونده نیست: افزوده شده است.",
    "ENTRY_MOVED": "رویداد شماره {seq} در جای خود نیست: ترتیب رویدادها به هم خورده است.",
    "CHAIN_CUT": "پرونده از رویداد شماره {seq} به بعد بریده شده است.",
    "CHAIN_REWRITTEN": "رویداد شماره {seq} یا رویدادی پیش از آن از نو نوشته شده است: مُهر همان روز چیز دیگری می‌گوید.",
    "SEAL_BROKEN": "این مُهر به ریشه روز خود نمی‌رسد.",
    "ROOT_BROKEN": "ریشه روزها دنبال هم نیستند یا ریشه‌ای ریشه این برگ‌ها نیست{detail}.",
    "SIGNATURE_BAD": "امضا درست نیست.",
    "SIGNER_UNKNOWN": "امضا با کلیدی است که نمی‌شناسیم؛ کلید را با آنچه سامانه منتشر کرده بسنجید.",
    "KEY_NOT_VALID": "امضا بیرون از زمان اعتبار کلید است.",
    "STAMP_BAD": "مُهر زمانی از این ریشه نیست یا درست امضا نشده است.",
    "TITLE_ALTERED": "عنوان از این پرونده نیست.",
    "ROW_DIFFERS": "سطر {detail} آن نیست که رویداد شماره {seq} می‌گوید: پایگاه داده با دست تغییر کرده است.",
    "INTERVAL_BROKEN": "بازه‌های این گواهی با هم یا با زمان خود نمی‌خوانند.",
    "PAPER_ALTERED": "برگه «{detail}» آن نیست که در رویداد شماره {seq} ثبت شده است.",
    "FILE_MISSING": "فایل «{detail}» در بسته نیست: پس از ساختن بسته برداشته شده است.",
    "FILE_ADDED": "فایل «{detail}» از این بسته نیست: پس از ساختن بسته افزوده شده است.",
    "FILE_ALTERED": "فایل «{detail}» آن نیست که در بسته گذاشته شده بود: پس از ساختن بسته تغییر کرده است.",
    "NOT_READABLE": "این پرونده خوانده نمی‌شود یا از این سامانه نیست{detail}.",
}
UNRECORDED: Final = "این برگه در هیچ رسید یا پرونده درستی که کنار آن داده شده ثبت نشده است."
UNTOLD: Final = "هیچ رویدادی از سطر {detail} خبر ندارد: با دست به پایگاه داده افزوده شده است."


@dataclass(slots=True)
class Problem:
    """One thing that is wrong, and where; `seq` is the entry's number where there is one."""

    problem: str
    chain: str = ""
    seq: int | None = None
    detail: str = ""

    @property
    def message(self) -> str:
        """The problem in a Persian sentence."""
        if self.problem == "PAPER_ALTERED" and self.seq is None:
            return UNRECORDED
        if self.problem == "ROW_DIFFERS" and self.seq is None:
            return UNTOLD.format(detail=self.detail)
        return MESSAGES[self.problem].format(seq="" if self.seq is None else to_persian_digits(self.seq), detail=self.detail)

    def as_json(self) -> dict[str, Any]:
        """The problem as docs/evidence.md has it."""
        return {"problem": self.problem, "chain": self.chain, "seq": self.seq, "message": self.message}


@dataclass(slots=True)
class Covers:
    """The entries that a good seal or promise covers."""

    since: str | None = None
    until: str | None = None
    entries: int = 0
    stamped: str | None = None

    def add(self, since: str, until: str, entries: int) -> None:
        """These entries are covered too."""
        self.since = min(self.since or since, since)
        self.until = max(self.until or until, until)
        self.entries += entries

    def as_json(self) -> dict[str, Any]:
        """The cover as docs/evidence.md has it."""
        return {"from": self.since, "to": self.until, "entries": self.entries, "stamped": self.stamped}


@dataclass(slots=True)
class Verdict:
    """What was found; valid when nothing was."""

    format: str = ""
    problems: list[Problem] = field(default_factory=list)
    signer: str = ""
    is_signer_known: bool = False
    covers: Covers = field(default_factory=Covers)
    papers: set[str] = field(default_factory=set)  # the digests of papers that covered entries name
    names: dict[str, str] = field(default_factory=dict)  # of the papers that a dossier lists: name and digest
    note: str = ""  # what is no fault, and is told
    found: int = 0  # how many problems were found, told or not

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def find(self, problem: str, chain: str = "", seq: int | None = None, detail: str = "") -> Problem:
        """The problem is among those of this verdict, unless there are too many already."""
        one = Problem(problem, chain, seq, detail)
        self.found += 1
        if len(self.problems) < MOST:
            self.problems.append(one)
        return one

    def settle(self, *, is_one_chain: bool = True) -> "Verdict":
        """The problems of a chain stand in the order of their numbers, each told once; those without a number come last."""
        numbered = {(one.problem, one.chain, one.seq, one.detail): one for one in self.problems if one.seq is not None}
        in_order = sorted(numbered.values(), key=lambda one: one.seq or 0) if is_one_chain else numbered.values()
        self.problems = [*in_order, *(one for one in self.problems if one.seq is None)]
        return self

    def as_json(self, *, file: str = "") -> dict[str, Any]:
        """The verdict as docs/evidence.md has it."""
        return {
            "file": file,
            "format": self.format,
            "valid": self.is_valid,
            "problems": [problem.as_json() for problem in self.problems],
            "signer": self.signer,
            "is_signer_known": self.is_signer_known,
            "covers": self.covers.as_json(),
        } | ({"note": self.note} if self.note else {})


def unreadable(told: str = "", detail: str = "") -> Verdict:
    """The verdict on what is not one of ours."""
    verdict = Verdict(told)
    verdict.find("NOT_READABLE", detail=detail)
    return verdict
