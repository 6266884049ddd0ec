"""The long lists: statements that do not grow with rows, CPU beside bare Django, and the same pace with a hundred times the rows."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from statistics import median

from benchmarks import flat, growth, shapes
from benchmarks.figures import Control, Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace, alternate, beside
from benchmarks.servers import BARE, OURS, Server, counted_log, serving
from benchmarks.visitor import Answer, Visitor

CPU_BAR, STATEMENTS_BAR, GROWTH_BAR = 1.6, 10, 1.5
SAME_BYTES = 0.02
PEOPLE = 3
WARM, LOOKED_AT = 8, 4
TIMES = 100  # as many rows
EACH = 15  # requests of one sample of the clock
LEAST = 10_000  # rows of a table that is never read from end to end


@dataclass(frozen=True, slots=True)
class Page:
    """A page and who opens it: the cookie of his session, empty for a visitor."""

    name: str
    path: str
    session: str = ""

    @property
    def cookies(self) -> dict[str, str]:
        """What the visitor's browser brings along."""
        return {"sessionid": self.session} if self.session else {}


def measure(ground: Ground, pace: Pace) -> tuple[list[Figure], Control]:
    """The figures of the lists on this ground, and the control of the bare pages."""
    few, many, boss = ground.take(PEOPLE)
    ground.inside("manager", pk=boss["pk"])
    with serving(ground, OURS, is_counted=True) as ours:
        short = _stocked(ground, few, boss, 10)
        less = [opened(ground, ours.port, page)[0].statements for page in short]
        long = _stocked(ground, many, boss, 100)
        more = [opened(ground, ours.port, page)[0].statements for page in long]
        figures = [_counts(ground, *one) for one in zip(long, less, more, strict=True)]
        usual = replace(short[3], path=ground.inside("questions", count=1)[0])
        pages = {"requests.html": (long[0], flat.REQUESTS), "question.html": (usual, flat.QUESTION)}
        served = {name: opened(ground, ours.port, page) for name, (page, _) in pages.items()}
    for name, (_, rows) in pages.items():
        (ground.flat / name).write_text(flat.template(served[name][0].text, rows), encoding="utf-8")
    pk = int(usual.path.split("/")[2].removeprefix("p"))
    (ground.flat / "near.json").write_text(json.dumps(ground.inside("near", pk=pk)), encoding="utf-8")
    control = Control(f"bare lists ({ground.name})", [])
    figures += [_cpu(ground, page, served[name], control, pace) for name, (page, _) in pages.items()]
    if ground.database_url:
        figures += _growth(ground, long, pace)
    return figures, control


def _stocked(ground: Ground, client: dict[str, str], boss: dict[str, str], count: int) -> list[Page]:
    ground.inside("requests", pk=client["pk"], count=count)
    ground.inside("invoices", pk=client["pk"], count=count)
    first = ground.inside("questions", count=count, answers=count)[0]
    mine = client["session"]
    return [
        Page("list of requests", "/panel/requests/", mine),
        Page("list of invoices", "/panel/invoices/", mine),
        Page("list of questions", "/questions/"),
        Page("page of a question", first),
        Page("queue of staff", "/office/requests/", boss["session"]),
    ]


def _counts(ground: Ground, page: Page, few: int, many: int) -> Figure:
    name = f"{page.name}, statements, 100 rows beside 10 ({ground.name})"
    return Figure(name, many, few, unit="", bar=STATEMENTS_BAR, is_exact=True, is_held=few == many)


def opened(ground: Ground, port: int, page: Page) -> tuple[Answer, Counter[str]]:
    """The answer of a warm server that asked least, and what it asked: now and then a process looks what search has to learn."""
    with closing(Visitor(port, cookies=page.cookies)) as visitor:
        seen = []
        for _ in range(WARM):
            answer = visitor.get(page.path)
            if answer.status != 200:
                raise NotRun(f"{page.path} answered {answer.status}")
            seen.append((answer, shapes.last(counted_log(ground))))
    return min(seen[-LOOKED_AT:], key=lambda one: one[0].statements)


def _cpu(ground: Ground, page: Page, ours: tuple[Answer, Counter[str]], control: Control, pace: Pace) -> Figure:
    figure = Figure(f"{page.name}, CPU ({ground.name})", bar=CPU_BAR)
    with serving(ground, BARE, is_counted=True) as bare:
        plain, asked = opened(ground, bare.port, page)
    lengths = len(ours[0].body), len(plain.body)
    figure.missing = shapes.difference(ours[1], asked)
    if abs(lengths[0] - lengths[1]) > lengths[0] * SAME_BYTES:
        figure.missing = f"bytes differ: {lengths[0]} and {lengths[1]}"
    if figure.missing:
        return figure
    figure.note = f"{ours[0].statements} statements, {lengths[0]} and {lengths[1]} bytes"
    found = beside((OURS, BARE, BARE), ground, page.path, page.cookies, pace)
    figure.ours, figure.baseline, figure.ratios = found.typical(0), found.typical(1), found.ratios(0, 1)
    control.ratios = [*control.ratios, *found.ratios(2, 1)]
    return figure


def _growth(ground: Ground, pages: list[Page], pace: Pace) -> list[Figure]:
    """Every page on a small and a large copy of the same database, by the clock, in turn."""
    figures = []
    with _grown(ground, "less", pace.rows // TIMES) as less, _grown(ground, "more", pace.rows) as more:
        read = {page.name: more.inside("scans", path=page.path, session=page.session, least=LEAST) for page in pages}
        with serving(less, OURS, is_counted=True) as small, serving(more, OURS, is_counted=True) as large:
            for page in pages:
                few, many = (opened(at, server.port, page)[0].statements for at, server in ((less, small), (more, large)))
                found = alternate([lambda s=s, page=page: middle(s, page) for s in (large, small)], rounds=pace.pairs)
                name = f"{page.name}, median time, {pace.rows:,} rows beside {pace.rows // TIMES:,}"
                note = f"{many} and {few} statements" + "".join(f"; {line.strip()}" for line in read[page.name][:1])
                is_held = few == many and not read[page.name]
                sides = found.typical(0), found.typical(1)
                figures.append(Figure(name, *sides, bar=GROWTH_BAR, ratios=found.ratios(0, 1), note=note, is_held=is_held))
    return figures


def middle(server: Server, page: Page) -> float:
    """The median milliseconds of an answer, by the clock."""
    with closing(Visitor(server.port, cookies=page.cookies)) as visitor:
        times = []
        for _ in range(EACH):
            before = time.perf_counter()
            visitor.get(page.path)
            times.append((time.perf_counter() - before) * 1000)
    return median(times)


@contextmanager
def _grown(ground: Ground, name: str, rows: int) -> Iterator[Ground]:
    """A copy of the ground with so many rows more; the search of the questions that were there is as it was."""
    home = ground.home / name
    shutil.copytree(ground.home, home, ignore=shutil.ignore_patterns("less", "more"))
    grown = replace(ground, home=home, database_url=f"{ground.database_url}_{name}", pool=[])
    ground.sql(f"CREATE DATABASE kardad_{name} TEMPLATE kardad")
    try:
        growth.grow(grown.database_url, rows)
        yield grown
    finally:
        ground.sql(f"DROP DATABASE kardad_{name} WITH (FORCE)")
