"""Files of workers for tests: rows that the law has nothing against, under the headings of the template."""

from kardad.commands.seed import national_code
from kardad.contracts.forms.rosters_columns import COLUMNS
from tests.calc import rosters

HEAD = [one.title for one in COLUMNS]
NAMES = {one.name: place for place, one in enumerate(COLUMNS)}


def row(number=0, **changed):
    """A worker of that number, with these cells otherwise."""
    cells = [one.sample or None for one in COLUMNS]
    said = {"name": "علی کریمی", "code": national_code(number), "mobile": f"0999{number:07d}", **changed}
    for name, value in said.items():
        cells[NAMES[name]] = value
    return cells


def xlsx(*rows, head=HEAD, **more):
    """The bytes of a workbook."""
    return rosters.xlsx(head, *rows, **more)
