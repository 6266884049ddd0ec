"""Computing alone: a payslip beside openfisca-core, a five-year claim beside a payslip, a roster beside bare NumPy and openfisca-core."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.law import other_engine, ours, plain, roster
from benchmarks.law.other_engine import OtherEngine
from benchmarks.pairs import Pace, Sample, alternate
from kardad.law import bulk, calculators, instruments

ONE_BAR, CLAIM_BAR, NUMPY_BAR, FISCA_BAR = 0.2, 100, 3, 1
ONE, CLAIM = "one payslip with its trace as JSON, CPU ÷ openfisca-core", "claim over five years, CPU ÷ payslip"
CHECKED = 500  # rows of the roster that are held against the scalar engine
SLIPS, CLAIMS = 40, 2  # in one sample


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """The figures of computing, those of openfisca-core only where it is installed."""
    with ExitStack() as stack:
        try:
            engine, missing = stack.enter_context(other_engine.started(ground, ours.figures())), ""
        except NotRun as reason:
            engine, missing = None, str(reason)
        people = roster.people(pace.payslips)
        return [_one(people, engine, missing, pace), _claim(people, pace), *_many(ground, people, engine, missing, pace)]


def _one(people: dict[str, np.ndarray], engine: OtherEngine | None, missing: str, pace: Pace) -> Figure:
    if engine is None:
        return Figure(ONE, bar=ONE_BAR, missing=missing)
    row = full_row(people)
    given = {name: column[row].item() for name, column in people.items()}
    answer = engine.ask(person=given, times=3)
    if different := _differs(_sheet(people, row)["totals"], answer["totals"]):
        return Figure(ONE, bar=ONE_BAR, missing=different)
    found = alternate([_slips(people, row), lambda: engine.ask(person=given, times=SLIPS // 4)["ms"]], rounds=pace.pairs)
    note = f"{len(_sheet(people, row)['lines'])} lines and {answer['lines']} nodes"
    return Figure(ONE, found.typical(0), found.typical(1), bar=ONE_BAR, ratios=found.ratios(0, 1), note=note)


def _claim(people: dict[str, np.ndarray], pace: Pace) -> Figure:
    law, claim = instruments.current(), calculators.named("claim")
    claims = cpu(lambda: json.dumps(claim.sheet(ours.FIVE_YEARS, law).as_json()), CLAIMS)
    found = alternate([claims, _slips(people, full_row(people))], rounds=pace.pairs)
    return Figure(CLAIM, found.typical(0), found.typical(1), bar=CLAIM_BAR, ratios=found.ratios(0, 1))


def _many(ground: Ground, people: dict[str, np.ndarray], engine: OtherEngine | None, missing: str, pace: Pace) -> list[Figure]:
    """The whole roster in three engines; what each is off is told beside."""
    law, columns, figures = instruments.current(), ours.columns(people), ours.figures()
    totals = bulk.payslips(ours.month(), columns, law)
    wrong = checked(people, totals)
    samples: list[Sample] = [
        cpu(lambda: bulk.payslips(ours.month(), columns, law), 1),
        cpu(lambda: plain.payslips(people, figures), 1),
    ]
    inputs, outputs = ground.home / "roster.npz", ground.home / "totals.npz"
    if engine is not None:
        np.savez(inputs, **people)
        engine.ask(bulk=str(inputs), to=str(outputs))
        samples.append(lambda: engine.ask(bulk=str(inputs))["ms"])
    found = alternate(samples, rounds=max(2, pace.pairs // 2))
    names = f"{pace.payslips:,} payslips, CPU ÷ "
    note = f"ours is off by {wrong} rials on {min(CHECKED, pace.payslips)} rows by the scalar engine; "
    limit = Figure(
        names + "chunked NumPy", found.typical(0), found.typical(1), bar=NUMPY_BAR, ratios=found.ratios(0, 1), is_held=wrong == 0
    )
    limit.note = note + f"NumPy's floats by up to {off(totals, plain.payslips(people, figures))}"
    if engine is None:
        return [limit, Figure(names + "openfisca-core", bar=FISCA_BAR, missing=missing)]
    peer = Figure(names + "openfisca-core", found.typical(0), found.typical(2), bar=FISCA_BAR, ratios=found.ratios(0, 2))
    peer.is_held, peer.note = wrong == 0, note + f"openfisca-core by up to {off(totals, _loaded(outputs))}"
    return [limit, peer]


def full_row(people: dict[str, np.ndarray]) -> int:
    """A person for whom nearly every item is due; NotRun when the roster has none."""
    wanted = ("overtime_hours", "friday_hours", "other", "children", "married", "deductions", "seniority_daily")
    rows = np.flatnonzero(np.all([people[name] > 0 for name in wanted], axis=0))
    if not rows.size:
        raise NotRun("nobody on the roster has every item")
    return int(rows[0])


def cpu(deed: Callable[[], object], times: int) -> Sample:
    """Milliseconds of CPU a deed."""

    def sample() -> float:
        before = time.process_time()
        for _ in range(times):
            deed()
        return (time.process_time() - before) * 1000 / times

    return sample


def checked(people: dict[str, np.ndarray], totals: bulk.Totals) -> int:
    """By how many rials at most the bulk engine is off the scalar one, over rows spread through the roster."""
    count = len(people["days"])
    worst = 0
    for row in range(0, count, max(1, count // CHECKED)):
        exact = _sheet(people, row)["totals"]
        worst = max(worst, *(abs((amount or 0) - (exact[name] or 0)) for name, amount in totals.row(row).items()))
    return worst


def off(totals: bulk.Totals, others: dict[str, np.ndarray]) -> str:
    """By how many rials an engine is off the exact totals, the net and the worst of all."""
    errors = {name: int(np.abs(np.asarray(others[name], np.float64) - totals.amounts[name]).max()) for name in roster.OUTPUTS}
    return f"{max(errors.values())}, its net by {errors['net']}"


def _differs(exact: dict[str, int], found: dict[str, float]) -> str:
    """Why the two engines have not the same rules; empty when they agree as closely as 32-bit floats do."""
    apart = [name for name in roster.OUTPUTS if abs(exact[name] - found[name]) > max(2, exact[name] * 1e-6)]
    return f"the engines differ on {', '.join(apart)}" if apart else ""


def _sheet(people: dict[str, np.ndarray], row: int) -> dict[str, Any]:
    return calculators.named("payslip").sheet(ours.facts(people, row), instruments.current()).as_json()


def _slips(people: dict[str, np.ndarray], row: int) -> Sample:
    given, law = ours.facts(people, row), instruments.current()
    return cpu(lambda: json.dumps(calculators.named("payslip").sheet(given, law).as_json()), SLIPS)


def _loaded(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as kept:
        return {name: kept[name] for name in kept.files}
