"""The rows of one dossier held beside what its entries come to; each that differs is named with the last entry about it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from kardad.evidence.names import pseudonym
from kardad.inbox import marks
from kardad.inbox.auditing import story
from kardad.inbox.auditing.story import DAYS, DOSSIER, MOMENTS, SANA, Said, Told
from kardad.inbox.auditing.tables import TABLES, Table, unsealed
from kardad.inbox.models import Delivery

COLUMNS: Final = {  # what an entry calls it, and the row
    "notice": "notice__number",
    "code": "notice__code",
    "party": "party_id",
    "via": "via",
    "rung": "rung",
    "is_copy": "is_copy",
    "served_on": "served_on",
    "effect": "effect",
    "rule": "rule",
}
UNTOLD: Final = ("inbox_dossier", "inbox_notice")  # older entries say nothing of these rows
WHOLE: Final = ("inbox_dossier", "inbox_party", "inbox_representation", "inbox_notice", "inbox_visit")
Wrong = tuple[int | None, str]  # the last entry about it; table, row and what differs


def compared(entries: list[tuple[int, str]], kept: dict[str, list[dict[str, Any]]]) -> Iterator[Wrong]:
    """The rows of one chain that differ."""
    told = story.of(entries)
    for name in WHOLE:
        said = {key: one for (table, key), one in told.rows.items() if table == name}
        rows = {_named(name, row): row for row in kept.get(name, [])}
        yield from _rows(name, said, rows)
    yield from _deliveries(told.deliveries, {row["id"]: row for row in kept.get("inbox_delivery", [])})
    yield from _letters(told.deliveries, kept.get("inbox_letter", []))
    yield from _deadlines(told.deliveries, kept.get("inbox_deadline", []))


def _named(table: str, row: dict[str, Any]) -> Any:
    """By what entries name the row."""
    return {"inbox_dossier": DOSSIER, "inbox_notice": row.get("number")}.get(table, row["id"])


def _rows(name: str, said: dict[Any, Said], rows: dict[Any, dict[str, Any]]) -> Iterator[Wrong]:
    for key in sorted(said.keys() | rows.keys()):
        row = rows.get(key)
        title = f"{name} {row['id'] if row else key}"
        if key not in said:
            if name not in UNTOLD:
                yield None, title
        elif (row is None) != said[key].is_gone:
            yield said[key].seq, title
        elif row is not None and (wrong := _wrong_row(said[key], row, TABLES[name])):
            yield said[key].seq, f"{title}: {', '.join(wrong)}"


def _wrong_row(said: Said, row: dict[str, Any], table: Table) -> list[str]:
    """The columns that are not what was told; of those of a mark all are named, for it does not tell which."""
    wrong = [column for column, value in said.columns.items() if (row[column] or None) != (value or None)]
    if said.marks:
        opened = unsealed(row, table)
        wrong += ["|".join(marks.MARKED[kind][1:]) for kind, mark in said.marks.items() if opened is None or marks.of(kind, opened) != mark]
    return wrong


def _deliveries(told: dict[int, Told], kept: dict[int, dict[str, Any]]) -> Iterator[Wrong]:
    for pk in sorted(told.keys() | kept.keys()):
        name = f"inbox_delivery {pk}"
        if pk not in told:
            yield None, name
        elif pk not in kept:
            yield told[pk].seq, name
        elif wrong := _wrong(told[pk], kept[pk]):
            yield told[pk].seq, f"{name}: {', '.join(wrong)}"


def _wrong(told: Told, row: dict[str, Any]) -> list[str]:
    """The columns of a delivery that are not what was told of it."""
    wrong = [name for name, column in COLUMNS.items() if name in told.says and told.says[name] != _plain(row[column], name)]
    wrong += ["voided_at"] if told.voided_at != row["voided_at"] else []
    is_account = row["via"] == Delivery.Via.ACCOUNT
    moments = MOMENTS if is_account else {"placed": "placed_at"}  # SANA's own clock is told in so many words
    moments = moments | ({"sent": "handed_at"} if row["via"] == Delivery.Via.SANA else {})
    wrong += [column for name, column in moments.items() if told.moments.get(name) != row[column]]
    wrong += [column for column in SANA if column in told.clock and told.clock[column] != row[column]]
    wrong += ["outside_number"] if told.number is not None and told.number != row["outside_number"] else []
    wrong += ["opened_by_id"] if is_account and told.opener != _somebody(row["opened_by_id"]) else []
    return wrong + (["agent_id"] if "agent" in told.says and told.says["agent"] != _somebody(row["agent_id"]) else [])


def _letters(told: dict[int, Told], rows: list[dict[str, Any]]) -> Iterator[Wrong]:
    """The deliveries of which somebody has no letter any more who had one."""
    kept: dict[int, set[str]] = {}
    for row in rows:
        if row["delivery_id"] in told and told[row["delivery_id"]].readers:
            kept.setdefault(row["delivery_id"], set()).add(pseudonym(row["person_id"]))
    yield from ((one.seq, f"inbox_letter of {pk}") for pk, one in sorted(told.items()) if one.readers - kept.get(pk, set()))


def _deadlines(told: dict[int, Told], rows: list[dict[str, Any]]) -> Iterator[Wrong]:
    computed: dict[tuple[int, str], list[Any]] = {}
    for row in rows:
        computed.setdefault((row["delivery_id"], row["code"]), []).append(row)
    said = {(pk, code): steps for pk, one in told.items() for code, steps in one.deadlines.items()}
    for key in sorted(said.keys() | computed.keys()):
        yield from _wrong_days(said.get(key, []), computed.get(key, []), key=key, told=told.get(key[0], Told()))


def _wrong_days(said: list[tuple[int, list[str]]], computed: list[dict[str, Any]], *, key: tuple[int, str], told: Told) -> Iterator[Wrong]:
    """The computations of one deadline that are not those that were told, in their order."""
    for (seq, days), row in zip(said, computed, strict=False):
        is_last = seq == said[-1][0]
        wrong = [day for day, one in zip(DAYS, days, strict=True) if one != _plain(row[day], day)]
        wrong += ["superseded_at"] if (row["superseded_at"] is None) != (is_last and key[1] not in told.undone) else []
        wrong += _wrong_risk(told.risks.get(key[1]), row) if is_last else []
        if wrong:
            yield seq, f"inbox_deadline {row['id']}: {', '.join(wrong)}"
    yield from ((None, f"inbox_deadline {row['id']}") for row in computed[len(said) :])
    yield from ((seq, "inbox_deadline of {} {}".format(*key)) for seq, _ in said[len(computed) :])


def _wrong_risk(told: tuple[Any, str] | None, row: dict[str, Any]) -> list[str]:
    since, mark = told or (None, "")
    wrong = ["at_risk_since"] if since != row["at_risk_since"] else []
    is_other = bool(row["risk"]) if told is None else bool(mark) and mark != marks.of("risk", row)
    return wrong + (["risk"] if is_other else [])


def _somebody(pk: int | None) -> str:
    return pseudonym(pk) if pk else ""


def _plain(value: Any, name: str) -> Any:
    """A column as entries write it."""
    if name == "notice":
        return value or ""
    return value.isoformat() if isinstance(value, date) else value
