"""A sheet as a page shows it: plain words first, then the lines, then what they rest on; made of the sheet's JSON, kept or fresh."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kardad.calc import charts, rooms, words
from kardad.calc.charts import Slice
from kardad.calc.rooms import Room
from kardad.calc.words import How
from kardad.kit import calendar, text
from kardad.law import instruments, policies
from kardad.law.instruments import Silent

Json = Mapping[str, Any]
# The lines of a claim that are many: one a month of the whole employment.
MONTH = "month"


@dataclass(frozen=True, slots=True)
class Source:
    """What a line rests on, and how sure of it we are."""

    title: str
    word: str
    tone: str
    key: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet; `amount` None is what the law does not say, `said` a measure that is no money."""

    title: str
    part: str
    amount: int | None
    said: str
    how: How
    sources: tuple[Source, ...]
    is_sum: bool
    is_overridden: bool
    instead_of: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """One total; `said` where it is no money."""

    code: str
    title: str
    amount: int | None
    said: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that was chosen, the others there are, and why there is a question."""

    name: str
    title: str
    basis: str
    chosen: str
    words: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning in plain words; `key` where the law is silent."""

    code: str
    message: str
    key: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A bar with its title and its parts."""

    title: str
    slices: list[Slice]


@dataclass(frozen=True, slots=True)
class Grid:
    """Claims by year: the claims, each year with its amounts in that order and their sum, and the sums below."""

    heads: list[str]
    years: list[tuple[str, list[int | None], int | None]]
    sums: list[int | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole sheet."""

    room: Room
    on: date
    law_version: str
    answer: str
    main: Total
    # What is certain of a main total that nobody can tell whole.
    known: int | None
    rows: list[Row]
    months: list[Row]
    grid: Grid | None
    totals: list[Total]
    pictures: list[Picture]
    warnings: list[Warned]
    choices: list[Choice]
    given: list[tuple[str, str]]
    bounds: list[Total]
    when: str

    @property
    def title(self) -> str:
        """What the sheet is called until its owner names it: the calculator and its month, year or day."""
        return f"{self.room.calculator.title}، {self.when}"

    @property
    def on_written(self) -> str:
        """The day of the law as an address says it: `1404-05-31`."""
        return calendar.jalali(self.on)


def of(sheet: Json) -> Shown:
    """The sheet of that JSON."""
    room = rooms.rooms()[sheet["calculator"]]
    on = date.fromisoformat(sheet["on_gregorian"])
    totals = list(_totals(sheet["totals"]))
    main = next(total for total in totals if total.code == room.calculator.main)
    grid = _grid(sheet["totals"])
    return Shown(
        room=room,
        on=on,
        law_version=sheet["law_version"],
        answer=_answer(room, on, sheet["inputs"]),
        main=main,
        known=sheet["totals"].get("total_known") or None,
        rows=[_row(line, room) for line in sheet["lines"] if line["code"] != MONTH],
        months=[_row(line, room) for line in sheet["lines"] if line["code"] == MONTH],
        grid=grid,
        totals=_untold(totals, main, sheet["lines"]),
        pictures=list(_pictures(room, sheet)),
        warnings=list(_warnings(sheet["warnings"])),
        choices=[_choice(name, reading) for name, reading in sheet["policies"].items()],
        given=words.given(room.calculator.asks, sheet["inputs"]),
        bounds=list(_totals(sheet["bounds"])) if sheet["bounds"] else [],
        when=_when(on, sheet["inputs"]),
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """One total of two sheets; `more` is by how much the later one is greater, None where either is not known or no money."""

    title: str
    then: Total
    now: Total
    more: int | None


def pairs(then: Json, now: Json) -> list[Pair]:
    """The totals of two sheets of one calculator side by side, in the order of the later."""
    before = {total.title: total for total in _totals(then["totals"])}
    found = []
    for total in _totals(now["totals"]):
        old = before.get(total.title, Total(total.code, total.title, None, ""))
        more = None if total.amount is None or old.amount is None else total.amount - old.amount
        if total.amount or old.amount or total.said:
            found.append(Pair(total.title, old, total, more))
    return found


def _answer(room: Room, on: date, inputs: Json) -> str:
    year = str(inputs.get("year") or calendar.to_jalali(on).year)
    return room.answer.format(day=words.day(on), month=_when(on, inputs), year=words.persian(year))


def _when(on: date, inputs: Json) -> str:
    """Of what time the sheet is: the month or year that was asked, else the day."""
    if isinstance(inputs.get("month"), str):
        return words.month(inputs["month"])
    return f"سال {words.persian(str(inputs['year']))}" if inputs.get("year") else words.day(on)


def _totals(totals: Json) -> Iterable[Total]:
    """Every total that is one number; claims by year stand in a grid of their own, and here with their years for comparison."""
    for code, amount in totals.items():
        if isinstance(amount, Mapping):
            for year, part in amount.items():
                yield Total(f"{code}.{year}", f"{rooms.title_of(code)}، سال {words.persian(year)}", part, "")
        elif (unit := rooms.unit_of(code)) or isinstance(amount, float):
            yield Total(code, rooms.title_of(code), None, words.NOTHING if amount is None else f"{words.figure(amount)} {unit or 'ریال'}")
        else:
            yield Total(code, rooms.title_of(code), amount, "")


def _untold(totals: list[Total], main: Total, lines: Iterable[Json]) -> list[Total]:
    """The totals that neither the big number, nor a line, nor the grid of claims says already."""
    told = {line["code"] for line in lines}
    found = []
    for total in totals:
        names = {total.code, f"{total.code}_all", f"insurance_{total.code}"}
        if total is not main and "." not in total.code and not names & told and (total.amount != 0 or total.said):
            found.append(total)
    return found


def _grid(totals: Json) -> Grid | None:
    claims = {code: amount for code, amount in totals.items() if isinstance(amount, Mapping) and amount}
    if not claims:
        return None
    years = sorted({year for amounts in claims.values() for year in amounts})
    rows = []
    for year in years:
        amounts = [by_year.get(year, 0) for by_year in claims.values()]
        rows.append((words.persian(year), amounts, _sum(amounts)))
    sums = [_sum(by_year.values()) for by_year in claims.values()]
    return Grid([rooms.title_of(code) for code in claims], rows, [*sums, _sum(sums)])


def _sum(amounts: Iterable[int | None]) -> int | None:
    found = 0
    for amount in amounts:
        if amount is None:
            return None
        found += amount
    return found


def _row(line: Json, room: Room) -> Row:
    measure = line.get("measure")
    sources = line.get("sources") or ([line["source"]] if line["source"] else [])
    return Row(
        title=words.persian(line["title"]),
        part=words.part(line["part"]) if line.get("part") else "",
        amount=line["amount"],
        said=f"{words.figure(measure)} {line['unit']}" if measure is not None else "",
        how=words.how(line["how"]),
        sources=tuple(_source(one) for one in sources),
        is_sum=line["code"] in room.sums,
        is_overridden=line.get("overridden", False),
        instead_of=line.get("instead_of"),
    )


def _source(one: Json) -> Source:
    word, tone = words.STATUS[one["status"]]
    return Source(words.law(one["title"], one["article"] or ""), word, tone, one["key"])


def _pictures(room: Room, sheet: Json) -> Iterable[Picture]:
    amounts = {code: _sum(one.values()) if isinstance(one, Mapping) else one for code, one in sheet["totals"].items()}
    for bar in room.bars:
        parts = [(rooms.title_of(code), amounts.get(code, 0)) for code in bar.parts]
        known = [(title, amount) for title, amount in parts if isinstance(amount, int)]
        # A bar that leaves out what nobody knows would show false shares.
        if len(known) == len(parts) and (slices := charts.bar(known)):
            yield Picture(bar.title, slices)


def _warnings(told: list[Json]) -> Iterable[Warned]:
    """Each warning once; what the law is silent on in several years is one warning with all of them."""
    years: dict[str, list[str]] = {}
    for one in told:
        if one["code"] == Silent.code:
            years.setdefault(one["details"]["key"], []).append(one["details"]["on"][:4])
    for one in told:
        missed = years.get(one.get("details", {}).get("key", ""), []) if one["code"] == Silent.code else []
        if len(missed) < 2:
            yield _warned(one)
        elif one["details"]["on"][:4] == missed[0]:
            key = one["details"]["key"]
            title = instruments.current().keys[key].title
            span = text.to_persian_digits("، ".join(sorted(set(missed))))
            yield Warned(one["code"], f"برای «{title}» در سال‌های {span} عدد قانونی در دست نیست و آن را حدس نمی‌زنیم.", key)


def _warned(one: Json) -> Warned:
    return Warned(one["code"], words.persian(one["message"]), str(one.get("details", {}).get("key", "")))


def _choice(name: str, reading: policies.Reading) -> Choice:
    policy = policies.known()[name]
    chosen = next(choice for choice, _ in policy.choices if choice == reading)
    others = tuple((str(choice).lower(), said) for choice, said in policy.choices)
    return Choice(name, policy.title, policy.basis, str(chosen).lower(), policy.words(chosen), others)
