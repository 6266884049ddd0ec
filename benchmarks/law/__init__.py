"""What computing the law costs: one payslip, a claim, a million payslips, storing them, a roster, and the page of a calculator."""

from benchmarks.figures import Control, Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace


def measure(ground: Ground, pace: Pace) -> tuple[list[Figure], Control]:
    """Everything but storing on SQLite, storing alone on PostgreSQL."""
    # NumPy and the law are read by this part alone.
    from benchmarks.law import computing, page, payroll_list, storing

    if ground.database_url:
        return storing.measure(ground, pace), Control(ground.name)
    figures, control = computing.measure(ground, pace), Control(ground.name)
    try:
        figures += payroll_list.measure(ground, pace)
    except NotRun as reason:
        figures.append(Figure("roster upload to list, peak memory", bar=payroll_list.BAR_MB, missing=str(reason)))
    try:
        shown, control = page.measure(ground, pace)
        figures += shown
    except NotRun as reason:
        figures.append(Figure("calculator page, CPU", bar=page.BAR, missing=str(reason)))
    return figures, control
