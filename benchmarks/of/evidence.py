"""`kardad verify` of many entries, in the database and in a log file, beside reading the same stored bytes and hashing them."""

import json
import sys

from benchmarks.figures import Figure
from benchmarks.ground import Ground, run
from benchmarks.pairs import Pace

BAR = 3
MEMORY = 64  # MiB beyond what the process held before, whatever the number of entries
MIB = 1024 * 1024


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Both ways of verifying, each pair in turn from the left and from the right."""
    given = json.dumps({"entries": pace.rows, "pairs": max(3, pace.pairs // 2)})
    told = json.loads(run([sys.executable, "-m", "benchmarks.proving", given], env=ground.env, patience=1_800))
    times, much = told["times"], f"{pace.rows:,} entries ({ground.name})"
    return [
        _beside(f"verify --database, {much}", times["audit"], times["rows"]),
        _beside(f"verify a log of {much}", times["verify"], times["lines"]),
        Figure(f"verify, memory beyond the start, {much}", told["memory"] / MIB, unit="MiB", bar=MEMORY),
    ]


def _beside(name: str, ours: list[float], hashing: list[float]) -> Figure:
    ratios = [one / other for one, other in zip(ours, hashing, strict=True)]
    middle = len(ours) // 2
    return Figure(
        name, sorted(ours)[middle], sorted(hashing)[middle], unit="s", bar=BAR, ratios=ratios, note="beside hashing the stored bytes"
    )
