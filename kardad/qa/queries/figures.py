"""The public figures, from running counts: how much was asked and answered, how fast, and whether it helped."""

from dataclasses import dataclass

from kardad.qa.models import Tally

HOURS = "hours:"
BANDS = ((8, "تا ۸ ساعت"), (16, "۸ تا ۱۶ ساعت"), (40, "۱۶ تا ۴۰ ساعت"), (1000, "بیش از ۴۰ ساعت"))


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts, the middle waiting time in working hours (None where nothing was answered), and the share of readers who were helped."""

    asked: int
    answered: int
    helped: int
    not_helped: int
    median_hours: int | None
    bands: tuple[tuple[str, int, int], ...]

    @property
    def helpful_percent(self) -> int | None:
        """Of a hundred readers who said something, how many were helped."""
        said = self.helped + self.not_helped
        return round(self.helped * 100 / said) if said else None


def figures() -> Figures:
    """The figures as they are now; one statement."""
    counts = dict(Tally.objects.values_list("name", "count"))
    hours = sorted((int(name.removeprefix(HOURS)), count) for name, count in counts.items() if name.startswith(HOURS))
    named = {name: counts.get(name, 0) for name in ("asked", "answered", "helped", "not_helped")}
    return Figures(**named, median_hours=_median(hours), bands=tuple(_bands(hours)))


def _median(hours: list[tuple[int, int]]) -> int | None:
    half, passed = (sum(count for _, count in hours) + 1) // 2, 0
    for hour, count in hours:
        passed += count
        if half and passed >= half:
            return hour + 1  # «within so many hours»: the tally holds whole hours that had passed
    return None


def _bands(hours: list[tuple[int, int]]) -> list[tuple[str, int, int]]:
    total, found, above = sum(count for _, count in hours), [], 0
    for most, title in BANDS:
        many = sum(count for hour, count in hours if above <= hour < most)
        found.append((title, many, round(many * 100 / total) if total else 0))
        above = most
    return found
