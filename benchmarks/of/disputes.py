"""Cases in quantity: seeded beside COPY, filed, listed, found and read with few and with very many of them in the database."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun, run
from benchmarks.of.lists import Page, opened
from benchmarks.pairs import Pace, Paired, alternate, load
from benchmarks.servers import OURS, Server, cpu_of, serving
from benchmarks.visitor import Visitor

PEOPLE = 2
TIMES = 100  # as many cases
MINE = 30  # of the one who looks at his own
SEED_BAR = 10  # 0.1 of COPY
FILING_BAR, BARE_BAR, SUBMIT_STATEMENTS = 1.15, 40, 54
READ_BAR, PAGE_BAR, STATEMENTS_BAR = 1.3, 1.3, 10
FAR = 50  # the page that stands beside the first
EACH, FILED, AGAIN = 60, 12, 5
NEXT = re.compile(r'href="(\?[^"]*after=[^"]+)"')
HOUR = 3_600
LONG = "every case of the office"


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Every figure of disputes."""
    cases = max(TIMES, pace.cases)
    figures = [_seeding(ground, cases, pace)]
    worker, secretary = ground.take(PEOPLE)
    _seed(ground, cases // TIMES)
    told = ground.inside("disputes", worker=worker["pk"], secretary=secretary["pk"], count=MINE)
    office, mine = secretary["session"], worker["session"]
    pages = [
        Page("my cases", "/panel/cases/", mine),
        Page("case page of a side", f"/panel/cases/{told['token']}/", mine),
        Page("queue of the office", "/office/cases/", office),
        Page(LONG, "/office/cases/?desk=all", office),
        Page("case page of the office", f"/office/cases/{told['pk']}/", office),
        Page("search by number", f"/office/cases/?q={told['number']}", office),
    ]
    with _copy(ground, "few") as few, _copy(ground, "many") as many:
        _seed(many, cases - cases // TIMES)
        for one in (few, many):
            _settle(one)
        return [*figures, *_filing(few, many, cases, pace), *_reading(few, many, pages, cases, pace)]


def _seed(ground: Ground, cases: int) -> None:
    people = max(200, cases // 20)
    run([sys.executable, "-m", "kardad.cli", "seed", "--people", str(people), "--cases", str(cases)], env=ground.env, patience=HOUR)


def _settle(ground: Ground) -> None:
    """The planner knows the tables, and what was written lies on disk."""
    import psycopg

    with psycopg.connect(ground.database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _seeding(ground: Ground, cases: int, pace: Pace) -> Figure:
    batch = max(100, cases // 50)
    with _copy(ground, "seeded") as apart:
        given = json.dumps({"cases": batch, "pairs": max(2, pace.pairs // 4)})
        told = json.loads(run([sys.executable, "-m", "benchmarks.seeding", given], env=apart.env, patience=HOUR))
    ours, copying = told["times"]["seed"], told["times"]["copy"]
    ratios = [one / other for one, other in zip(ours, copying, strict=True)]
    sides = sorted(ours)[len(ours) // 2], sorted(copying)[len(copying) // 2]
    note = f"{told['rows'] / sides[0]:,.0f} rows/s beside COPY of the same {told['rows']:,} rows"
    return Figure(f"seed {batch:,} cases ({ground.name})", *sides, unit="s", bar=SEED_BAR, ratios=ratios, note=note)


def _filing(few: Ground, many: Ground, cases: int, pace: Pace) -> list[Figure]:
    """Filing with few and many cases there, and beside a bare row."""
    rounds: list[list[dict[str, float]]] = [[], []]
    given = json.dumps({"count": FILED})
    for turn in range(max(3, pace.pairs // 2)):
        for side in (0, 1) if turn % 2 else (1, 0):
            ground = (few, many)[side]
            rounds[side].append(json.loads(run([sys.executable, "-m", "benchmarks.filing", given], env=ground.env, patience=600)))
    small, large = rounds
    grown = [one["filed"] / other["filed"] for one, other in zip(large, small, strict=True)]
    beside = [one["filed"] / one["bare"] for one in large]
    typical = {key: sorted(one[key] for one in large)[len(large) // 2] for key in ("filed", "bare", "statements")}
    less = sorted(one["filed"] for one in small)[len(small) // 2]
    much = f"{cases:,} cases beside {cases // TIMES:,}"
    return [
        Figure(f"file a petition, CPU, {much}", typical["filed"], less, bar=FILING_BAR, ratios=grown, note="own process and database"),
        Figure(f"file a petition, CPU ÷ a bare row ({cases:,} cases)", typical["filed"], typical["bare"], bar=BARE_BAR, ratios=beside),
        Figure("file a petition, statements", typical["statements"], unit="", bar=SUBMIT_STATEMENTS, is_exact=True),
    ]


def _reading(few: Ground, many: Ground, pages: list[Page], cases: int, pace: Pace) -> list[Figure]:
    (long,) = (page for page in pages if page.name == LONG)
    figures, much = [], f"{cases:,} cases beside {cases // TIMES:,}"
    with serving(few, OURS, is_counted=True, workers=1) as small, serving(many, OURS, is_counted=True, workers=1) as large:
        asked = {page.name: [opened(at, server.port, page)[0].statements for at, server in ((many, large), (few, small))] for page in pages}
        far = _far(large, long)
    with serving(few, OURS, workers=1) as small, serving(many, OURS, workers=1) as large:
        for page in pages:
            found = _beside(pace, (many, large, page), (few, small, page))
            more, less = asked[page.name]
            is_held = more == less and (more <= STATEMENTS_BAR or page.name.startswith("case page"))
            note = f"{more} and {less} statements"
            sides = found.typical(0), found.typical(1)
            figures.append(
                Figure(f"{page.name}, database CPU, {much}", *sides, bar=READ_BAR, ratios=found.ratios(0, 1), note=note, is_held=is_held)
            )
        number, path = far
        found = _beside(pace, (many, large, replace(long, path=path)), (many, large, long))
        name = f"{long.name}, page {number} beside page 1, database CPU ({cases:,} cases)"
        figures.append(Figure(name, found.typical(0), found.typical(1), bar=PAGE_BAR, ratios=found.ratios(0, 1)))
    return figures


def _far(server: Server, page: Page) -> tuple[int, str]:
    """How many pages on, and the address of that page, reached as a reader does; fewer than FAR where there are not so many."""
    path, number = page.path, 1
    with closing(Visitor(server.port, cookies=page.cookies)) as visitor:
        while number < FAR:
            further = NEXT.search(visitor.get(path).text)
            if further is None:
                break
            path, number = page.path.partition("?")[0] + further[1].replace("&amp;", "&"), number + 1
    return number, path


def _beside(pace: Pace, *sides: tuple[Ground, Server, Page]) -> Paired:
    """Milliseconds of the database's CPU a request on each side, in turn."""
    asking = [(ground, [Visitor(server.port, cookies=page.cookies)], page.path) for ground, server, page in sides]
    for _, visitors, path in asking:
        load(path, visitors, each=40)
    return alternate([lambda one=one: _cpu(*one) for one in asking], rounds=pace.pairs)


def _cpu(ground: Ground, visitors: list[Visitor], path: str) -> float:
    """Milliseconds a request; where a connection came to its age meanwhile, the sample is taken again."""
    for _ in range(AGAIN):
        backends = _backends(ground)
        before = sum(cpu_of(pid) for pid in backends)
        load(path, visitors, each=EACH)
        after = _backends(ground)  # a further thread of the server may have come with a connection of its own
        if set(backends) <= set(after):
            return (sum(cpu_of(pid) for pid in after) - before) / EACH
    raise NotRun("connections ended while they were measured")


def _backends(ground: Ground) -> list[int]:
    """The server processes of the database's clients."""
    name = ground.database_url.rpartition("/")[2]
    told = ground.sql(f"SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity WHERE datname = '{name}'")
    return [int(pid) for pid in told.split(",") if pid.isdigit()]


@contextmanager
def _copy(ground: Ground, name: str) -> Iterator[Ground]:
    """A copy of the ground and its database."""
    home = ground.home / name
    shutil.copytree(ground.home, home, ignore=shutil.ignore_patterns("few", "many", "seeded"))
    made = replace(ground, home=home, database_url=f"{ground.database_url}_{name}", pool=[])
    ground.sql(f"CREATE DATABASE kardad_{name} TEMPLATE kardad")
    try:
        yield made
    finally:
        ground.sql(f"DROP DATABASE kardad_{name} WITH (FORCE)")
