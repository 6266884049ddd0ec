"""New database connections over many requests: a connection lives as long as its thread."""

import time

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.pairs import Pace, load
from benchmarks.servers import OURS, THREADS, WORKERS, counted_log, serving
from benchmarks.visitor import Visitor

PATH = "/panel/"
BAR = 5
PEOPLE = 1
STATISTICS_LAG = 1.2  # PostgreSQL's counters are written once a second


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """How many connections a warm server opened, as the database (PostgreSQL) or Django (SQLite) tells."""
    (person,) = ground.take(PEOPLE)
    with serving(ground, OURS, is_counted=True) as server:
        visitors = [Visitor(server.port, cookies={"sessionid": person["session"]}) for _ in range(WORKERS * THREADS)]
        load(PATH, visitors, each=10)
        time.sleep(STATISTICS_LAG if ground.database_url else 0)
        before = opened(ground)
        load(PATH, visitors, each=-(-pace.requests // len(visitors)))
        time.sleep(STATISTICS_LAG if ground.database_url else 0)
        new = opened(ground) - before
    name = f"new database connections in {pace.requests:,} requests ({ground.name})"
    return [Figure(name, new, unit="", bar=BAR, is_exact=True)]


def opened(ground: Ground) -> int:
    """How many connections were opened on this ground so far."""
    if not ground.database_url:
        return sum('"connected"' in line for line in counted_log(ground).read_text().splitlines())
    return int(ground.sql("SELECT sessions FROM pg_stat_database WHERE datname = 'kardad'"))
