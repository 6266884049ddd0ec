"""Contracts in quantity: one checked by the law, a file made into drafts, lists of few and very many, the paper beside Typst."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks.figures import Figure
from benchmarks.ground import Ground, run
from benchmarks.of import disputes
from benchmarks.of.lists import Page, opened
from benchmarks.pairs import Pace, Sample, alternate
from benchmarks.servers import OURS, serving

PEOPLE = 1
TIMES = 100  # as many contracts
CHECK_BAR, BULK_BAR, BULK = 3, 60, 10_000
STATEMENTS_BAR, READ_BAR, RAW_BAR = 10, 1.3, 3
VARIANTS, PAGES, WARM = 50, 12, 3
NOW = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)
HOUR = 3_600


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Every figure of contracts."""
    (keeper,) = ground.take(PEOPLE)
    figures = [_check(pace), _paper(pace), _bulk(ground, pace)]
    return [*figures, *_lists(ground, keeper, pace)]


def _check(pace: Pace) -> Figure:
    """One contract as it is kept, read and judged by every rule; no database."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    from kardad.contracts import policy, seeding, terms
    from kardad.kit import calendar
    from kardad.law import contract_rules, instruments

    today, law, checks = calendar.tehran_day(NOW), instruments.current(), policy.checks()
    kept = [terms.as_json(seeding.said(variant, NOW)) for variant in range(VARIANTS)]

    def deed() -> None:
        for raw in kept:
            contract_rules.findings(terms.for_law(terms.read(raw), concluded_on=today), law, today, checks)

    deed()
    took = sorted(_cpu(deed, 1)() / VARIANTS for _ in range(max(3, pace.pairs)))
    note = f"{VARIANTS} different contracts; the slowest round {took[-1]:.2f} ms"
    return Figure("check one contract, CPU", took[len(took) // 2], bar=CHECK_BAR, note=note)


def _paper(pace: Pace) -> Figure:
    """The paper of a contract as the house makes it, beside the typesetter alone with the same data ready."""
    from kardad.documents import papers, rendering
    from tests.documents import samples

    paper, data = papers.paper("contract"), samples.DATA["contract"]
    facts = [("شماره قرارداد", "EC-1404-000001"), ("کارفرما", data["employer"][0]["said"]), ("چکیده متن", data["digest"])]
    code = f"https://kardad.example/check/#k1.00000001{'aB3-' * 150}.{'c' * 86}"
    face = rendering.Face(number="1404-00000001", title="قرارداد کار", made_at=NOW, facts=facts, data=data, code=code)
    house = rendering.House("کارداد", "«کارداد» سامانه‌ای برای امور کارگر و کارفرماست.", "https://kardad.example")
    compiler, given = rendering._compiler(paper.template), rendering.spoken_for(paper, face, house)

    def alone() -> None:
        compiler.compile(sys_inputs=given, format="pdf", pdf_standards=[rendering.STANDARD], timestamp=int(face.made_at.timestamp()))

    samples_: list[Sample] = [_cpu(lambda: rendering.pdf(paper, face, house), PAGES), _cpu(alone, PAGES)]
    for _ in range(WARM):
        for one in samples_:
            one()
    found = alternate(samples_, rounds=pace.pairs)
    return Figure("contract as PDF/A, CPU ÷ typst alone", found.typical(0), found.typical(1), bar=RAW_BAR, ratios=found.ratios(0, 1))


def _bulk(ground: Ground, pace: Pace) -> Figure:
    """A file of so many rows, from its upload to the last checked draft."""
    rows = min(BULK, max(200, pace.cases // 10))
    with disputes._copy(ground, "batched") as apart:
        said = run([sys.executable, "-m", "benchmarks.batching", json.dumps({"rows": rows})], env=apart.env, patience=HOUR)
        told = json.loads(said.splitlines()[-1])  # above it is what the scanner in memory logs
    seconds = told["seconds"] * BULK / rows
    note = f"{rows:,} rows in {told['seconds']:.1f} s and {len(told['turns'])} turns, {told['made']:,} drafts"
    name = f"bulk of {BULK:,} drafts made and checked ({ground.name})"
    return Figure(name, seconds, unit="s", bar=BULK_BAR, note=note, is_held=told["made"] == rows)


def _lists(ground: Ground, keeper: dict[str, str], pace: Pace) -> list[Figure]:
    count = max(TIMES, pace.cases)
    _seed(ground, count // TIMES)
    told = ground.inside("contracts", pk=keeper["pk"])
    address, session = f"/panel/contracts/?whose=organisation-{told['organisation']}", keeper["session"]
    pages = [
        Page("contracts of an employer", address, session),
        Page("those that run", f"{address}&state=running", session),
        Page("one by its number", f"{address}&number={told['number']}", session),
    ]
    with disputes._copy(ground, "few") as few, disputes._copy(ground, "many") as many:
        _seed(many, count - count // TIMES)
        for one in (few, many):
            disputes._settle(one)
        return _read(few, many, pages, count, pace)


def _read(few: Ground, many: Ground, pages: list[Page], count: int, pace: Pace) -> list[Figure]:
    figures, much = [], f"{count:,} contracts beside {count // TIMES:,}"
    with serving(few, OURS, is_counted=True, workers=1) as small, serving(many, OURS, is_counted=True, workers=1) as large:
        asked = {page.name: [opened(at, server.port, page)[0].statements for at, server in ((many, large), (few, small))] for page in pages}
    with serving(few, OURS, workers=1) as small, serving(many, OURS, workers=1) as large:
        for page in pages:
            found = disputes._beside(pace, (many, large, page), (few, small, page))
            more, less = asked[page.name]
            name, note = f"{page.name}, database CPU, {much}", f"{more} and {less} statements"
            is_held = more == less and more <= STATEMENTS_BAR
            sides = found.typical(0), found.typical(1)
            figures.append(Figure(name, *sides, bar=READ_BAR, ratios=found.ratios(0, 1), note=note, is_held=is_held))
    return figures


def _seed(ground: Ground, count: int) -> None:
    people = max(200, count // 20)
    run([sys.executable, "-m", "kardad.cli", "seed", "--people", str(people), "--contracts", str(count)], env=ground.env, patience=HOUR)


def _cpu(deed: Callable[[], object], times: int) -> Sample:
    def sample() -> float:
        began = time.process_time()
        for _ in range(times):
            deed()
        return (time.process_time() - began) * 1000 / times

    return sample
