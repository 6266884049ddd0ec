"""Search over many posts: beside the bare engine, beside PostgreSQL's ranking of all matches, and whether the best are found."""

import json
import sys

from benchmarks.figures import Figure
from benchmarks.ground import Ground, run
from benchmarks.pairs import Pace

QUESTIONS, PASSES = 300, 3
BAR, PART_OF_RANKING, LEAST = 3, 0.2, 16


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """The 95th percentile of two-word questions of frequent words, by each way in turn."""
    given = json.dumps({"posts": pace.posts, "questions": QUESTIONS, "passes": PASSES})
    told = json.loads(run([sys.executable, "-m", "benchmarks.searching", given], env=ground.env, patience=900))
    slow = {name: [_p95(one) for one in passes] for name, passes in told["times"].items()}
    name = f"search, p95 of {QUESTIONS} questions on {pace.posts:,} posts"
    figures = [_beside(f"{name} ({ground.name})", slow["ours"], slow["tantivy"], bar=BAR, note="beside the bare engine")]
    if "ts_rank" in slow:
        figures.append(_beside(f"{name}, beside ts_rank of all matches", slow["ours"], slow["ts_rank"], bar=PART_OF_RANKING, note=""))
    found = told["found"]
    mean = sum(found) / len(found)
    note = f"of a full ranking's first 20, on average of {len(found)} questions; the least {min(found)}; {LEAST} are wanted"
    figures.append(Figure(f"search, of the best are found ({ground.name})", mean, unit="", is_held=mean >= LEAST, note=note, bar=20))
    figures.append(Figure(f"search, index made anew ({ground.name})", told["indexed"], unit="s"))
    return figures


def _beside(name: str, ours: list[float], theirs: list[float], *, bar: float, note: str) -> Figure:
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return Figure(name, sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2], bar=bar, ratios=ratios, note=note)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
