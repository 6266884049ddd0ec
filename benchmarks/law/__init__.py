"""What computing the law costs: one payslip, a claim, a million payslips, storing them, and the page of a calculator."""

from benchmarks.figures import Control, Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace


def measure(ground: Ground, pace: Pace) -> tuple[list[Figure], Control]:
    """Everything but storing on SQLite, storing alone on PostgreSQL."""
    # NumPy and the law are read by this part alone.
    from benchmarks.law import computing, page, storing

    if ground.database_url:
        return storing.measure(ground, pace), Control(ground.name)
    figures = computing.measure(ground, pace)
    try:
        shown, control = page.measure(ground, pace)
    except NotRun as reason:
        shown, control = [Figure("calculator page, CPU", bar=page.BAR, missing=str(reason))], Control(ground.name)
    return [*figures, *shown], control
