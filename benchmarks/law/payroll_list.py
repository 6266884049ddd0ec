"""A roster of a hundred thousand people from upload to list: time and the most memory the process held, on a database of its own.

`python -m benchmarks.law.payroll_list [rows]` prints one JSON line a format; the table takes its figures from `measure`.
"""

import csv
import json
import os
import sys
import time
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import FULL, Pace

ROWS = 100_000
QUICK_ROWS = 10_000
BAR_MB = 500
HEAD = ["نام و نام خانوادگی", "شماره پرسنلی", "روز کارکرد", "مزد روزانه", "تاریخ شروع کار", "متأهل", "تعداد فرزند", "ساعت اضافه‌کاری"]
HEAD += ["ساعت شب‌کاری", "ساعت جمعه‌کاری", "نوبت‌کاری (درصد)", "مزایای ثابت ماهانه", "مزایای دیگر", "قسط وام", "مساعده"]
CHILD = "--child"


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Peak memory against its bar, and the seconds it took, for XLSX and CSV."""
    rows = ROWS if pace == FULL else min(QUICK_ROWS, pace.payslips)
    figures = []
    for suffix in ("xlsx", "csv"):
        found = measured(suffix, rows)
        note = f"{rows:,} rows, {found['seconds']:.0f} s, {found['progress']} readings of progress"
        figures.append(Figure(f"roster upload to list, {suffix}, peak memory", ours=found["peak_mb"], unit="MB", bar=BAR_MB, note=note))
    return figures


def measured(suffix: str, rows: int) -> dict[str, float]:
    """What a fresh process needs for so many rows: `seconds`, of them `accepted` before the upload is answered, and `peak_mb`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"roster.{suffix}"
        write(path, rows)
        environment = {**os.environ, "KARDAD_VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "KARDAD_DEMO": "true"}
        done = run([sys.executable, "-m", __spec__.name, CHILD, str(path)], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotRun(f"the payroll list failed: {(done.stderr.strip().splitlines() or ['?'])[-1][:200]}")
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found


def write(path: Path, rows: int) -> None:
    """A roster in which every column says something, and one row in a thousand is wrong."""
    lines = ([*HEAD] if not place else _row(place) for place in range(rows + 1))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)
        return
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for place, line in enumerate(lines):
        sheet.write_row(place, 0, line)
    book.close()


def _row(place: int) -> list[object]:
    daily = -1 if place % 1000 == 0 else 4_000_000 + place * 31 % 9_000_000
    hired = f"{1390 + place % 13}/{1 + place % 12:02}/{1 + place % 29:02}"
    extra = [
        place % 40,
        place % 16,
        place % 9,
        (0, 10, 15, 22.5)[place % 4],
        1_000 * (place % 900),
        place % 7_000_000,
        0,
        place % 3 * 5_000_000,
    ]
    return [f"کارگر شماره {place}", place, 1 + place % 31, daily, hired, "بله" if place % 2 else "خیر", place % 4, *extra]


def child(path: Path) -> None:
    """Everything between the bytes of an upload and the finished list, as the web and the worker do it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kardad.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from kardad.calc.models import PayrollList
    from kardad.calc.payroll import actions
    from kardad.calc.roster import books
    from kardad.core.actor import Actor
    from kardad.law import instruments
    from kardad.law.kinds import Month
    from kardad.people.models import Person

    call_command("migrate", verbosity=0)
    person = Person.objects.create(
        code_index="bench", mobile_index="bench", first_name="bench", last_name="bench", joined_at=timezone.now()
    )
    ground = _peak()
    began = time.monotonic()
    book = books.opened(path.name, path.read_bytes())
    sent = actions.Sent(once="0" * 32, file_name=path.name, month=Month(1404, 5), readings={})
    by = Actor(person.pk, "worker")
    row = actions.begin(book, sent=sent, person=person, law=instruments.current(), by=by, at=timezone.now())
    accepted = time.monotonic() - began
    del book
    seen = set()
    while row.state not in (PayrollList.State.DONE, PayrollList.State.FAILED):
        actions.work(row.pk, clock=timezone.now)
        row.refresh_from_db()
        seen.add((row.state, row.done))
    told = {"rows": row.done, "state": row.state, "bad": row.control["bad"], "turns": len(seen), "progress": row.parts.count()}
    seconds = {"accepted": round(accepted, 2), "seconds": round(time.monotonic() - began, 2)}
    print(json.dumps({**told, **seconds, "before_mb": ground, "peak_mb": _peak()}))


def _peak() -> float:
    """The most memory this program ever held, in MB: the kernel's own mark, for `ru_maxrss` begins with that of the program's parent."""
    mark = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return round(int(mark.split()[1]) / 1024, 1)


def main() -> None:
    """One line for each format."""
    if CHILD in sys.argv:
        child(Path(sys.argv[-1]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for suffix in ("xlsx", "csv"):
        print(suffix, json.dumps(measured(suffix, rows)))


if __name__ == "__main__":
    main()
