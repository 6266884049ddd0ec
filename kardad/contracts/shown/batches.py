"""A batch and its rows as their sender reads them; what the wage annexes of a year would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from kardad.contracts import amendments, batches, terms
from kardad.contracts.batches import Told
from kardad.contracts.models import Batch, BatchRow, Contract, Version
from kardad.contracts.queries import life
from kardad.core import paging
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.law import instruments
from kardad.law.contract_rules import rulebook

SIZE: Final = 25
TONES: Final = {"made": "good", "there": "plain", "wrong": "bad", "ready": "wait", "signed": "good"}
STATES: Final = {"waiting": "plain", "working": "wait", "ready": "wait", "signing": "wait", "done": "good", "failed": "bad"}
SEVERITIES: Final = {"error": ("باید درست شود", "bad"), "warning": ("هشدار", "wait"), "info": ("بدانید", "info")}


@dataclass(frozen=True, slots=True)
class Head:
    """A batch in a line."""

    row: Batch
    title: str
    employer: str
    tone: str
    is_going: bool
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row: whose it is, how it stands, what is wrong, what the law says, where it is read."""

    row: BatchRow
    title: str
    tone: str
    told: Told
    found: tuple[tuple[str, str, str], ...]  # (word, tone, message)
    url: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and where the next ones begin."""

    rows: Sequence[Any]
    after: str


@dataclass(frozen=True, slots=True)
class Raise:
    """What a year's annex would say of a contract, or why there is none."""

    contract: Contract
    basis: str
    before: int | None
    after: int | None
    said: str


def head(row: Batch) -> Head:
    """The batch in a line."""
    title = row.get_kind_display() if row.year is None else f"الحاقیه‌های مزد سال {text.to_persian_digits(row.year)}"
    employer = row.organisation.name if row.organisation else row.employer.name if row.employer else ""
    labels = {"waiting": "در صف", "working": "ردیف‌های انجام‌شده", "signing": "امضاهای نشسته"}
    return Head(row, title, employer, STATES[row.state], row.state in labels, labels.get(row.state, ""))


def rows(row: Batch, *, state: str = "", after: str = "") -> Rows:
    """A page of the rows in the order of the file."""
    wanted = row.rows.select_related("contract", "version").order_by("place")
    wanted = wanted.filter(state=state) if state else wanted
    if after.isascii() and after.isdigit():
        wanted = wanted.filter(place__gt=int(after[:9]))
    found = list(wanted[: SIZE + 1])
    following = str(found[SIZE - 1].place) if len(found) > SIZE else ""
    return Rows([_shown(one, is_file=row.kind in ("drafts", "taking_in")) for one in found[:SIZE]], following)


def chips(row: Batch) -> list[tuple[str, str]]:
    """The states of its rows that there are."""
    there = set(row.rows.values_list("state", flat=True).distinct().order_by("state"))
    return [(state.value, str(state.label)) for state in BatchRow.State if state.value in there]


def warnings(row: Batch) -> dict[str, str]:
    """Each warning that stands beside any wording of the list, by its rule's title."""
    book = rulebook.current().rules
    return {code: book[code].title if code in book else code for code in row.knows}


def preview(wanted: QuerySet[Contract], year: int, *, after: str = "") -> Rows:
    """A page of the contracts with the wage that the decree of the year asks for."""
    found = paging.newest(wanted, after=after)
    return Rows([_raise(one, year) for one in found.rows], found.after)


def _raise(contract: Contract, year: int) -> Raise:
    first = calendar.from_jalali(year, 1, 1)
    held = life.terms_on(contract, first)
    basis, before = terms.BASES.get(held.pay.basis, ""), amendments.wage_on(held, first)
    try:
        step = amendments.yearly(held, year, instruments.current())
    except Refusal as refusal:
        return Raise(contract, basis, before, None, refusal.text)
    return Raise(contract, basis, before, step.amount, "")


def _shown(one: BatchRow, *, is_file: bool) -> Shown:
    told = batches.told(one.told)
    found = tuple((*SEVERITIES[severity], message) for severity, message in told.found)
    title = f"ردیف {text.to_persian_digits(one.place)}" if is_file else text.to_persian_digits(one.place)
    return Shown(one, title, TONES[one.state], told, found, _address(one))


def _address(one: BatchRow) -> str:
    """Where the row's contract, or the wording that is to be signed, is read."""
    if one.contract is None:
        return ""
    if one.version is not None and one.version.kind == Version.Kind.AMENDMENT:
        return reverse("contracts:sign_version", args=[one.contract.token, one.version.kind, one.version.number])
    if one.contract.state == "draft":
        return reverse("contracts:review", args=[one.contract.token])
    return one.contract.url
