"""Service in quantity: letters placed in bulk, a burst of texts, what is due, and the kartable of one who has many letters."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.figures import Figure
from benchmarks.ground import ROOT, Ground, run
from benchmarks.of.lists import GROWTH_BAR, Page, middle, opened
from benchmarks.pairs import Pace, alternate, cpu_a_request, load
from benchmarks.servers import OURS, free_port, serving
from benchmarks.visitor import Visitor

BAR = 5  # 0.2 of COPY
SHARE = 1_000  # of the rows of a large table: so many notices a round
RATE = 500  # texts a second that the messenger admits
BURST_BAR, OLDEST = 1.2, 10
CODES_A_SECOND = 5
SWEEP_BAR, DUE = 2, 200  # 0.5 of the raw statement; of the rows of a large table so many are due
PEOPLE, PATH = 3, "/panel/inbox/"
FEW, FULL_PAGE, MANY = 10, 40, 10_000  # letters
STATEMENTS_BAR, FLAT_BAR = 10, 1.2


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Every figure of service."""
    return [*placing(ground, pace), *looking(ground, pace), *kartable(ground, pace), *burst(ground, pace)]


def placing(ground: Ground, pace: Pace) -> list[Figure]:
    """Placing and COPY in each round, over rows that neither has seen before."""
    notices = max(20, pace.rows // SHARE)
    given = json.dumps({"notices": notices, "pairs": max(2, pace.pairs // 4)})
    told = json.loads(run([sys.executable, "-m", "benchmarks.placing", given], env=ground.env, patience=1_800))
    ours, copying = told["times"]["place"], told["times"]["copy"]
    ratios = [one / other for one, other in zip(ours, copying, strict=True)]
    name = f"place {notices:,} notices at once ({ground.name})"
    note = f"beside COPY of the same {told['rows']:,} rows"
    return [Figure(name, sorted(ours)[len(ours) // 2], sorted(copying)[len(copying) // 2], unit="s", bar=BAR, ratios=ratios, note=note)]


def looking(ground: Ground, pace: Pace) -> list[Figure]:
    """The sweep over due notices beside one statement over the same rows, and what it takes where nobody opened any."""
    due = max(200, pace.rows // DUE)
    given = json.dumps({"due": due, "pairs": max(3, pace.pairs // 2)})
    times = json.loads(run([sys.executable, "-m", "benchmarks.looking", given], env=ground.env, patience=1_800))
    ours, raw, (unopened,) = (sorted(times[way]) for way in ("opened", "raw", "unopened"))
    ratios = [one / other for one, other in zip(times["opened"], times["raw"], strict=True)]
    name, middle = f"{due:,} due notices looked at ({ground.name})", len(ours) // 2
    note = f"{due / ours[middle]:,.0f} rows/s beside UPDATE … RETURNING with SKIP LOCKED, {due / raw[middle]:,.0f}"
    work = f"{due:,} notices that nobody opened become work with proof ({ground.name})"
    return [
        Figure(name, ours[middle], raw[middle], unit="s", bar=SWEEP_BAR, ratios=ratios, note=note),
        Figure(work, unopened, unit="s", note=f"{due / unopened:,.0f} rows/s"),
    ]


def kartable(ground: Ground, pace: Pace) -> list[Figure]:
    """The first page of one's letters: what it asks of the database, and what it costs with a full page and with very many."""
    people = ground.take(PEOPLE)
    pages = [Page("kartable", PATH, person["session"]) for person in people]
    for person, count in zip(people, (FEW, FULL_PAGE, MANY), strict=True):
        ground.inside("letters", pk=person["pk"], count=count)
    with serving(ground, OURS, is_counted=True) as server:
        few, _, many = (opened(ground, server.port, page)[0].statements for page in pages)
    with serving(ground, OURS) as server:
        asking = [[Visitor(server.port, cookies=page.cookies)] for page in pages]
        for visitors in asking:
            load(PATH, visitors, each=20)
        cost = alternate([lambda v=v: cpu_a_request(server, PATH, v, each=40) for v in asking], rounds=pace.pairs)
        clock = alternate([lambda page=page: middle(server, page) for page in pages], rounds=pace.pairs)
    name = f"kartable, {{}}, {MANY:,} letters beside {{}} ({ground.name})"
    counts = Figure(
        name.format("statements", FEW), many, few, unit="", bar=STATEMENTS_BAR, is_exact=True, is_held=few == many, note=f"{few} and {many}"
    )
    flat = [
        Figure(name.format(what, FULL_PAGE), found.typical(2), found.typical(1), bar=bar, ratios=found.ratios(2, 1), note=note)
        for what, found, bar, note in (
            ("CPU", cost, FLAT_BAR, f"of {FEW} letters {cost.typical(0):.1f} ms"),
            ("median time", clock, GROWTH_BAR, ""),
        )
    ]
    return [counts, *flat]


def burst(ground: Ground, pace: Pace) -> list[Figure]:
    """The burst beside what the messenger's rate takes at least, and the oldest code that was asked for meanwhile."""
    port = free_port()
    contract = {"key": "bench", "sender": "10004346", "base_url": f"http://127.0.0.1:{port}"}
    options = {"kavenegar": {"contract": contract, "per_second": RATE, "templates": {"code": {"approved": "code"}}}}
    env = ground.env | {"KARDAD_SMS": "kavenegar", "KARDAD_GATEWAY_OPTIONS": json.dumps(options)}
    given = json.dumps({"texts": pace.burst, "codes_a_second": CODES_A_SECOND})
    with _provider(port):
        told = json.loads(run([sys.executable, "-m", "benchmarks.bursting", given], env=env, patience=1_800))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/told", timeout=10) as answer:
            came = json.load(answer)
    name, least, ages = f"{pace.burst:,} texts handed over ({ground.name})", pace.burst / RATE, sorted(told["ages"])
    is_whole = came["texts"] == came["copies"] == pace.burst
    note = (
        f"of a messenger that admits {RATE}/s; {came['copies']:,} came, {came['copies'] - came['texts']} twice, {came['refused']} refused"
    )
    return [
        Figure(name, told["seconds"], least, unit="s", bar=BURST_BAR, ratios=[told["seconds"] / least], is_held=is_whole, note=note),
        Figure(
            f"oldest code meanwhile ({ground.name})",
            ages[-1],
            unit="s",
            bar=OLDEST,
            is_held=came["codes"] == len(ages),
            note=f"{len(ages)} codes, median {ages[len(ages) // 2]:.2f} s",
        ),
    ]


@contextmanager
def _provider(port: int) -> Iterator[None]:
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.provider", str(port), str(RATE)], cwd=ROOT)
    try:
        yield
    finally:
        server.terminate()
        server.wait(20)
