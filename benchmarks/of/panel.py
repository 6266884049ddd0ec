"""The panel page: CPU beside bare Django with the same statements and bytes, and statements that do not grow with rows."""

import json
from collections import Counter
from contextlib import closing

from benchmarks import flat, shapes
from benchmarks.figures import Control, Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace, beside
from benchmarks.servers import BARE, OURS, counted_log, serving
from benchmarks.visitor import Answer, Visitor

PATH = "/panel/"
CPU_BAR, STATEMENTS_BAR = 1.6, 10
SAME_BYTES = 0.02
PEOPLE = 2
WARM = 8


def measure(ground: Ground, pace: Pace) -> tuple[list[Figure], Control]:
    """The figures of the panel on this ground, and the control."""
    few, many = ground.take(2)
    ground.inside("rows", pk=few["pk"], count=10)
    ground.inside("rows", pk=many["pk"], count=100)
    with serving(ground, OURS, is_counted=True) as ours:
        page, asked = _shapes(ground, ours.port, few["session"])
        longer, _ = _shapes(ground, ours.port, many["session"])
    _write_flat(ground, page)
    with serving(ground, BARE, is_counted=True) as bare:
        plain, plainly = _shapes(ground, bare.port, few["session"])
    counts = [
        Figure(f"panel page, statements, 10 rows ({ground.name})", page.statements, unit="", bar=STATEMENTS_BAR, is_exact=True),
        Figure(
            f"panel page, statements, 100 rows ({ground.name})",
            longer.statements,
            page.statements,
            unit="",
            bar=STATEMENTS_BAR,
            is_exact=True,
            is_held=longer.statements == page.statements,
        ),
    ]
    cpu = Figure(f"panel page, CPU ({ground.name})", bar=CPU_BAR, missing=_differs(asked, plainly, page, plain))
    if cpu.missing:
        return [cpu, *counts], Control(ground.name)
    cpu.note = f"{page.statements} statements, {len(page.body)} and {len(plain.body)} bytes"
    return [cpu, *counts], _cpu(ground, few["session"], cpu, pace)


def _cpu(ground: Ground, session: str, figure: Figure, pace: Pace) -> Control:
    found = beside((OURS, BARE, BARE), ground, PATH, {"sessionid": session}, pace)
    figure.ours, figure.baseline, figure.ratios = found.typical(0), found.typical(1), found.ratios(0, 1)
    return Control(f"bare panel ({ground.name})", found.ratios(2, 1))


def _shapes(ground: Ground, port: int, session: str) -> tuple[Answer, Counter[str]]:
    """The second answer of a warm server, and what it asked of the database."""
    with closing(Visitor(port, cookies={"sessionid": session})) as visitor:
        for _ in range(WARM):
            answer = visitor.get(PATH)
            if answer.status != 200:
                raise NotRun(f"{PATH} answered {answer.status}")
    return answer, shapes.last(counted_log(ground))


def _write_flat(ground: Ground, page: Answer) -> None:
    (ground.flat / "panel.html").write_text(flat.template(page.text), encoding="utf-8")
    (ground.flat / "words.json").write_text(json.dumps(ground.inside("words"), ensure_ascii=False), encoding="utf-8")


def _differs(ours: Counter[str], bare: Counter[str], page: Answer, plain: Answer) -> str:
    """Why the two sides cannot be compared; empty when they can."""
    if different := shapes.difference(ours, bare):
        return different
    if abs(len(page.body) - len(plain.body)) > len(page.body) * SAME_BYTES:
        return f"bytes differ: {len(page.body)} and {len(plain.body)}"
    return ""
