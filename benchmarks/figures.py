"""What a figure is: ours, its baseline, the ratio of every pair, the bar – and the verdict that follows from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

TOLERANCE = 1.10  # on CPU and time: the machine is shared (a count has none)
CONTROL = (0.95, 1.05)  # where the A/A control's median must lie
COLUMNS = ("figure", "ours", "baseline", "ratio [min–max] of pairs", "bar", "verdict")


@dataclass(slots=True)
class Figure:
    """One line of the table. `bar` limits the ratio when there is one, else what was measured; None means it is only shown."""

    name: str
    ours: float | None = None
    baseline: float | None = None
    unit: str = "ms"
    bar: float | None = None
    ratios: Sequence[float] = ()
    is_exact: bool = False
    note: str = ""
    missing: str = ""  # why it was not run
    is_held: bool = True  # a condition beside the number, such as equal statements
    word: str = "shown"  # the verdict where there is no bar

    @property
    def measured(self) -> float | None:
        """What the bar is held against."""
        return median(self.ratios) if self.ratios else self.ours

    @property
    def verdict(self) -> str:
        """`met`, `within 10 %`, `missed`, `not run`, or its own word where there is no bar."""
        if self.missing or self.measured is None:
            return "not run"
        if not self.is_held:
            return "missed"
        if self.bar is None:
            return self.word
        if self.measured <= self.bar:
            return "met"
        return "within 10 %" if not self.is_exact and self.measured <= self.bar * TOLERANCE else "missed"

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        if self.missing:
            return (self.name, "–", "–", "–", number(self.bar), f"not run: {self.missing}")
        spread = f"{median(self.ratios):.2f} [{min(self.ratios):.2f}–{max(self.ratios):.2f}] of {len(self.ratios)}" if self.ratios else "–"
        verdict = f"{self.verdict} ({self.note})" if self.note else self.verdict
        return (self.name, shown(self.ours, self.unit), shown(self.baseline, self.unit), spread, number(self.bar), verdict)


@dataclass(slots=True)
class Control:
    """Two identical servers under the same load: what the machine's noise makes of a ratio of one."""

    name: str
    ratios: Sequence[float] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether CPU ratios of this run mean anything."""
        return not self.ratios or CONTROL[0] <= median(self.ratios) <= CONTROL[1]

    def figure(self) -> Figure:
        """The control as a line of the table."""
        return Figure(f"A/A control, {self.name}", ratios=self.ratios, unit="", word="held" if self.holds else "VOID: outside 0.95–1.05")


def shown(value: float | None, unit: str) -> str:
    """A measured value with its unit."""
    return "–" if value is None else f"{number(value)} {unit}".strip()


def number(value: float | None) -> str:
    """Three digits that matter."""
    if value is None:
        return "–"
    return f"{value:.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(figures: Iterable[Figure]) -> str:
    """The table as Markdown whose columns also line up on a console."""
    rows = [COLUMNS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    ruler = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], ruler, *lines[1:]]) + "\n"


def missed(figures: Iterable[Figure]) -> list[Figure]:
    """The figures whose bar was missed."""
    return [figure for figure in figures if figure.verdict == "missed"]
