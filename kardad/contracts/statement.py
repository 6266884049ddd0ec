"""The settlement statement: what its writer tells, the items that are owed and taken off, and its words as they are signed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kardad.kit import money

METHODS: Final = {
    "bank": "واریز به حساب بانکی کارگر",
    "cheque": "چک",
    "cash": "نقد، با رسید",
    "deposit": "سپردن در حساب سپرده قانونی، چون کارگر امضا نمی‌کند",
}
EVERYTHING_ELSE: Final = ("rest", "هر طلب دیگری که در این برگه نیامده است")


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Something else that is owed."""

    title: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the employer tells beside the contract; hours and leave days are text of exact decimals, amounts whole rials."""

    unpaid_from: date | None = None  # from this day to the last the wage was not paid
    overtime_hours: str = ""
    night_hours: str = ""
    friday_hours: str = ""
    holiday_hours: str = ""
    used_leave: str = ""  # of the whole service
    raised_on: date | None = None  # from when more was paid than the contract says
    raised_daily: int | None = None
    bonus_paid: tuple[int, ...] = ()  # Jalali years whose bonus was paid
    severance_received: int = 0
    leave_received: int = 0
    others: tuple[Other, ...] = ()
    advances: int = 0
    loans: int = 0
    insurance: int | None = None  # None: as the law says
    tax: int | None = None
    method: str = "bank"
    pays_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A step of the arithmetic: its title, how, its amount, what it rests on, the year or month it belongs to."""

    title: str
    how: str
    amount: int | None = None
    source: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is owed or taken off, in whole rials, with its arithmetic."""

    code: str
    title: str
    amount: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The whole reckoning."""

    items: tuple[Item, ...]
    taken: tuple[Item, ...]
    since: date
    ended_on: date
    days: int
    daily: int  # the fixed wage of the last day
    law_version: str
    warnings: tuple[str, ...] = ()

    @property
    def gross(self) -> int:
        """Everything that is owed."""
        return sum(one.amount for one in self.items)

    @property
    def less(self) -> int:
        """Everything that is taken off."""
        return sum(one.amount for one in self.taken)

    @property
    def net(self) -> int:
        """What is paid."""
        return self.gross - self.less

    def amount(self, code: str) -> int:
        """The amount of an item; 0 for one that is not there."""
        return sum(one.amount for one in (*self.items, *self.taken) if one.code == code)


def words(found: Statement) -> dict[str, Any]:
    """The reckoning as it is signed: JSON without fractions."""
    return {
        "since": found.since.isoformat(),
        "ended_on": found.ended_on.isoformat(),
        "days": found.days,
        "daily": found.daily,
        "law_version": found.law_version,
        "items": [_item(one) for one in found.items],
        "taken": [_item(one) for one in found.taken],
        "gross": found.gross,
        "less": found.less,
        "net": found.net,
        "net_words": money.in_words(found.net),
        "warnings": list(found.warnings),
    }


def reservable(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the worker may keep his claim to: each item of the words, and whatever is not among them."""
    return [(one["code"], one["title"]) for one in told.get("items", ())] + [EVERYTHING_ELSE]


def _item(one: Item) -> dict[str, Any]:
    return {"code": one.code, "title": one.title, "amount": one.amount, "rows": [_row(row) for row in one.rows]}


def _row(row: Row) -> dict[str, Any]:
    return {"title": row.title, "how": row.how, "amount": row.amount, "source": row.source, "part": row.part}
