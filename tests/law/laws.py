"""Small laws for tests: a folder of data files that a test fills."""

from pathlib import Path

from kardad.kit.calendar import parse_jalali
from kardad.law import instruments

KEYS = """
["wage"]
title = "مزد"
unit = "rial/day"
lapse = "yearly"
group = "wages"

["gift"]
title = "هدیه"
unit = "rial/month"
lapse = "yearly"
group = "allowances"
first_year = 1393

["rate"]
title = "نرخ"
unit = "share"
lapse = "standing"
group = "insurance"

["given"]
title = "داده شده"
unit = "flag"
lapse = "standing"
group = "hours"

["hours.required_monthly"]
title = "ساعت"
unit = "hours/month"
lapse = "yearly"
group = "hours"

["tax.salary_ladder"]
title = "پله‌ها"
unit = "brackets"
lapse = "yearly"
group = "tax"
"""
SOURCES = """
[paper]
title = "روزنامه"
url = "https://paper.example"
kind = "news"

[book]
title = "کتاب"
kind = "table"
"""
HEAD = """
title = "تصمیم"
recorded_on = "1405-08-30"
status = "secondary"
"""
WAGE = """
[[values]]
key = "wage"
from = "1391-01-01"
until = "1392-01-01"
amount = 1_000
status = "sourced"
sources = ["paper"]
"""


def day(typed: str):
    """The Gregorian date of a Jalali one."""
    return parse_jalali(typed)


def value(key="wage", start="1391-01-01", until="1392-01-01", **fields: str | None) -> str:
    """A row of values, with fields as TOML; a field given as None is left out."""
    days = {"from": f'"{start}"', "until": until and f'"{until}"'}
    row = {"key": f'"{key}"', **days, "amount": "1000", "status": '"sourced"', "sources": '["paper"]'}
    row |= fields
    return "[[values]]\n" + "\n".join(f"{name} = {said}" for name, said in row.items() if said is not None) + "\n"


def written(folder: Path, keys: str = KEYS, sources: str = SOURCES, **files: str) -> Path:
    """The folder with a law whose instruments have these names (`_` for `-`) and texts."""
    (folder / "instruments").mkdir(parents=True, exist_ok=True)
    (folder / "keys.toml").write_text(keys, encoding="utf-8")
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    for name, text in files.items():
        (folder / "instruments" / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def law(folder: Path, **files: str) -> instruments.Law:
    """The law of these instruments."""
    return instruments.load(written(folder, **files))
