"""What the papers of amendments, endings and settlements print of the words that were signed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from kardad.contracts import causes, statement
from kardad.contracts.models import Version
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits

Words = Mapping[str, Any]
NOT_SAID: Final = "نوشته نشده است"
DEEDS: Final = {
    causes.RESIGN: "کارگر استعفا داده و آن را با رمز خودش امضا کرده است.",
    causes.AGREE: "قرارداد با توافق دو طرف پایان می‌یابد.",
}
BY: Final = {"employer": "کارفرما", "worker": "کارگر"}


def amendment(version: Version, words: Words) -> dict[str, Any]:
    """Every field that changes, from what to what, and from which day."""
    return {
        "position": version.number,
        "from_on": words["from_on"],
        "reason": words["reason"],
        "changes": [_change(one) for one in words["changes"]],
    }


def ending(version: Version, words: Words) -> dict[str, Any]:
    """The cause, the last day and what was said of it."""
    cause = causes.find(words["cause"])
    told = (
        ("سبب", words["title"]),
        ("پیشنهاد از", BY.get(words["by"], "")),
        ("شغل", words.get("job", "")),
        ("مبنا", "، ".join(cause.cites) if cause else ""),
    )
    deed = DEEDS.get(words["way"], DEEDS[causes.AGREE])
    return {"deed": deed, "last_day": words["ends_on"], "rows": _rows(told), "text": words.get("detail", "")}


def voiding(version: Version, words: Words) -> dict[str, Any]:
    """That both call the contract void before it began, and why."""
    told = (("شغل", words["job"]), ("روز آغاز نوشته‌شده", _day(words["starts_on"])), ("پیشنهاد از", BY.get(words["by"], "")))
    return {"deed": "دو طرف قرارداد را پیش از آغاز آن باطل می‌کنند.", "rows": _rows(told), "text": words["reason"]}


def settlement(version: Version, words: Words) -> dict[str, Any]:
    """Every item with its arithmetic, what is taken off, the net sum, how it is paid, what the worker keeps back."""
    titles = dict(statement.reservable(words))
    kept = {code for one in version.signatures.filter(signed_at__isnull=False) for code in one.reserves}
    told = (
        ("آغاز کار", _day(words["since"])),
        ("آخرین روز کار", _day(words["ended_on"])),
        ("روزهای کار", to_persian_digits(words["days"])),
        ("سبب پایان", words["cause"]),
        ("مزد ثابت روز آخر", money.grouped(words["daily"])),
        ("نسخه داده‌های قانون", words["law_version"]),
    )
    return {
        "rows": _rows(told),
        "items": [_item(one) for one in words["items"]],
        "gross": words["gross"],
        "deductions": [_item(one) for one in words["taken"]],
        "deducted": words["less"] if words["taken"] else None,
        "total": words["net"],
        "paid": _rows(_payment(words)),
        "cautions": list(words["warnings"]),
        "reserved": [titles.get(code, code) for code in sorted(kept)],
    }


def _change(one: Words) -> dict[str, str]:
    return {"field": f"{one['part']}، {one['label']}", "was": one["old"] or NOT_SAID, "becomes": one["new"] or NOT_SAID}


def _payment(words: Words) -> Iterable[tuple[str, str]]:
    paid = words["paid"]
    yield "شیوه پرداخت", statement.METHODS.get(words["method"], "")
    yield "پرداخت تا", _day(words["pays_until"])
    if paid:
        yield "روز پرداخت", _day(paid["paid_on"])
        yield "مبلغ پرداخت‌شده", money.grouped(paid["amount"])
        yield "شماره پیگیری بانک", paid["trace"]
    yield "یادداشت", words["note"]


def _item(one: Words) -> dict[str, Any]:
    """An item with the steps of its arithmetic and what they rest on."""
    return {"title": one["title"], "amount": one["amount"], "steps": [_step(row) for row in one["rows"]]}


def _step(row: Words) -> dict[str, Any]:
    title = "، ".join(part for part in (row["title"], row["part"]) if part)
    return {"title": title, "how": row["how"], "amount": row["amount"], "basis": row["source"]}


def _day(raw: str) -> str:
    return calendar.long(date.fromisoformat(raw)) if raw else ""


def _rows(told: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "said": said} for name, said in told if said]
