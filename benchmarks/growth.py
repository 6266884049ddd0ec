"""The tables of the lists grown to any size by PostgreSQL itself: copies of a row that is there, changed where rows differ."""

from typing import Any

import psycopg

A_PERSON = 20  # requests, invoices and questions of each
OPEN = 50  # every so manieth request is under way, the others have ended

PERSON = {"login_key": "'grown-' || n", "code_index": "NULL", "mobile_index": "NULL", "level": "0", "level_at": "NULL"}
OWNER = "%(person)s + n / 20"
AGO = "now() - n * interval '1 second'"
REQUEST = {
    "number": "'SR-1399-' || lpad(n::text, 9, '0')",
    "applicant_id": OWNER,
    "state": "CASE n % 50 WHEN 0 THEN 'submitted' WHEN 1 THEN 'in_review' ELSE 'closed' END",
    "changed_at": AGO,
    "submitted_at": AGO,
    "clock_due_at": f"CASE WHEN n % 50 < 2 THEN {AGO} + interval '30 days' END",
    "due_at": "NULL",
}
INVOICE = {
    "token": "md5('grown' || n)",
    "number": "'INV-1399-' || lpad(n::text, 9, '0')",
    "person_id": OWNER,
    "subject_id": "n",
}
QUESTION = {
    "title": "md5(n::text)",
    "slug": "'grown-' || n",
    "topic": "(ARRAY['leave', 'wage', 'insurance'])[1 + n % 3]",
    "answered_at": AGO,
    "asked_at": AGO,
    "useful": "n % 97",
}
TABLES = ("people_person", "desk_request", "desk_item", "desk_message", "billing_invoice", "billing_line", "qa_question", "qa_answer")


def grow(url: str, rows: int) -> None:
    """So many more requests, invoices and questions, with what hangs on each; the planner knows of them."""
    with psycopg.connect(url, autocommit=True) as connection:
        person = _copied(connection, "people_person", f"generate_series(1, {rows // A_PERSON + 1}) AS n", PERSON)
        series = f"generate_series(1, {rows}) AS n"
        changed = {"applicant_id": OWNER % {"person": person + 1}, "person_id": OWNER % {"person": person + 1}}
        last = _copied(connection, "desk_request", series, REQUEST | {"applicant_id": changed["applicant_id"]})
        for table in ("desk_item", "desk_message"):
            _copied(connection, table, _above("desk_request", last), {"request_id": "n.id"})
        last = _copied(connection, "billing_invoice", series, INVOICE | {"person_id": changed["person_id"]})
        _copied(connection, "billing_line", _above("billing_invoice", last), {"invoice_id": "n.id"})
        last = _copied(connection, "qa_question", series, QUESTION)
        _copied(connection, "qa_answer", _above("qa_question", last), {"question_id": "n.id"})
        for table in TABLES:
            connection.execute(f"VACUUM ANALYZE {table}")


def _above(table: str, last: int) -> str:
    return f"(SELECT id FROM {table} WHERE id > {last}) AS n"


def _copied(connection: Any, table: str, source: str, changed: dict[str, str]) -> int:
    """The table's first row stands there once more for every row of the source; the greatest id before that is told."""
    found = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]).fetchall()
    columns = [name for (name,) in found if name != "id"]
    values = ", ".join(changed.get(name, f'one."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    last = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
    if last is None:
        raise LookupError(f"{table} has no row to copy")
    one = f"(SELECT * FROM {table} ORDER BY id LIMIT 1) AS one"
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {one}, {source}")
    return int(last)
