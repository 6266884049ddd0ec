"""Published worked examples as data: each with its input, what was printed, what the formulas give, and whether they agree."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SLIP = "net in thousands"


def _read(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def every():
    """All examples but the table of seniority."""
    return [one for name in ("payslips", "wages", "endings", "hours", "taxes") for one in _read(name)["examples"]]


def seniority():
    """The cells of the seniority table as (year hired, wage year, day asked, printed, recomputed), and the tolerance."""
    table = _read("seniority")
    return [(hired, name, _asked_on(name), printed, ours) for hired, name, printed, ours in table["cells"]], table["tolerance"]


def _asked_on(name):
    leap = name in ("1391", "1395", "1399", "1403")
    return {"1399a": "1399-03-31", "1399b": "1399-04-01"}.get(name, f"{name}-12-{30 if leap else 29}")


def measured(sheet, what):
    """What an example looks at: a total, a sum of totals, the sum of the lines of a code, or the net to its thousand."""
    if what == SLIP:
        return (sheet["totals"]["net"] + 500) // 1000 * 1000
    if what.startswith("line "):
        return sum(line["amount"] for line in sheet["lines"] if line["code"] == what.removeprefix("line "))
    return sum(sheet["totals"][name] for name in what.split(" + "))
